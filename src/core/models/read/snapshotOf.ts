/**
 * The snapshot that tables make on an empty database.
 *
 * Each table is applied by itself to what all have in common, schemas, extensions and enum types, and then gets its
 * foreign keys, when those are known that it refers to: so one that did not change need not be made again.
 */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { applyOperations } from '../../schema/apply.ts';
import { nameKey, qualified } from '../../schema/name.ts';
import type { SchemaSnapshot, Table, Uncertainty } from '../../schema/snapshot.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import { type CommonCache, commonSnapshot, newCommonCache } from './commonSnapshot.ts';
import type { Doubt, StatedColumn } from './readingContext.ts';
import { type Typed, withReferencedTypes } from './referencedTypes.ts';
import type { StatedTable } from './statedTable.ts';
import { doubtsAbout } from './tableDoubts.ts';
import type { Group } from './tableGroups.ts';
import type { TableOperations } from './tableOperations.ts';

/** A table with what all classes and files say of it. */
export interface WholeTable {
  readonly group: Group;
  readonly table: StatedTable;
  readonly columns: readonly StatedColumn[];
  readonly made: TableOperations;
  readonly doubts: readonly Doubt[];
  /** Two places state it in full: nobody knows which counts. */
  readonly isTwice: boolean;
}

export interface SnapshotCache {
  readonly typed: WeakMap<TableOperations, Typed>;
  readonly applied: WeakMap<readonly MigrationOperation[], Applied>;
  readonly linked: WeakMap<Applied, Linked>;
  readonly doubts: WeakMap<WholeTable, Doubts>;
  readonly common: CommonCache;
  last: Stages;
}

/** What became of each table, by its key, in the order of the tables. */
interface Stages {
  readonly operations: Map<string, readonly MigrationOperation[]>;
  readonly applied: Map<string, Applied>;
  readonly linked: Map<string, SchemaSnapshot>;
  readonly doubts: Map<string, readonly Uncertainty[]>;
}

interface Applied {
  readonly base: SchemaSnapshot;
  readonly snapshot: SchemaSnapshot;
  readonly foreignKeys: readonly MigrationOperation[];
  /** The keys of the tables that they refer to. */
  readonly referred: readonly string[];
}

interface Doubts {
  readonly made: Table | undefined;
  readonly uncertainties: readonly Uncertainty[];
}

interface Linked {
  readonly others: readonly (Table | undefined)[];
  readonly snapshot: SchemaSnapshot;
}

export function newSnapshotCache(): SnapshotCache {
  return {
    typed: new WeakMap(),
    applied: new WeakMap(),
    linked: new WeakMap(),
    doubts: new WeakMap(),
    common: newCommonCache(),
    last: newStages(),
  };
}

function newStages(): Stages {
  return { operations: new Map(), applied: new Map(), linked: new Map(), doubts: new Map() };
}

export interface MadeSnapshot {
  readonly snapshot: SchemaSnapshot;
  /** The keys of tables that may be others than before; `undefined`: any. */
  readonly affected: ReadonlySet<string> | undefined;
}

/** @param changed The keys of tables that are not as before; `undefined`: any, also such that came or went. */
export function snapshotOf(
  tables: ReadonlyMap<string, WholeTable>,
  changed: ReadonlySet<string> | undefined,
  sql: SqlParser,
  cache: SnapshotCache,
): MadeSnapshot {
  if (changed === undefined) cache.last = newStages();
  const { operations, applied, linked, doubts } = cache.last;
  const known = changed && withReferring(changed, applied);
  const before = cache.common.last?.snapshot;
  for (const [key, { made }] of among(tables, known))
    operations.set(key, withReferencedTypes(made, tables, cache.typed));
  const base = commonSnapshot([...operations.values()], sql, cache.common);
  const affected = base === before ? known : undefined;
  for (const [key, one] of among(operations, affected)) applied.set(key, applyTable(one, base, sql, cache));
  for (const [key, one] of among(applied, affected)) linked.set(key, link(one, applied, sql, cache));
  const whole = together(base, [...linked.values()]);
  for (const [key, one] of among(tables, affected)) doubts.set(key, uncertaintiesOf(one, whole, cache));
  const uncertainties = [...whole.uncertainties, ...[...doubts.values()].flat()];
  return { snapshot: { ...whole, uncertainties }, affected };
}

/** @param keys `undefined`: all. */
function among<T>(
  all: ReadonlyMap<string, T>,
  keys: ReadonlySet<string> | undefined,
): Iterable<readonly [string, T]> {
  if (keys === undefined) return all;
  return [...keys].flatMap((key) => {
    const one = all.get(key);
    return one === undefined ? [] : [[key, one] as const];
  });
}

