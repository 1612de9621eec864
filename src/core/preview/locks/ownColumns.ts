/** Columns that the run has added to tables from before it: dropping or overwriting them loses nothing that was there. */
import type { Node } from '@pgsql/types';
import { Draft } from '../../schema/apply/draft.ts';
import { find } from '../../schema/apply/resolve.ts';
import { nameKey, type ObjectName } from '../../schema/name.ts';
import { stringOf } from '../../sql/nodes.ts';
import type { PlannedStep } from '../plan/plannedRun.ts';
import type { RunContext } from './impact.ts';
import { conjuncts } from './proof.ts';
import type { Meeting } from './reading.ts';

/** What a table or a column is called again says nothing of the one that was called so. */
export function withOwnColumns(context: RunContext, { operation, before }: PlannedStep): RunContext {
  const { ownColumns: own = new Set(), sql, searchPath } = context;
  const draft = new Draft(before, { sql, searchPath });
  switch (operation.kind) {
    case 'addColumn': {
      const { table, column } = operation;
      const key = columnKey(draft, table, column.name);
      return key === undefined || has(draft, table, column.name)
        ? context
        : { ...context, ownColumns: new Set([...own, key]) };
    }
    case 'dropColumn':
    case 'renameColumn': {
      const { table, column } = operation;
      const key = columnKey(draft, table, column);
      if (key === undefined || !own.has(key)) return context;
      const now = operation.kind === 'renameColumn' ? columnKey(draft, table, operation.newName) : undefined;
      const left = [...own].filter((one) => one !== key);
      return { ...context, ownColumns: new Set(now === undefined ? left : [...left, now]) };
    }
    case 'dropTable':
    case 'renameTable':
    case 'setSchema': {
      const prefix = columnKey(draft, 'table' in operation ? operation.table : operation.name, '');
      return prefix === undefined || own.size === 0
        ? context
        : { ...context, ownColumns: new Set([...own].filter((one) => !one.startsWith(prefix))) };
    }
    default:
      return context;
  }
}

/** Of a table that the run has made, all are. */
export function isOwnColumn(table: ObjectName, column: string, meeting: Meeting): boolean {
  const key = columnKey(meeting.draft, table, column);
  return isOwn(table, meeting) || (key !== undefined && meeting.context.ownColumns?.has(key) === true);
}

/** A table, sequence or type that the run has made. */
export function isOwn(name: ObjectName, { draft, context: { created, committed } }: Meeting): boolean {
  const found =
    find(draft, draft.tables, name) ?? find(draft, draft.sequences, name) ?? find(draft, draft.types, name);
  const key = found && nameKey(found.name);
  return key !== undefined && (created.has(key) || committed.has(key));
}

/** Whether an UPDATE writes to nothing else. */
export function writesOwnColumns(tables: readonly ObjectName[], meeting: Meeting): boolean {
  const columns = updatedColumns(meeting.node);
  const [table, another] = tables;
  return (
    table !== undefined &&
    another === undefined &&
    columns.length > 0 &&
    columns.every((column) => isOwnColumn(table, column, meeting))
  );
}

/** The columns that an UPDATE fills only where they are NULL; empty where it may write to anything else. */
export function filledColumns({ node }: Meeting): readonly string[] {
  const columns = updatedColumns(node);
  if (node === undefined || !('UpdateStmt' in node) || node.UpdateStmt.fromClause !== undefined) return [];
  const empty = conjuncts(node.UpdateStmt.whereClause).flatMap(columnWantedNull);
  return columns.every((column) => empty.includes(column)) ? columns : [];
}

function columnWantedNull(condition: Node): readonly string[] {
  if (!('NullTest' in condition) || condition.NullTest.nulltesttype !== 'IS_NULL') return [];
  const { arg } = condition.NullTest;
  const column = arg !== undefined && 'ColumnRef' in arg ? stringOf(arg.ColumnRef.fields?.at(-1)) : undefined;
  return column === undefined ? [] : [column];
}

/** Empty where it is no plain UPDATE. */
function updatedColumns(node: Node | undefined): readonly string[] {
  if (node === undefined || !('UpdateStmt' in node) || node.UpdateStmt.withClause !== undefined) return [];
  return (node.UpdateStmt.targetList ?? []).map((target) =>
    'ResTarget' in target ? (target.ResTarget.name ?? '') : '',
  );
}

function columnKey(draft: Draft, table: ObjectName, column: string): string | undefined {
  const found = find(draft, draft.tables, table);
  return found && `${nameKey(found.name)}\0${column}`;
}

function has(draft: Draft, table: ObjectName, column: string): boolean {
  return find(draft, draft.tables, table)?.columns.some(({ name }) => name === column) === true;
}
