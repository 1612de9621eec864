/** Cells of catalog rows: Python values, so that something is known of a name of which only the beginning is. */
import { expression, type PyValue, sameValue, unknown } from '../../../../python/value.ts';
import type { NamePattern } from '../../../../schema/snapshot.ts';

export type Cell = PyValue;

/** Column → cell; a column that is not there is not known. */
export type CatalogRow = Readonly<Record<string, Cell>>;

export interface CatalogRelation {
  readonly rows: readonly CatalogRow[];
  /** Rows that may be there, once, many times or not at all, as far as they are known. */
  readonly others: readonly CatalogRow[];
  /** Columns that it has. */
  readonly columns: ReadonlySet<string>;
}

export function text(value: string): Cell {
  return { kind: 'string', text: value };
}

export function bool(value: boolean): Cell {
  return { kind: 'bool', value };
}

export function int(value: number): Cell {
  return { kind: 'int', value };
}

export function list(items: readonly Cell[]): Cell {
  return { kind: 'list', items };
}

const something: PyValue = expression('item', [list([])]);

export function patternCell(pattern: NamePattern | undefined): Cell {
  if (pattern === undefined) return unknown;
  return 'is' in pattern ? text(pattern.is) : expression('text', [text(pattern.startsWith), something]);
}

/** Identifies a relation. */
export function relationId(schema: Cell, name: Cell): Cell {
  if (schema.kind === 'string' && name.kind === 'string') return text(`${schema.text}\0${name.text}`);
  if (schema.kind === 'unknown') return unknown;
  const parts = schema.kind === 'expression' ? schema.operands : [schema];
  return expression('text', [...parts, text('\0'), name.kind === 'string' ? name : something]);
}

/** `undefined` where it cannot be told. NULL is never the same as something. */
export function isEqual(a: Cell, b: Cell): boolean | undefined {
  if (a.kind === 'none' || b.kind === 'none') return false;
  if (isPlain(a) && isPlain(b)) return a.kind === b.kind ? sameValue(a, b) : undefined;
  const [one, other] = [startOf(a), startOf(b)];
  if (one === undefined || other === undefined) return undefined;
  return one.startsWith(other) || other.startsWith(one) ? undefined : false;
}

export function isPlain({ kind }: Cell): boolean {
  return kind === 'string' || kind === 'int' || kind === 'bool';
}

function startOf(cell: Cell): string | undefined {
  if (cell.kind === 'string') return cell.text;
  const [first] = cell.kind === 'expression' && cell.operator === 'text' ? cell.operands : [];
  return first?.kind === 'string' ? first.text : undefined;
}

/** Whether a text is like a pattern of SQL's LIKE. */
export function isLike(value: Cell, pattern: Cell): boolean | undefined {
  if (pattern.kind !== 'string') return undefined;
  if (value.kind === 'none') return false;
  const parts = pattern.text.match(/\\.|[\s\S]/g) ?? [];
  if (value.kind === 'string') {
    const source = parts.map((part) => (part === '%' ? '[^]*' : part === '_' ? '[^]' : literal(part)));
    return new RegExp(`^${source.join('')}$`, 'u').test(value.text);
  }
  const wild = parts.findIndex((part) => part === '%' || part === '_');
  const start = parts.slice(0, wild < 0 ? undefined : wild).map((part) => part.replace(/^\\/, ''));
  return isEqual(value, patternCell({ startsWith: start.join('') }));
}

function literal(part: string): string {
  return part.replace(/^\\(?=.)/, '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
