/**
 * Tables, views, columns and enum labels that a planned revision makes, changes, renames or drops. Constraints, indexes
 * and rows are left out: no code has to name them.
 */
import type { ObjectRef } from '../../drift/objectRef.ts';
import { refKey } from '../../drift/objectRef.ts';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { nameKey, type ObjectName, qualified } from '../../schema/name.ts';
import type { PlannedRevision } from '../plan/plannedRun.ts';

export type ChangedObject = ObjectRef<'table' | 'view' | 'column' | 'label'>;

/** Each once. What is done to the columns of a table that the revision makes or drops, goes with the table. */
export function changedObjects({ statements }: PlannedRevision): readonly ChangedObject[] {
  const all = statements.flatMap(({ steps }) => steps.flatMap(({ operation }) => changedBy(operation)));
  const whole = new Set(all.filter(({ part }) => part === undefined).map(({ of }) => nameKey(of)));
  const told = all.filter(({ object, of }) => object !== 'column' || !whole.has(nameKey(of)));
  return [...new Map(told.map((one) => [refKey(one), one])).values()];
}

function changedBy(operation: MigrationOperation): readonly ChangedObject[] {
  switch (operation.kind) {
    case 'createTable':
    case 'dropTable':
      return [relation('table', operation.table)];
    case 'renameTable':
      return [relation('table', operation.table), renamed('table', operation.table, operation.newName)];
    case 'setSchema':
      return operation.object === 'table' || operation.object === 'view'
        ? [relation(operation.object, operation.name)]
        : [];
    case 'createView':
    case 'dropView':
      return [relation('view', operation.view)];
    case 'renameView':
      return [relation('view', operation.view), renamed('view', operation.view, operation.newName)];
    case 'addColumn':
      return [part('column', operation.table, operation.column.name)];
    case 'dropColumn':
      return [part('column', operation.table, operation.column)];
    case 'alterColumn':
      return operation.change.kind === 'storage' ? [] : [part('column', operation.table, operation.column)];
    case 'renameColumn':
      return [operation.column, operation.newName].map((name) => part('column', operation.table, name));
    case 'addEnumLabel':
      return [part('label', operation.type, operation.label)];
    case 'renameEnumLabel':
      return [operation.label, operation.newLabel].map((name) => part('label', operation.type, name));
    default:
      return [];
  }
}

const relation = (object: 'table' | 'view', name: ObjectName): ChangedObject => ({
  object,
  of: qualified(name),
});

const renamed = (object: 'table' | 'view', name: ObjectName, newName: string): ChangedObject =>
  relation(object, { ...name, name: newName });

const part = (object: 'column' | 'label', of: ObjectName, name: string): ChangedObject => ({
  object,
  of: qualified(of),
  part: name,
});
