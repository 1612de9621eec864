/** DROP TABLE, RENAME, SET SCHEMA, properties, partitions. CREATE TABLE is in `createTable.ts`. */
import type { TableStep } from '../../migration/operations/tableSteps.ts';
import { displayName, type ObjectName, type QualifiedName, sameName } from '../name.ts';
import type { Table } from '../snapshot.ts';
import { carryName } from './carryName.ts';
import { type Draft, Failure } from './draft.ts';
import { dropTable, sequencesOf } from './drop.ts';
import { change } from './dropParts.ts';
import { applyRenameIndex } from './indexSteps.ts';
import { defaultPartition, inheritChecks, makeParts, requireInheritable } from './inherit.ts';
import { leavePartitionCheck } from './partitionCheck.ts';
import {
  creationName,
  find,
  mayExist,
  missing,
  requireFreeRelation,
  requireSchema,
  tableOf,
  typeOf,
} from './resolve.ts';
import { moveRoutine, routinesNamed } from './routineSteps.ts';
import { settle } from './settle.ts';

type Step<K extends TableStep['kind']> = Extract<TableStep, { readonly kind: K }>;

export function applyDropTable(
  draft: Draft,
  operation: Step<'dropTable'>,
  together: readonly QualifiedName[],
): void {
  const { table: written, ifExists, cascade } = operation;
  if (written.schema === undefined && draft.temporary.delete(written.name)) return;
  const table = tableOf(draft, written, { ifExists });
  if (table === undefined) settle(draft, { kind: 'table', name: creationName(draft, written) });
  else dropTable(draft, table, { cascade: cascade ?? false, together });
}

/** Also of a view, a sequence or an index, as ALTER TABLE … RENAME allows. */
export function applyRenameTable(draft: Draft, operation: Step<'renameTable'>): void {
  const { table: written, newName, ifExists } = operation;
  const table = find(draft, draft.tables, written);
  if (table === undefined && renameOther(draft, written, newName)) return;
  const found = table ?? tableOf(draft, written, { ifExists });
  if (found === undefined) {
    if (mayExist(draft, 'table', written)) {
      const to = { schema: creationName(draft, written).schema, name: newName };
      const affects = [creationName(draft, written), to].map((name) => ({ kind: 'table', name }) as const);
      draft.addUncertainty(`Table ${displayName(written)} is not known, which becomes ${newName}.`, affects);
    }
    return;
  }
  rename(draft, found, { schema: found.name.schema, name: newName });
}

function renameOther(draft: Draft, written: ObjectName, newName: string): boolean {
  const view = find(draft, draft.views, written);
  const sequence = find(draft, draft.sequences, written);
  const other = view ?? sequence;
  if (other !== undefined) {
    const to = { schema: other.name.schema, name: newName };
    requireFreeRelation(draft, view === undefined ? 'sequence' : 'view', to);
    carryName(draft, view === undefined ? 'sequence' : 'view', other.name, to);
    return true;
  }
  const schemas = written.schema === undefined ? draft.searchPath : [written.schema];
  if (!schemas.some((schema) => draft.taken.hasRelation(schema, written.name))) return false;
  applyRenameIndex(draft, { kind: 'renameIndex', index: written, newName });
  return true;
}

/** Certain and uncertain alike, what is known of the table goes with it to its new name. */
function rename(draft: Draft, table: Table, to: QualifiedName): void {
  requireFreeRelation(draft, 'table', to);
  const { name } = table;
  settle(draft, { kind: 'table', name: to });
  draft.uncertainties = draft.uncertainties.map((one) => {
    if (
      one.affects === 'anything' ||
      !one.affects.some((other) => other.kind === 'table' && sameName(other.name, name))
    )
      return one;
    const moved = one.affects.filter((other) => other.kind === 'table' && sameName(other.name, name));
    return { ...one, affects: [...one.affects, ...moved.map((other) => ({ ...other, name: to }))] };
  });
  carryName(draft, 'table', name, to);
}

export function applySetSchema(draft: Draft, operation: Step<'setSchema'>): void {
  const { object, name, schema, ifExists } = operation;
  if (object === 'extension') {
    const extension = draft.extensions.get(name.name);
    if (extension !== undefined) draft.extensions.set(name.name, { ...extension, schema });
    return;
  }
  requireSchema(draft, schema);
  if (object === 'routine') {
    for (const routine of routinesNamed(draft, name, operation.argumentTypes))
      moveRoutine(draft, routine, { ...routine.name, schema });
    return;
  }
  if (object === 'type') {
    const type = typeOf(draft, name, { ifExists });
    if (type !== undefined) carryName(draft, 'type', type.name, { schema, name: type.name.name });
    return;
  }
  const table = find(draft, draft.tables, name);
  if (table !== undefined) moveTable(draft, table, schema);
  else if (!moveOther(draft, name, schema) && !ifExists && !mayExist(draft, object, name))
    throw missing(draft, object, name);
}