/** With all that refer to one of them, and to those. */
function withReferring(
  keys: ReadonlySet<string>,
  applied: ReadonlyMap<string, Applied>,
): ReadonlySet<string> {
  const all = new Set(keys);
  for (let size = 0; size < all.size; ) {
    size = all.size;
    for (const [key, { referred }] of applied) if (referred.some((one) => all.has(one))) all.add(key);
  }
  return all;
}

const searchPath = ['public'];

function applyTable(
  operations: readonly MigrationOperation[],
  base: SchemaSnapshot,
  sql: SqlParser,
  cache: SnapshotCache,
): Applied {
  const known = cache.applied.get(operations);
  if (known?.base === base) return known;
  const own = operations.filter(({ kind }) => kind !== 'createEnum').map(withoutForeignKeys);
  const { snapshot } = applyOperations(base, own, { sql, searchPath });
  const foreignKeys = operations.flatMap(foreignKeysOf);
  const made = { base, snapshot, foreignKeys, referred: foreignKeys.flatMap(referredBy) };
  cache.applied.set(operations, made);
  return made;
}

function withoutForeignKeys(operation: MigrationOperation): MigrationOperation {
  if (operation.kind !== 'createTable') return operation;
  const constraints = operation.definition.constraints.filter(({ kind }) => kind !== 'foreignKey');
  return { ...operation, definition: { ...operation.definition, constraints } };
}

function foreignKeysOf(operation: MigrationOperation): readonly MigrationOperation[] {
  if (operation.kind !== 'createTable') return [];
  const { table, location } = operation;
  return operation.definition.constraints.flatMap((constraint) =>
    constraint.kind === 'foreignKey' ? [{ kind: 'addConstraint', table, constraint, location }] : [],
  );
}

function referredBy(operation: MigrationOperation): readonly string[] {
  if (operation.kind !== 'addConstraint' || operation.constraint.kind !== 'foreignKey') return [];
  return [nameKey(qualified(operation.constraint.references))];
}

/** Foreign keys, added where only the tables are that they speak of. */
function link(
  own: Applied,
  all: ReadonlyMap<string, Applied>,
  sql: SqlParser,
  cache: SnapshotCache,
): SchemaSnapshot {
  const { base, snapshot, foreignKeys } = own;
  if (foreignKeys.length === 0) return snapshot;
  const others = own.referred.map((key) => all.get(key)?.snapshot.tables.get(key));
  const known = cache.linked.get(own);
  if (known?.others.every((one, index) => one === others[index])) return known.snapshot;
  const near = new Map(
    others.flatMap((one) => (one === undefined ? [] : [[nameKey(one.name), one] as const])),
  );
  for (const [key, table] of snapshot.tables) near.set(key, table);
  const start = { ...snapshot, tables: near };
  const done = applyOperations(start, foreignKeys, { sql, searchPath }).snapshot;
  const made = [...snapshot.tables.keys()].filter((key) => !base.tables.has(key));
  const tables = new Map(
    made.flatMap((key) => {
      const table = done.tables.get(key);
      return table === undefined ? [] : [[key, table] as const];
    }),
  );
  const result = { ...done, tables };
  cache.linked.set(own, { others, snapshot: result });
  return result;
}

/** What parts have more than what they have in common. */
function together(base: SchemaSnapshot, parts: readonly SchemaSnapshot[]): SchemaSnapshot {
  const tables = new Map(base.tables);
  const sequences = new Map(base.sequences);
  const uncertainties: Uncertainty[] = [...base.uncertainties];
  const shared = new Set<Uncertainty>(base.uncertainties);
  for (const part of parts) {
    for (const [key, table] of part.tables) tables.set(key, table);
    for (const [key, sequence] of part.sequences) sequences.set(key, sequence);
    for (const one of part.uncertainties) if (!shared.has(one)) uncertainties.push(one);
  }
  return { ...base, tables, sequences, uncertainties };
}

function uncertaintiesOf(
  whole: WholeTable,
  snapshot: SchemaSnapshot,
  { doubts }: SnapshotCache,
): readonly Uncertainty[] {
  const made = snapshot.tables.get(whole.table.key);
  const known = doubts.get(whole);
  if (known !== undefined && known.made === made) return known.uncertainties;
  const uncertainties = doubtsAbout(whole, made?.columns ?? []);
  doubts.set(whole, { made, uncertainties });
  return uncertainties;
}
