/** A single SQL expression, such as a default or a check, and its places in the text. */
import type { Node } from '@pgsql/types';
import { byteOffsetsOf } from './positions.ts';
import type { SqlParser } from './sqlParser.ts';

export interface ParsedExpression {
  readonly node: Node;
  /** Where a place of the tree (`location`) is in the expression's text; UTF-16. */
  readonly offset: (location: number) => number;
}

/** `undefined` for what is no expression. */
export function parseExpression(sql: string, parser: SqlParser): ParsedExpression | undefined {
  // A comment at its end must not hide the parenthesis.
  const text = `${before}${sql}\n)`;
  const parse = parser.parse(text);
  if (parse.kind === 'failed' || parse.statements.length !== 1) return undefined;
  const [statement] = parse.statements;
  if (statement === undefined || !('SelectStmt' in statement.node)) return undefined;
  const { targetList = [], fromClause, whereClause } = statement.node.SelectStmt;
  const [target] = targetList;
  if (targetList.length !== 1 || fromClause !== undefined || whereClause !== undefined) return undefined;
  const node = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
  if (node === undefined) return undefined;
  const offset = byteOffsetsOf(text);
  return { node, offset: (location) => Math.max(offset(location) - before.length, 0) };
}

const before = 'SELECT (';
