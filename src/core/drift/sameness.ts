/**
 * Whether two values of a property mean the same. `undefined`: that cannot be told, so it is neither claimed.
 *
 * Spellings that PostgreSQL itself does not keep apart are equal here; texts that it prints in its own way are
 * compared by the {@link ExpressionComparer}.
 */
import type { ColumnsOfSides, ExpressionComparer } from '../schema/expression.ts';
import { nameKey, type QualifiedName, quoteName } from '../schema/name.ts';
import type { SqlType } from '../schema/type.ts';

export type Sameness = boolean | undefined;

/** One that surely differs decides; else one that cannot be told. */
export function allSame<T>(items: Iterable<T>, same: (item: T) => Sameness): Sameness {
  let all: Sameness = true;
  for (const item of items) {
    const one = same(item);
    if (one === false) return false;
    if (one === undefined) all = undefined;
  }
  return all;
}

/** How to compare, and what names of `before` have become in `after`. */
export interface SamenessContext {
  readonly expressions: ExpressionComparer;
  /** What the columns are that expressions of a table or a domain speak of, by its name in `before`; absent: not known. */
  readonly columnsOf?: (owner: QualifiedName) => ColumnsOfSides;
  /** Both sides are PostgreSQL's own print: another text then is another definition. */
  readonly deparsed: boolean;
  /** {@link nameKey} of a table or type of `before` → its name in `after`. */
  readonly renamed: ReadonlyMap<string, QualifiedName>;
  /** {@link nameKey} of a table of `before` → its columns that are called otherwise in `after`. */
  readonly renamedColumns: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export function nameAfter(name: QualifiedName, { renamed }: SamenessContext): QualifiedName {
  return renamed.size === 0 ? name : (renamed.get(nameKey(name)) ?? name);
}

export function columnsAfter(
  columns: readonly string[] | undefined,
  table: QualifiedName,
  { renamedColumns }: SamenessContext,
): readonly string[] | undefined {
  if (columns === undefined || renamedColumns.size === 0) return columns;
  const names = renamedColumns.get(nameKey(table));
  return names === undefined ? columns : columns.map((column) => names.get(column) ?? column);
}

export function sameList(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (a === b) return true;
  const [left, right] = [a ?? [], b ?? []];
  return left.length === right.length && left.every((item, at) => item === right[at]);
}

/** An empty comment is none. */
export function sameComment(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a ?? '') === (b ?? '');
}

/** A time has six digits whether that is said or not, and so have `numeric(10)` no digits after the point. */
export function sameSqlType(a: SqlType, b: SqlType, context?: SamenessContext): Sameness {
  if (a === b) return true;
  if (a.kind === 'unresolved' || b.kind === 'unresolved') return undefined;
  if (a.array !== b.array) return false;
  const schema = a.schema === 'pg_catalog' ? undefined : a.schema;
  const name =
    schema === undefined || context === undefined ? a : nameAfter({ schema, name: a.name }, context);
  const schemaAfter = b.schema === 'pg_catalog' ? undefined : b.schema;
  if (name.name !== b.name || (schema === undefined ? schema : name.schema) !== schemaAfter) return false;
  return a.modifier === b.modifier || fullModifier(a.name, a.modifier) === fullModifier(b.name, b.modifier);
}

function fullModifier(type: string, modifier: string | undefined): string | undefined {
  const compact = modifier?.replaceAll(' ', '');
  if (type === 'numeric' && compact !== undefined) return compact.includes(',') ? compact : `${compact},0`;
  if (type === 'character' || type === 'bit') return compact ?? '1';
  if (type === 'interval' || /^time/.test(type)) return modifier === '6' ? undefined : modifier;
  return modifier;
}

const noCollation: ReadonlySet<string | undefined> = new Set([
  undefined,
  'default',
  '"default"',
  'pg_catalog.default',
  'pg_catalog."default"',
]);

