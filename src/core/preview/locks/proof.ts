/**
 * What valid CHECK constraints prove, so that PostgreSQL need not read the rows: as `predicate_implied_by`, for
 * conditions that stand in a CHECK word by word.
 */
import type { Node } from '@pgsql/types';
import type { Draft } from '../../schema/apply/draft.ts';
import type { Table } from '../../schema/snapshot.ts';
import { nameParts } from '../../sql/nodes.ts';
import { parseExpression } from '../../sql/parseExpression.ts';

/** A valid `CHECK (c IS NOT NULL)`, alone or with AND. */
export function isProvenNotNull(draft: Draft, table: Table, column: string): boolean {
  return conditions(draft, table).some((node) => {
    if (!('NullTest' in node) || node.NullTest.nulltesttype !== 'IS_NOT_NULL') return false;
    return columnName(node.NullTest.arg) === column;
  });
}

/** What surely holds for each row: conditions of valid CHECKs between which AND stands. */
function conditions(draft: Draft, table: Table): readonly Node[] {
  return table.constraints.flatMap((one) => {
    if (one.kind !== 'check' || one.notValid || one.notEnforced) return [];
    return conjuncts(parseExpression(one.expression, draft.sql)?.node);
  });
}

/** What all has to hold: the conditions between which AND stands. */
export function conjuncts(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR')
    return (node.BoolExpr.args ?? []).flatMap(conjuncts);
  return [node];
}

/** The bounds `FOR VALUES …` and `NULL` are of the form that a partition of one plain column has. */
export function provesBound(draft: Draft, table: Table, partitionKey: string, bound: string): boolean {
  const key = /^(RANGE|LIST) \("?([\w$]+)"?\)$/.exec(partitionKey);
  const column = key?.[2];
  if (key === null || column === undefined) return false;
  const isNotNull = table.columns.find(({ name }) => name === column)?.nullable === false;
  if (!isNotNull && !isProvenNotNull(draft, table, column)) return false;
  const needed = key[1] === 'RANGE' ? rangeConditions(bound) : listCondition(bound);
  const known = conditions(draft, table).map((node) => comparison(node, column));
  return needed?.every((one) => known.includes(one)) ?? false;
}

function rangeConditions(bound: string): readonly string[] | undefined {
  const [, from, to] = /^FOR VALUES FROM \(([^(),]+)\) TO \(([^(),]+)\)$/i.exec(bound) ?? [];
  if (from === undefined || to === undefined) return undefined;
  return [
    ...(/^minvalue$/i.test(from) ? [] : [`>= ${constantText(from)}`]),
    ...(/^maxvalue$/i.test(to) ? [] : [`< ${constantText(to)}`]),
  ];
}

function listCondition(bound: string): readonly string[] | undefined {
  const value = /^FOR VALUES IN \(([^(),]+)\)$/i.exec(bound)?.[1];
  return value === undefined || /^null$/i.test(value) ? undefined : [`= ${constantText(value)}`];
}

const constantText = (text: string): string => text.trim().replace(/^'(.*)'$/s, '$1');

/** `>= 1000` of `k >= 1000`; `undefined` for anything else. */
function comparison(node: Node, column: string): string | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return undefined;
  const { name, lexpr, rexpr } = node.A_Expr;
  const value = constantOf(rexpr);
  return columnName(lexpr) === column && value !== undefined
    ? `${nameParts(name).at(-1)} ${value}`
    : undefined;
}

function constantOf(node: Node | undefined): string | undefined {
  if (node !== undefined && 'TypeCast' in node) return constantOf(node.TypeCast.arg);
  if (node === undefined || !('A_Const' in node)) return undefined;
  const { ival, fval, sval } = node.A_Const;
  if (ival !== undefined) return String(ival.ival ?? 0);
  return fval?.fval ?? sval?.sval;
}

export function columnName(node: Node | undefined): string | undefined {
  return node !== undefined && 'ColumnRef' in node ? nameParts(node.ColumnRef.fields).at(-1) : undefined;
}
