/**
 * The snapshot that tables make on an empty database.
 *
 * Each table is applied by itself to what all have in common, schemas, extensions and enum types, and then gets its
 * foreign keys, when those are known that it refers to: so one that did not change need not be made again.
 */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { extensionWith } from '../../schema/apply/columnType.ts';
import { applyOperations } from '../../schema/apply.ts';
import { nameKey, qualified } from '../../schema/name.ts';
import {
  type Column,
  emptySnapshot,
  type SchemaSnapshot,
  type Table,
  type Uncertainty,
} from '../../schema/snapshot.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import { tailOf } from './pyNames.ts';
import type { Doubt, StatedColumn } from './readingContext.ts';
import { type Typed, withReferencedTypes } from './referencedTypes.ts';
import type { StatedTable } from './statedTable.ts';
import type { TableOperations } from './tableOperations.ts';

/** A table with what all classes and files say of it. */
export interface WholeTable {
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
  readonly needs: WeakMap<readonly MigrationOperation[], Needs>;
  readonly doubts: WeakMap<WholeTable, Doubts>;
  common: Common | undefined;
}

interface Common {
  readonly keys: readonly string[];
  readonly key: string;
  readonly snapshot: SchemaSnapshot;
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
    needs: new WeakMap(),
    doubts: new WeakMap(),
    common: undefined,
  };
}

export function snapshotOf(
  tables: ReadonlyMap<string, WholeTable>,
  sql: SqlParser,
  cache: SnapshotCache,
): SchemaSnapshot {
  const wholes = [...tables.values()];
  const operations = wholes.map(({ made }) => withReferencedTypes(made, tables, cache.typed));
  const base = commonSnapshot(operations, sql, cache);
  const applied = operations.map((one) => applyTable(one, base, sql, cache));
  const alone = new Map(applied.flatMap(({ snapshot }) => [...snapshot.tables]));
  const linked = applied.map((one) => link(one, alone, sql, cache));
  const whole = together(base, linked);
  const doubts = wholes.flatMap((one) => uncertaintiesOf(one, whole, cache));
  return { ...whole, uncertainties: [...whole.uncertainties, ...doubts] };
}

const searchPath = ['public'];

function commonSnapshot(
  tables: readonly (readonly MigrationOperation[])[],
  sql: SqlParser,
  cache: SnapshotCache,
): SchemaSnapshot {
  const needs = tables.map((operations) => needsOf(operations, cache));
  const keys = needs.map((one) => one.key);
  const { common } = cache;
  const isSame =
    common?.keys.length === keys.length && keys.every((key, index) => key === common.keys[index]);
  if (common !== undefined && isSame) return common.snapshot;
  const place = tables[0]?.[0]?.location ?? { file: '' };
  const schemas = new Set(needs.flatMap((one) => one.schemas));
  const extensions = new Set(needs.flatMap((one) => one.extensions));
  const enums = needs.flatMap((one) => one.enums);
  const key = JSON.stringify([[...schemas], [...extensions], needs.flatMap((one) => one.enumsKey)]);
  if (common?.key === key) return common.snapshot;
  const created: readonly MigrationOperation[] = [
    ...[...extensions].map(
      (extension) => ({ kind: 'createExtension', extension, ifNotExists: true, location: place }) as const,
    ),
    ...[...schemas].map(
      (schema) => ({ kind: 'createSchema', schema, ifNotExists: true, location: place }) as const,
    ),
    ...enums,
  ];
  const { snapshot } = applyOperations(emptySnapshot, created, { sql, searchPath });
  cache.common = { keys, key, snapshot };
  return snapshot;
}

/** What has to be there before a table. */
interface Needs {
  readonly schemas: readonly string[];
  readonly extensions: readonly string[];
  readonly enums: readonly MigrationOperation[];
  /** The same enums, as text; none where there is none. */
  readonly enumsKey: readonly string[];
  /** All of it as text. */
  readonly key: string;
}

