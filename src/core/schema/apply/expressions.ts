/** Names within the SQL of defaults, checks, predicates and generated columns. */
import type { Node } from '@pgsql/types';
import { columnsOf } from '../../sql/namesInExpression.ts';
import { nameParts, tagOf } from '../../sql/nodes.ts';
import { parseExpression } from '../../sql/parseExpression.ts';
import type { Draft } from './draft.ts';

/** In the order in which they come first; `undefined` where that cannot be said. */
export function columnsIn(draft: Draft, expression: string): readonly string[] | undefined {
  const columns = columnsOf(expression, draft.sql);
  return columns === undefined ? undefined : [...columns];
}

/**
 * What PostgreSQL calls an expression of an index within the index's name: its function, its last field or cast, or
 * `expr` (`FigureIndexColname`).
 */
export function expressionLabel(draft: Draft, expression: string): string {
  return labelOfNode(parseExpression(expression, draft.sql)?.node);
}

export function labelOfNode(node: Node | undefined): string {
  return labelOf(node)?.name ?? 'expr';
}

/** A weak name gives way to a better one inside. */
interface Label {
  readonly name: string;
  readonly weak: boolean;
}

const strong = (name: string | undefined): Label | undefined =>
  name === undefined ? undefined : { name, weak: false };
const weak = (name: string): Label => ({ name, weak: true });

function labelOf(node: Node | undefined): Label | undefined {
  if (node === undefined) return undefined;
  if ('ColumnRef' in node) return strong(lastName(node.ColumnRef.fields));
  if ('A_Indirection' in node) {
    return strong(lastName(node.A_Indirection.indirection)) ?? labelOf(node.A_Indirection.arg);
  }
  if ('FuncCall' in node) return strong(lastName(node.FuncCall.funcname));
  if ('A_Expr' in node) return node.A_Expr.kind === 'AEXPR_NULLIF' ? strong('nullif') : undefined;
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast;
    return stronger(labelOf(arg), weak(lastName(typeName?.names) ?? 'expr'));
  }
  if ('CollateClause' in node) return labelOf(node.CollateClause.arg);
  if ('CaseExpr' in node) return stronger(labelOf(node.CaseExpr.defresult), weak('case'));
  if ('MinMaxExpr' in node) return strong(node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest');
  return strong(namedExpressions.get(tagOf(node)));
}

function stronger(inner: Label | undefined, outer: Label): Label {
  return inner === undefined || inner.weak ? outer : inner;
}

function lastName(nodes: readonly Node[] | undefined): string | undefined {
  return nameParts(nodes).at(-1);
}

const namedExpressions: ReadonlyMap<string, string> = new Map([
  ['CoalesceExpr', 'coalesce'],
  ['A_ArrayExpr', 'array'],
  ['RowExpr', 'row'],
  ['XmlExpr', 'xmlelement'],
  ['XmlSerialize', 'xmlserialize'],
  ['GroupingFunc', 'grouping'],
]);
