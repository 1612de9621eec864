/** CREATE, DROP and RENAME INDEX. */

import { isSameIndex, partitionsOf } from '../../../schema/apply/inherit.ts';
import { candidates } from '../../../schema/apply/resolve.ts';
import type { ObjectName } from '../../../schema/name.ts';
import { nameKey } from '../../../schema/name.ts';
import type { Table, View } from '../../../schema/snapshot.ts';
import {
  familyOf,
  indexTarget,
  indexTargets,
  type Meeting,
  type Reading,
  type Step,
  type Target,
  tableTarget,
  targetsOf,
  unknownReading,
  viewTarget,
} from '../reading.ts';
import { onRelation } from './onTable.ts';

export function createIndex(operation: Step<'createIndex'>, meeting: Meeting): readonly Reading[] {
  const { draft } = meeting;
  const { name, ifNotExists, concurrently } = operation;
  return onRelation(meeting, operation.table, (owner) => {
    const relations =
      'constraints' in owner
        ? familyOf(draft, owner).filter((one) => one === owner || one.partitionOf !== undefined)
        : undefined;
    const table = relations === undefined ? [viewTarget(owner as View)] : targetsOf(relations);
    const exists = ifNotExists && name !== undefined && draft.taken.hasRelation(owner.name.schema, name);
    if (concurrently) return concurrent(owner, table, exists ?? false);
    if (exists)
      return [{ form: 'CREATE INDEX IF NOT EXISTS (it exists)', roles: { table: table.slice(0, 1) } }];
    return [{ form: 'CREATE INDEX', roles: { table } }];
  });
}

function concurrent(owner: Table | View, table: readonly Target[], exists: boolean): readonly Reading[] {
  const form = exists ? 'CREATE INDEX CONCURRENTLY IF NOT EXISTS (it exists)' : 'CREATE INDEX CONCURRENTLY';
  if (owner.kind !== 'partitionedTable') return [{ form, roles: { table } }];
  const refusal =
    'PostgreSQL refuses CREATE INDEX CONCURRENTLY on a partitioned table: create the index ON ONLY the table, then on each partition CONCURRENTLY, then attach them.';
  return [{ form, roles: {}, refusal }];
}

export function dropIndex(
  { index: name, table, concurrently, ifExists }: Step<'dropIndex'>,
  meeting: Meeting,
): readonly Reading[] {
  const found = indexNamed(
    meeting,
    table?.schema === undefined || name.schema !== undefined ? name : { ...name, schema: table.schema },
  );
  if (found === undefined) return missingIndex(name, ifExists ?? false, meeting);
  const { owner, index } = found;
  const family = 'constraints' in owner ? [owner, ...partitionTree(meeting, owner)] : [];
  const roles = {
    table: 'constraints' in owner ? family.map(tableTarget) : [viewTarget(owner)],
    index: [index, ...family.slice(1).flatMap((one) => alike(owner as Table, one, name.name))],
  };
  return [{ form: concurrently ? 'DROP INDEX CONCURRENTLY' : 'DROP INDEX', roles }];
}

function partitionTree({ draft }: Meeting, table: Table): readonly Table[] {
  return partitionsOf(draft, table.name).flatMap((one) => [one, ...partitionTree({ draft } as Meeting, one)]);
}

function alike(parent: Table, table: Table, name: string): readonly Target[] {
  const index = parent.indexes.find((one) => one.name === name);
  if (index === undefined) return [];
  return table.indexes.filter((one) => isSameIndex(one, index)).map((one) => indexTarget(table, one.name));
}

export function renameIndex(
  { index: name, ifExists }: Step<'renameIndex'>,
  meeting: Meeting,
): readonly Reading[] {
  const found = indexNamed(meeting, name);
  if (found === undefined) return missingIndex(name, ifExists ?? false, meeting);
  return [{ form: 'ALTER INDEX RENAME', roles: { index: [found.index] } }];
}

function missingIndex(name: ObjectName, ifExists: boolean, { draft, context }: Meeting): readonly Reading[] {
  if (candidates(draft, name).some((one) => context.created.has(nameKey(one)))) return [];
  const unsure = draft.uncertainties.length > 0;
  return ifExists || !unsure ? [] : unknownReading(`Which table index ${name.name} is on is not known.`);
}

/** Also one behind a constraint. */
export function indexNamed(
  { draft }: Meeting,
  name: ObjectName,
): { readonly owner: Table | View; readonly index: Target } | undefined {
  for (const { schema } of candidates(draft, name)) {
    if (!draft.taken.hasRelation(schema, name.name)) continue;
    for (const owner of [...draft.tables.values(), ...draft.views.values()]) {
      if (owner.name.schema !== schema) continue;
      const [index] = indexTargets(owner, new Set([name.name]));
      if (index !== undefined) return { owner, index };
    }
  }
  return undefined;
}
