/** PL/pgSQL's syntax tree, which has no types: its members, read with care. */
import type { SqlNode } from '../sqlParser.ts';

/** A statement: its kind, without `PLpgSQL_stmt_`, and its members. */
export interface PlStatement {
  readonly kind: string;
  readonly body: SqlNode;
}

const isObject = (value: unknown): value is SqlNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function member(node: SqlNode | undefined, ...path: readonly string[]): SqlNode | undefined {
  let at: unknown = node;
  for (const key of path) at = isObject(at) ? at[key] : undefined;
  return isObject(at) ? at : undefined;
}

export function listIn(node: SqlNode | undefined, key: string): readonly SqlNode[] {
  const list = node?.[key];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function statementsIn(node: SqlNode | undefined, key: string): readonly PlStatement[] {
  return listIn(node, key).flatMap((item) => {
    const [name = ''] = Object.keys(item);
    const body = member(item, name);
    return body === undefined ? [] : [{ kind: name.replace('PLpgSQL_stmt_', ''), body }];
  });
}

/** The text of an expression or statement within. */
export function queryIn(node: SqlNode | undefined, key: string): string | undefined {
  const query = member(node, key, 'PLpgSQL_expr')?.query;
  return typeof query === 'string' ? query : undefined;
}

export function textIn(node: SqlNode | undefined, key: string): string | undefined {
  const text = node?.[key];
  return typeof text === 'string' ? text : undefined;
}

/** RAISE of an error, not of a notice: the level that PostgreSQL calls ERROR. */
export function raisesError({ kind, body }: PlStatement): boolean {
  return kind === 'raise' && Number(body.elog_level ?? 0) >= 21;
}

/** Whether RETURN, or an EXIT or CONTINUE, stands anywhere within. */
export function leaves(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(leaves);
  if (!isObject(node)) return false;
  return Object.entries(node).some(
    ([key, value]) => /^PLpgSQL_stmt_(?:return|exit)$/.test(key) || leaves(value),
  );
}

/** The rest of an IF, from its first ELSIF on, as an IF. */
export function elseIf(first: SqlNode, more: readonly SqlNode[], { else_body }: SqlNode): SqlNode {
  const { cond, stmts } = first;
  return {
    cond,
    then_body: stmts,
    elsif_list: more.map((item) => ({ PLpgSQL_if_elsif: item })),
    else_body,
  };
}

export function targetsOf(
  body: SqlNode | undefined,
  names: readonly (string | undefined)[],
): readonly string[] {
  if (body === undefined) return [];
  const target = member(body, 'target');
  const row = listIn(member(target, 'PLpgSQL_row'), 'fields').flatMap((field) => textIn(field, 'name') ?? []);
  const one = textIn(member(target, 'PLpgSQL_rec') ?? member(target, 'PLpgSQL_var'), 'refname');
  return [...row, ...(one === undefined ? [] : [one])].filter((name) => names.includes(name));
}

/** Every variable that is assigned anywhere within. */
export function assignedIn(node: unknown, names: readonly (string | undefined)[]): readonly string[] {
  if (Array.isArray(node)) return node.flatMap((item) => assignedIn(item, names));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    ...(key === 'varno' ? (names[Number(value)] ?? []) : []),
    ...assignedIn(value, names),
  ]);
}

/** The lists of statements directly within a loop or CASE. */
export function statementLists(body: SqlNode): readonly (readonly PlStatement[])[] {
  const branches = listIn(body, 'case_when_list').map((item) => member(item, 'PLpgSQL_case_when'));
  return [
    statementsIn(body, 'body'),
    ...branches.map((branch) => statementsIn(branch, 'stmts')),
    statementsIn(body, 'else_stmts'),
  ];
}
