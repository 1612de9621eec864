/** A label that the same transaction has added to an enum: PostgreSQL refuses to use it before it is committed. */
import type { Node, ResTarget } from '@pgsql/types';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { resolveType } from '../../schema/apply/columnType.ts';
import { find } from '../../schema/apply/resolve.ts';
import { displayName, nameKey } from '../../schema/name.ts';
import type { EnumType, Table } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';
import { relationName } from '../../sql/nodes.ts';
import { parseExpression } from '../../sql/parseExpression.ts';
import { typeOf } from '../../sql/typeOf.ts';
import { visit } from '../../sql/visit.ts';
import type { PlannedStatement } from '../plan/plannedRun.ts';
import { columnName } from './proof.ts';
import type { Meeting } from './reading.ts';
import { userTypeOf } from './typeChange.ts';

/** Only where a constant surely is such a label: a whole sentence. */
export function labelRefusal(meetings: readonly Meeting[], { steps }: PlannedStatement): string | undefined {
  for (const [index, meeting] of meetings.entries()) {
    const operation = steps[index]?.operation;
    if (meeting.context.addedLabels.size === 0 || operation === undefined) continue;
    for (const { type, text } of constantsIn(operation, meeting)) {
      if (!meeting.context.addedLabels.has(labelKey(type, text))) continue;
      return `PostgreSQL refuses to use label ${text} of ${displayName(type.name)} in the transaction that has added it: commit in between.`;
    }
  }
  return undefined;
}

export const labelKey = (type: Pick<EnumType, 'name'>, label: string): string =>
  `${nameKey(type.name)}\0${label}`;

/** A text that PostgreSQL reads as a value of an enum. */
interface EnumConstant {
  readonly type: EnumType;
  readonly text: string;
}

function constantsIn(operation: MigrationOperation, meeting: Meeting): readonly EnumConstant[] {
  const { draft } = meeting;
  const ofColumn = (table: Table | undefined, name: string) =>
    table?.columns.find((one) => one.name === name)?.type;
  switch (operation.kind) {
    case 'addColumn':
      return value(operation.column.default, resolveType(draft, operation.column.type), undefined, meeting);
    case 'alterColumn': {
      const table = find(draft, draft.tables, operation.table);
      const { change } = operation;
      return change.kind === 'default'
        ? value(change.default, ofColumn(table, operation.column), table, meeting)
        : [];
    }
    case 'createTable':
      return operation.definition.columns.flatMap((one) =>
        value(one.default, resolveType(draft, one.type), undefined, meeting),
      );
    case 'addConstraint': {
      const { constraint } = operation;
      return constraint.kind === 'check'
        ? value(constraint.expression, undefined, find(draft, draft.tables, operation.table), meeting)
        : [];
    }
    case 'createIndex':
      return value(operation.predicate, undefined, find(draft, draft.tables, operation.table), meeting);
    case 'data':
      return inStatement(meeting);
    default:
      return [];
  }
}

function value(
  sql: string | undefined,
  type: SqlType | undefined,
  table: Table | undefined,
  meeting: Meeting,
): readonly EnumConstant[] {
  const node = sql === undefined ? undefined : parseExpression(sql, meeting.draft.sql)?.node;
  return [...constant(node, type, meeting), ...inside(node, table, meeting)];
}

function constant(
  node: Node | undefined,
  type: SqlType | undefined,
  { draft }: Meeting,
): readonly EnumConstant[] {
  if (node === undefined || type === undefined || !('A_Const' in node)) return [];
  const text = node.A_Const.sval?.sval;
  const found = userTypeOf(draft, type);
  return text !== undefined && found?.kind === 'enum' ? [{ type: found, text }] : [];
}

/** Casts, and comparisons with a column of the table. */
function inside(tree: unknown, table: Table | undefined, meeting: Meeting): readonly EnumConstant[] {
  const found: EnumConstant[] = [];
  visit(tree, ({ TypeCast, A_Expr }) => {
    const cast = TypeCast as
      | { readonly arg?: Node; readonly typeName?: Parameters<typeof typeOf>[0] }
      | undefined;
    if (cast !== undefined)
      found.push(...constant(cast.arg, resolveType(meeting.draft, typeOf(cast.typeName)), meeting));
    const { lexpr, rexpr } = (A_Expr ?? {}) as { readonly lexpr?: Node; readonly rexpr?: Node };
    const type = (side: Node | undefined) =>
      table?.columns.find(({ name }) => name === columnName(side))?.type;
    const list = rexpr !== undefined && 'List' in rexpr ? (rexpr.List.items ?? []) : [rexpr];
    for (const one of list) found.push(...constant(one, type(lexpr), meeting));
    found.push(...constant(lexpr, type(rexpr), meeting));
  });
  return found;
}

/** INSERT, UPDATE and DELETE of one table. */
function inStatement(meeting: Meeting): readonly EnumConstant[] {
  const { node, draft } = meeting;
  if (node === undefined) return [];
  const insert = 'InsertStmt' in node ? node.InsertStmt : undefined;
  const update = 'UpdateStmt' in node ? node.UpdateStmt : undefined;
  const remove = 'DeleteStmt' in node ? node.DeleteStmt : undefined;
  const relation = (insert ?? update ?? remove)?.relation;
  const table = relation && find(draft, draft.tables, relationName(relation));
  if (table === undefined) return [];
  const typeAt = (name: string | undefined) => table.columns.find((one) => one.name === name)?.type;
  const named = (nodes: readonly Node[] | undefined) =>
    (nodes ?? []).flatMap((one) => ('ResTarget' in one ? [one.ResTarget] : []));
  const sets = named(update?.targetList).flatMap((one: ResTarget) =>
    constant(one.val, typeAt(one.name), meeting),
  );
  const columns =
    insert?.cols === undefined
      ? table.columns.map(({ name }) => name)
      : named(insert.cols).map(({ name }) => name ?? '');
  const select = insert?.selectStmt;
  const rows = select !== undefined && 'SelectStmt' in select ? (select.SelectStmt.valuesLists ?? []) : [];
  const values = rows.flatMap((row) =>
    'List' in row
      ? (row.List.items ?? []).flatMap((one, at) => constant(one, typeAt(columns[at]), meeting))
      : [],
  );
  return [
    ...sets,
    ...values,
    ...inside(update?.whereClause ?? remove?.whereClause, table, meeting),
    ...inside(rows, undefined, meeting),
  ];
}