function needsOf(operations: readonly MigrationOperation[], { needs }: SnapshotCache): Needs {
  const known = needs.get(operations);
  if (known !== undefined) return known;
  const enums = operations.filter(({ kind }) => kind === 'createEnum');
  const schemas = operations.flatMap(schemaIn);
  const extensions = operations.flatMap(extensionsIn);
  const enumsKey = enums.map(({ location: _, ...step }) => JSON.stringify(step));
  const key = JSON.stringify([schemas, extensions, enumsKey]);
  const made = { schemas, extensions, enums, enumsKey, key };
  needs.set(operations, made);
  return made;
}

function schemaIn(operation: MigrationOperation): readonly string[] {
  if (operation.kind !== 'createTable' && operation.kind !== 'createEnum') return [];
  const { schema } = operation.kind === 'createTable' ? operation.table : operation.type;
  return schema === undefined ? [] : [schema];
}

/** Models take it for granted that the types they use are there. */
function extensionsIn(operation: MigrationOperation): readonly string[] {
  if (operation.kind !== 'createTable') return [];
  return operation.definition.columns.flatMap(({ type }) =>
    type.kind === 'named' && type.schema === undefined ? (extensionWith(type.name) ?? []) : [],
  );
}

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
  applied: Applied,
  all: ReadonlyMap<string, Table>,
  sql: SqlParser,
  cache: SnapshotCache,
): SchemaSnapshot {
  const { base, snapshot, foreignKeys } = applied;
  if (foreignKeys.length === 0) return snapshot;
  const others = applied.referred.map((key) => all.get(key));
  const known = cache.linked.get(applied);
  if (known?.others.every((one, index) => one === others[index])) return known.snapshot;
  const near = new Map(
    others.flatMap((one) => (one === undefined ? [] : [[nameKey(one.name), one] as const])),
  );
  for (const [key, own] of snapshot.tables) near.set(key, own);
  const start = { ...snapshot, tables: near };
  const done = applyOperations(start, foreignKeys, { sql, searchPath }).snapshot;
  const own = [...snapshot.tables.keys()].filter((key) => !base.tables.has(key));
  const tables = new Map(
    own.flatMap((key) => {
      const table = done.tables.get(key);
      return table === undefined ? [] : [[key, table] as const];
    }),
  );
  const result = { ...done, tables };
  cache.linked.set(applied, { others, snapshot: result });
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

/** Other columns than those that are known; a table that is stated twice. */
function doubtsAbout(
  { table, columns, doubts, isTwice }: WholeTable,
  known: readonly Column[],
): readonly Uncertainty[] {
  const name = qualified(table.name);
  const others = doubts.map(
    ({ reason, location }): Uncertainty => ({
      reason,
      location,
      affects: [{ kind: 'table', name, parts: [{ kind: 'column' }] }],
      except: [
        { kind: 'table', name, parts: known.map((column) => ({ kind: 'column', name: column.name })) },
      ],
    }),
  );
  const parts = table.partDoubts.map(
    ({ reason, location }): Uncertainty => ({
      reason,
      location,
      affects: [{ kind: 'table', name, parts: [{ kind: 'constraint' }, { kind: 'index' }] }],
    }),
  );
  const searched = columns.filter(isSearched).map((column) => searchIndex(table, column));
  if (!isTwice) return [...others, ...parts, ...searched];
  const reason = `More than one class or Table() states the table ${table.name.name}.`;
  return [...others, { reason, location: table.location, affects: [{ kind: 'table', name }] }];
}

/** A `TSVectorType(…)`, of which SQLAlchemy-Searchable makes an index where it is used. */
function isSearched({ call }: StatedColumn): boolean {
  const types = [...call.positional, call.named.get('type_')];
  return types.some(
    (type) => type !== undefined && tailOf(type.kind === 'call' ? type.callee : type) === 'TSVectorType',
  );
}

function searchIndex(table: StatedTable, { name, location }: StatedColumn): Uncertainty {
  const index = `${table.name.name}_${name}_idx`;
  return {
    reason: `SQLAlchemy-Searchable may make the index ${index}.`,
    location,
    affects: [{ kind: 'table', name: qualified(table.name), parts: [{ kind: 'index', name: index }] }],
  };
}
