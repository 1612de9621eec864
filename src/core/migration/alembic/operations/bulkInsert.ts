/** `op.bulk_insert`: the statement that it runs, where table and rows are written out. */
import { isSequence, type PyValue } from '../../../python/value.ts';
import type { MigrationOperation } from '../../operations/operation.ts';
import type { OperationContext, Reading } from './context.ts';
import { rowOf, rowsSql } from './rows/insert.ts';
import { all, renderingOf } from './rows/rendering.ts';
import { rowTable, tableName } from './rows/rowTable.ts';

/** @param isMany Rows are parameters of one statement, and no expressions. */
export function bulkInsert(
  table: PyValue | undefined,
  rows: PyValue | undefined,
  isMany: boolean,
  context: OperationContext,
): Reading {
  const known = rows?.kind === 'import' ? context.follow(rows) : rows;
  if (known?.kind === 'list' && known.items.length === 0) return [];
  const name = tableName(table);
  const step = { kind: 'data', statement: 'INSERT', tables: name === undefined ? [] : [name] } as const;
  const { location } = context;
  const read: MigrationOperation = { ...step, location };
  const sql = insertSql(table, known, isMany, context);
  return [sql === undefined ? read : { ...read, sql, whole: { sql, location } }];
}

function insertSql(
  table: PyValue | undefined,
  rows: PyValue | undefined,
  isMany: boolean,
  context: OperationContext,
): string | undefined {
  const into = rowTable(table, context);
  if (into === undefined || rows === undefined || !isSequence(rows)) return undefined;
  const read = all(rows.items.map((row) => (row.kind === 'dict' ? rowOf(into, row) : undefined)));
  const rendering = renderingOf(context);
  return read && rowsSql(into, read, rendering, isMany);
}
