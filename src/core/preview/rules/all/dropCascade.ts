/** CASCADE that takes along what the statement does not name. */

import type { MigrationOperation } from '../../../migration/operations/operation.ts';
import { displayName } from '../../../schema/name.ts';
import type { SchemaSnapshot, Table } from '../../../schema/snapshot.ts';
import type { PlannedStep } from '../../plan/plannedRun.ts';
import { someNames } from '../../someNames.ts';
import type { Rule } from '../rule.ts';

export const dropCascade: Rule = {
  id: 'drop-cascade',
  title: 'CASCADE drops what the statement does not name.',
  severity: 'warning',
  check: ({ statement }) =>
    statement.steps.flatMap((step) => {
      const { operation } = step;
      // Of a schema, `drop-schema` tells.
      if (!('cascade' in operation) || operation.cascade !== true || operation.kind === 'dropSchema')
        return [];
      const along = takenAlong(step);
      if (along.length === 0) return [];
      return [
        {
          message: `CASCADE also drops ${someNames(along, FEW)}. Drop those by name first, so that nothing goes that somebody still needs.`,
        },
      ];
    }),
};

const FEW = 4;

/** As far as the schema tells. */
function takenAlong({ operation, before, after }: PlannedStep): readonly string[] {
  const views = gone(before.views, after.views, operation).map(({ name }) => `view ${displayName(name)}`);
  return [...views, ...[...before.tables.values()].flatMap((table) => partsGone(table, after, operation))];
}

function gone<T extends Named>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  operation: MigrationOperation,
): readonly T[] {
  return [...before].flatMap(([key, one]) => (after.has(key) || isNamed(operation, one) ? [] : [one]));
}

interface Named {
  readonly name: Table['name'];
}

const isNamed = (operation: MigrationOperation, { name }: Named): boolean =>
  'view' in operation && typeof operation.view === 'object' && operation.view.name === name.name;

/** Foreign keys to what goes, and columns of a type that goes. */
function partsGone(
  table: Table,
  { tables }: SchemaSnapshot,
  operation: MigrationOperation,
): readonly string[] {
  const now = [...tables.values()].find(
    ({ name }) => name.name === table.name.name && name.schema === table.name.schema,
  );
  if (now === undefined || now === table) return [];
  const keys = table.constraints.filter(
    (one) =>
      one.kind === 'foreignKey' &&
      !now.constraints.some(({ name }) => name === one.name) &&
      !(operation.kind === 'dropConstraint' && operation.name === one.name),
  );
  const columns = table.columns.filter(
    (one) => operation.kind === 'dropType' && !now.columns.some(({ name }) => name === one.name),
  );
  const of = displayName(table.name);
  return [
    ...columns.map(({ name }) => `column ${name} of ${of}`),
    ...keys.map(({ name }) => `foreign key ${name} of ${of}`),
  ];
}