export function sameCollation(a: string | undefined, b: string | undefined): boolean {
  if (a === b || (noCollation.has(a) && noCollation.has(b))) return true;
  const plain = (text: string | undefined) => text?.replace(/^pg_catalog\./, '').replaceAll('"', '');
  return plain(a) === plain(b);
}

export function sameExpression(
  a: string | undefined,
  b: string | undefined,
  table: QualifiedName,
  context: SamenessContext,
  type?: SqlType,
): Sameness {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const renamed = renameIn(a, context.renamedColumns.get(nameKey(table)));
  return renamed === b || context.expressions.same(renamed, b, type, context.columnsOf?.(table));
}

/** Good enough to see that nothing else changed: what it gets wrong stays different. */
function renameIn(expression: string, names: ReadonlyMap<string, string> | undefined): string {
  let text = expression;
  for (const [from, to] of names ?? []) {
    const word = quoteName(from).replaceAll(/[^\w]/g, '\\$&');
    text = text.replaceAll(new RegExp(`(?<![\\w"'])${word}(?![\\w"'])`, 'g'), () => quoteName(to));
  }
  return text;
}

/** NULL is what a column without a default gets. A sequence is found with or without its schema. */
export function sameDefault(
  a: string | undefined,
  b: string | undefined,
  table: QualifiedName,
  context: SamenessContext,
  type?: SqlType,
): Sameness {
  if (a === b) return true;
  const [before, after] = [isNull(a) ? undefined : a, isNull(b) ? undefined : b];
  if (before === after) return true;
  if (before === undefined || after === undefined) return false;
  const [from, to] = [nextvalOf(before), nextvalOf(after)];
  if (from === undefined || to === undefined) return sameExpression(before, after, table, context, type);
  if (from.name !== to.name) return renamedSequence(from, to, context);
  return from.schema === undefined || to.schema === undefined || from.schema === to.schema;
}

const isNull = (expression: string | undefined) =>
  expression !== undefined && /^null(?:::[\w .()"[\]]+)?$/i.test(expression);

function renamedSequence(
  from: { readonly schema?: string; readonly name: string },
  to: { readonly name: string },
  { renamed }: SamenessContext,
): boolean {
  return renamed.get(nameKey({ schema: from.schema ?? 'public', name: from.name }))?.name === to.name;
}

/** The sequence of `nextval('public.users_id_seq'::regclass)`. */
export function nextvalOf(
  expression: string,
): { readonly schema?: string; readonly name: string } | undefined {
  const text = /^nextval\(\s*'((?:[^']|'')+)'(?:::(?:text|regclass)|::text\)::regclass)?\s*\)$/i.exec(
    expression,
  )?.[1];
  if (text === undefined) return undefined;
  const parts = text.replaceAll("''", "'").match(/"(?:[^"]|"")*"|[^".]+/g) ?? [];
  const names = parts.map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase(),
  );
  const [name, schema] = [names.at(-1), names.at(-2)];
  if (name === undefined) return undefined;
  return schema === undefined ? { name } : { schema, name };
}

export function sameTrigger(a: string, b: string, table: QualifiedName, context: SamenessContext): Sameness {
  const renamed = renameIn(a, context.renamedColumns.get(nameKey(table)));
  const same = context.expressions.sameTrigger(renamed, b, context.columnsOf?.(table));
  return same ?? sameDefinition(renamed, b, context);
}

/** A definition that is kept as text: of a view, an exclusion constraint. */
export function sameDefinition(
  a: string | undefined,
  b: string | undefined,
  context: SamenessContext,
): Sameness {
  if (a === b) return true;
  if (a === undefined || b === undefined) return context.deparsed ? false : undefined;
  if (plainText(a) === plainText(b) || context.expressions.same(a, b) === true) return true;
  return context.deparsed ? false : undefined;
}

/** Without what blanks, line breaks and the case of unquoted words add. */
function plainText(sql: string): string {
  const pieces =
    sql
      .trim()
      .replace(/;$/, '')
      .match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|[^\s\w]/g) ?? [];
  return pieces.map((piece) => (/^['"]/.test(piece) ? piece : piece.toLowerCase())).join(' ');
}
