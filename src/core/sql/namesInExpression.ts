/** The names in an expression: which columns it reads, and the same expression after something was renamed. */
import type { Node } from '@pgsql/types';
import { quoteName } from '../schema/name.ts';
import { nameParts } from './nodes.ts';
import { type ParsedExpression, parseExpression } from './parseExpression.ts';
import type { SqlParser } from './sqlParser.ts';
import { readTokens, type SqlToken } from './tokens.ts';
import { type TreeObject, visit } from './visit.ts';

/** `undefined` where it cannot be said: no valid expression, a whole row, a subquery. */
export function columnsOf(sql: string, parser: SqlParser): ReadonlySet<string> | undefined {
  const parsed = parseExpression(sql, parser);
  if (parsed === undefined) return undefined;
  const columns = new Set<string>();
  let isCertain = true;
  visit(parsed.node, (value) => {
    if ('SubLink' in value || 'A_Star' in value) isCertain = false;
    const column = columnRef(value)?.at(-1);
    if (column !== undefined) columns.add(column);
  });
  return isCertain ? columns : undefined;
}

export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** Names without a schema: that of an object does not change when it is renamed. */
export interface Renames {
  readonly column?: Rename;
  /** Where a column is written with its table, and in `regclass` constants: also of a sequence. */
  readonly table?: Rename;
  /** In casts. */
  readonly type?: Rename;
  readonly routine?: Rename;
}

/** `undefined` for what is no valid expression; the text itself where the names do not occur. */
export function renameInExpression(sql: string, parser: SqlParser, renames: Renames): string | undefined {
  const parsed = parseExpression(sql, parser);
  if (parsed === undefined) return undefined;
  const edits: Edit[] = [];
  visit(parsed.node, (value) => edits.push(...editsIn(value, sql, parsed, renames)));
  return apply(sql, edits);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function apply(sql: string, edits: readonly Edit[]): string {
  let text = sql;
  for (const { start, end, text: by } of [...edits].sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + by + text.slice(end);
  }
  return text;
}

function editsIn(
  value: TreeObject,
  sql: string,
  parsed: ParsedExpression,
  { column, table, type, routine }: Renames,
): readonly Edit[] {
  const edits = (
    names: readonly string[] | undefined,
    node: unknown,
    rename: Rename | undefined,
    fromEnd = 1,
  ) =>
    rename !== undefined && names?.at(-fromEnd) === rename.from
      ? nameEdits(sql, parsed, locationOf(node), names.length - fromEnd, rename)
      : [];
  const fields = columnRef(value);
  return [
    ...edits(fields, value.ColumnRef, column),
    ...edits(fields, value.ColumnRef, table, 2),
    ...edits(namesUnder(value.typeName, 'names'), value.typeName, type),
    ...edits(namesUnder(value.FuncCall, 'funcname'), value.FuncCall, routine),
    ...(table === undefined ? [] : regclassEdits(value, sql, parsed, table)),
  ];
}

const columnRef = ({ ColumnRef }: TreeObject): readonly string[] | undefined =>
  namesUnder(ColumnRef, 'fields');

function namesUnder(value: unknown, member: string): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const names = (value as TreeObject)[member];
  return Array.isArray(names) ? nameParts(names as readonly Node[]) : undefined;
}

function locationOf(value: unknown): number {
  const { location } = (value ?? {}) as { readonly location?: number };
  return location ?? 0;
}

/** Replaces the part of a dotted name that begins at `location`; parts of names stand two tokens apart. */
function nameEdits(
  sql: string,
  parsed: ParsedExpression,
  location: number,
  part: number,
  { from, to }: Rename,
): readonly Edit[] {
  const token = tokensFrom(sql, parsed.offset(location))[part * 2];
  if (token === undefined || nameIn(sql, token) !== from) return [];
  return [{ start: token.start, end: token.end, text: quoteName(to) }];
}

const tokensFrom = (sql: string, from: number): readonly SqlToken[] => [...readTokens(sql, from)];

export function nameIn(sql: string, { kind, text, start, end }: SqlToken): string {
  return kind === 'word' ? text : sql.slice(start + 1, end - 1).replaceAll('""', '"');
}

/** `'name'::regclass`, `nextval('name')`: the name is inside of a string. */
function regclassEdits(
  value: TreeObject,
  sql: string,
  parsed: ParsedExpression,
  rename: Rename,
): readonly Edit[] {
  const constant = regclassConstant(value);
  if (constant === undefined) return [];
  const [token] = tokensFrom(sql, parsed.offset(locationOf(constant)));
  if (token?.kind !== 'string' || sql[token.start] !== "'") return [];
  const name = sql.slice(token.start + 1, token.end - 1);
  const parts = [...readTokens(name)];
  const last = parts.at(-1);
  if (last === undefined || nameIn(name, last) !== rename.from) return [];
  const start = token.start + 1 + last.start;
  return [{ start, end: token.start + 1 + last.end, text: quoteName(rename.to) }];
}

function regclassConstant({ TypeCast, FuncCall }: TreeObject): unknown {
  const cast = (TypeCast ?? {}) as TreeObject;
  if (namesUnder(cast.typeName, 'names')?.at(-1) === 'regclass') return constantOf(cast.arg);
  const call = (FuncCall ?? {}) as TreeObject;
  const name = namesUnder(call, 'funcname')?.at(-1) ?? '';
  return ['nextval', 'currval', 'setval'].includes(name) && Array.isArray(call.args)
    ? constantOf(call.args[0])
    : undefined;
}

const constantOf = (node: unknown): unknown => ((node ?? {}) as TreeObject).A_Const;
