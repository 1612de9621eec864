/** What `create_all` does for a table, as operations. */

import type { OperationContext } from '../../migration/alembic/operations/context.ts';
import { createTable } from '../../migration/alembic/operations/createTable.ts';
import { defaultSql } from '../../migration/alembic/operations/expressions.ts';
import type { TableDefinition } from '../../migration/operations/definitions.ts';
import type { MigrationOperation, Step } from '../../migration/operations/operation.ts';
import type { Arguments } from '../../python/arguments.ts';
import type { PyCallResult, PyValue } from '../../python/value.ts';
import { handsOnSchema } from './packageVersions.ts';
import { calleeOf, callOf, ofSqlAlchemy, tailOf } from './pyNames.ts';
import type { ReadingContext, StatedColumn } from './readingContext.ts';
import { isUntyped } from './referencedTypes.ts';
import { resolvedColumn, resolvedItem } from './references.ts';
import type { StatedTable } from './statedTable.ts';

export interface TableOperations {
  readonly definition: TableDefinition | undefined;
  /** A column has the type of the one it refers to. */
  readonly isUntyped: boolean;
  readonly operations: readonly MigrationOperation[];
  /** What each item that is written apart from columns comes to. */
  readonly parts: readonly { readonly value: PyValue; readonly steps: readonly Step[] }[];
}

/** @param columns Also those that other classes add. @param items Also those that stand elsewhere. */
export function operationsOf(
  table: StatedTable,
  columns: readonly StatedColumn[],
  items: readonly PyValue[],
  context: ReadingContext,
): TableOperations {
  const whole: StatedTable = { ...table, columns };
  const resolved = items.map((item) => resolvedItem(item, whole, context));
  const reading = operationContext(table, context);
  const calls = columns.map((column) => withKnownDefault(resolvedColumn(column, whole, context), reading));
  const steps = createTable(table.name, [...calls, ...resolved], argumentsOf(table.options), reading);
  const creation = steps.find((step) => step.kind === 'createTable');
  const definition = creation?.kind === 'createTable' ? creation.definition : undefined;
  return {
    definition,
    isUntyped: definition?.columns.some(isUntyped) === true,
    operations: steps.map((step) => ({ location: table.location, ...worded(step) })),
    parts: resolved.map((item, index) => ({
      value: items[index] ?? item,
      steps: createTable(table.name, [item], argumentsOf(new Map()), reading),
    })),
  };
}

/** A default that is computed in a way that is not known is one that the database fills in somehow. */
function withKnownDefault(call: PyCallResult, context: OperationContext): PyCallResult {
  const value = call.named.get('server_default');
  if (value === undefined || value.kind === 'none') return call;
  if (/^(?:Identity|Computed|FetchedValue)$/.test(calleeOf(value) ?? tailOf(value) ?? '')) return call;
  if (defaultSql(value, context) !== undefined) return call;
  const fetched = callOf(ofSqlAlchemy('FetchedValue'), []);
  const place = value.range === undefined ? fetched : { ...fetched, range: value.range };
  // Nor does the column count by itself.
  return { ...call, named: new Map(call.named).set('server_default', place).set('default', fetched) };
}

/** Models are no scripts. */
function worded<T extends Step | MigrationOperation>(step: T): T {
  if (step.kind !== 'opaque') return step;
  return { ...step, reason: step.reason.replace('when the script runs', 'when the program runs') };
}

function argumentsOf(options: ReadonlyMap<string, PyValue>): Arguments {
  return { get: (name) => options.get(name), rest: [], open: false };
}

function operationContext(table: StatedTable, context: ReadingContext): OperationContext {
  const { world, sql, readFile } = context;
  return {
    follow: world.follow,
    callMethod: world.callMethod,
    statesEnums: true,
    table: {
      schema: table.name.schema,
      metadataSchema: table.metadataSchema,
      handsOnSchema: handsOnSchema(context.versions),
    },
    callLater: world.callLater,
    ...(world.effectsOf === undefined ? {} : { effectsOf: world.effectsOf }),
    sql,
    naming: () => table.naming,
    location: table.location,
    readFile,
    attached: () => undefined,
  };
}