/** Its sequences go with it; its indexes and constraints are in its schema anyway. */
function moveTable(draft: Draft, table: Table, schema: string): void {
  const { name } = table;
  if (name.schema === schema) return;
  requireFreeRelation(draft, 'table', { schema, name: name.name });
  for (const sequence of sequencesOf(draft, name)) {
    carryName(draft, 'sequence', sequence.name, { schema, name: sequence.name.name });
  }
  rename(draft, draft.table(name) ?? table, { schema, name: name.name });
}

function moveOther(draft: Draft, name: ObjectName, schema: string): boolean {
  const view = find(draft, draft.views, name);
  const sequence = find(draft, draft.sequences, name);
  const object = view ?? sequence;
  if (object === undefined) return false;
  if (object.name.schema === schema) return true;
  const to = { schema, name: object.name.name };
  requireFreeRelation(draft, 'table', to);
  carryName(draft, view === undefined ? 'sequence' : 'view', object.name, to);
  return true;
}

export function applyTableProperty(
  draft: Draft,
  { table: written, property, ifExists }: Step<'setTableProperty'>,
): void {
  const table = tableOf(draft, written, { ifExists });
  if (table === undefined) return;
  switch (property.kind) {
    case 'rowSecurity': {
      const { rowSecurity, ...rest } = table;
      const next = {
        enable: rowSecurity ?? 'enabled',
        disable: undefined,
        force: 'forced',
        'no force': 'enabled',
      } as const;
      const value = next[property.value];
      draft.setTable(value === undefined ? rest : { ...rest, rowSecurity: value });
      return;
    }
    case 'unlogged': {
      const { unlogged: _, ...rest } = table;
      draft.setTable(property.value ? { ...rest, unlogged: true } : rest);
      return;
    }
    default:
      setParent(draft, table, property.parent, property.kind);
  }
}

function setParent(draft: Draft, table: Table, written: ObjectName, kind: 'inherit' | 'noInherit'): void {
  const parent = tableOf(draft, written);
  if (parent === undefined) return;
  const others = (table.inherits ?? []).filter((one) => !sameName(one, parent.name));
  const { inherits: _, ...rest } = table;
  if (kind === 'inherit') requireInheritable(draft, parent, table);
  const inherits = kind === 'inherit' ? [...others, parent.name] : others;
  draft.setTable(inherits.length === 0 ? rest : { ...rest, inherits });
  if (kind === 'inherit') inheritChecks(draft, parent, table.name);
}

export function applyAttachPartition(draft: Draft, operation: Step<'attachPartition'>): void {
  const parent = tableOf(draft, operation.parent);
  const partition = tableOf(draft, operation.partition);
  if (parent === undefined || partition === undefined) return;
  if (parent.kind !== 'partitionedTable') {
    throw new Failure('not-partitioned', `Table ${displayName(parent.name)} is not partitioned.`, [
      { kind: 'table', name: partition.name },
    ]);
  }
  requireInheritable(draft, parent, partition);
  const bound = { parent: parent.name, bound: operation.bound };
  change(draft, partition.name, (one) => ({
    ...one,
    partitionOf: bound,
    columns: one.columns.map((column) => {
      const above = parent.columns.find(({ name }) => name === column.name);
      return above !== undefined && !above.nullable && column.nullable
        ? { ...column, nullable: false }
        : column;
    }),
  }));
  makeParts(draft, parent, partition.name);
}

export function applyDetachPartition(draft: Draft, operation: Step<'detachPartition'>): void {
  const parent = tableOf(draft, operation.parent);
  const partition = tableOf(draft, operation.partition);
  if (partition === undefined) return;
  if (!operation.finalize) requirePartition(draft, partition, parent, operation.concurrently ?? false);
  if (operation.concurrently) leavePartitionCheck(draft, partition);
  change(draft, partition.name, ({ partitionOf: _, ...rest }) => rest);
}

function requirePartition(
  draft: Draft,
  { name, partitionOf }: Table,
  parent: Table | undefined,
  concurrently: boolean,
): void {
  const affects = [{ kind: 'table', name }] as const;
  if (parent === undefined || draft.unsure(affects[0]) !== undefined) return;
  if (partitionOf === undefined || !sameName(partitionOf.parent, parent.name)) {
    const message = `Table ${displayName(name)} is not a partition of ${displayName(parent.name)}.`;
    throw new Failure('not-a-partition', message, affects);
  }
  const fallback = defaultPartition(draft, parent);
  if (!concurrently || fallback === undefined) return;
  const message = `Table ${displayName(parent.name)} has a default partition, ${displayName(fallback.name)}: no partition can be detached concurrently.`;
  throw new Failure('in-use', message, affects);
}
