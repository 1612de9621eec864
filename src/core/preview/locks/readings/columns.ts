/** DROP and RENAME COLUMN. */
import { constraintUses, foreignKeysTo, indexUses, viewsUsing } from '../../../schema/apply/dependents.ts';
import { hasOwnIndex } from '../../../schema/apply/relationNames.ts';
import { sameName } from '../../../schema/name.ts';
import type { Table } from '../../../schema/snapshot.ts';
import {
  familyOf,
  indexTargets,
  type Meeting,
  ownedSequences,
  type Reading,
  type Step,
  targetsOf,
  viewTarget,
} from '../reading.ts';
import { referencedFamily } from './constraints.ts';
import { columnOf } from './known.ts';
import { onRelation, onTable } from './onTable.ts';

export function dropColumn(
  { table, column, cascade }: Step<'dropColumn'>,
  meeting: Meeting,
): readonly Reading[] {
  return onTable(meeting, table, (found) => droppedColumn(found, column, cascade ?? false, meeting));
}

export function droppedColumn(
  found: Table,
  column: string,
  cascade: boolean,
  meeting: Meeting,
): readonly Reading[] {
  const { draft } = meeting;
  const family = familyOf(draft, found);
  const table = targetsOf(family);
  if (columnOf(found, column) === undefined) return [{ form: 'DROP COLUMN', roles: { table } }];
  const index = family.flatMap((one) => indexTargets(one, indexesOn(meeting, one, column)));
  const sequence = ownedSequences(draft, found, column);
  const referenced = found.constraints.flatMap((one) =>
    one.kind === 'foreignKey' && one.columns.includes(column)
      ? referencedFamily(draft, found, one.references)
      : [],
  );
  const users = foreignKeysTo(draft, found.name).filter(
    (one) => one.constraint.referencedColumns.includes(column) && !sameName(one.table.name, found.name),
  );
  const referencing = targetsOf(users.map((one) => one.table));
  const view = viewsUsing(draft, found.name, column)
    .filter(({ sure }) => sure)
    .map((one) => viewTarget(one.view));
  return [
    { form: 'DROP COLUMN (with index and sequence)', roles: { table, index, sequence } },
    ...(referenced.length > 0 ? [{ form: 'DROP COLUMN (with FK to p)', roles: { table, referenced } }] : []),
    ...(cascade && referencing.length > 0
      ? [{ form: 'DROP COLUMN CASCADE (referenced)', roles: { table, referencing } }]
      : []),
    ...(cascade && view.length > 0
      ? [{ form: 'DROP COLUMN CASCADE (with view)', roles: { table, view } }]
      : []),
  ];
}

function indexesOn({ draft }: Meeting, table: Table, column: string): ReadonlySet<string> {
  const constraints = table.constraints.filter(
    (one) => hasOwnIndex(one) && constraintUses(draft, one, column),
  );
  const indexes = table.indexes.filter((one) => indexUses(draft, one, column));
  return new Set([...constraints, ...indexes].map(({ name }) => name));
}

/** Also of a view; a composite type has no relation that others would know. */
export function renameColumn({ table }: Step<'renameColumn'>, meeting: Meeting): readonly Reading[] {
  return onRelation(meeting, table, (found) => {
    if (!('constraints' in found))
      return [{ form: 'ALTER VIEW RENAME', roles: { view: [viewTarget(found)] } }];
    return [{ form: 'RENAME COLUMN', roles: { table: targetsOf(familyOf(meeting.draft, found)) } }];
  });
}
