/** All tables of a project together, and where each is said; what did not change is the same object as before. */

import type { PyValue } from '../../python/value.ts';
import { nameKey, type ObjectName, type QualifiedName } from '../../schema/name.ts';
import type { SchemaSnapshot, Table } from '../../schema/snapshot.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import type { Location } from '../../text/range.ts';
import type { ModelSchema, ModelTable } from '../modelSchema.ts';
import type { KnownFile } from './fileChange.ts';
import type { FileReading } from './fileTables.ts';
import { modelTable } from './modelTable.ts';
import type { ReadingContext, StatedColumn } from './readingContext.ts';
import { newSnapshotCache, type SnapshotCache, snapshotOf, type WholeTable } from './snapshotOf.ts';
import { placeNow, type Spans } from './spans.ts';
import type { StatedTable } from './statedTable.ts';
import { operationsOf, type TableOperations } from './tableOperations.ts';

/** What was made of each table before. */
export interface SchemaCache {
  readonly operations: WeakMap<StatedTable, MadeOperations>;
  readonly tables: WeakMap<StatedTable, MadeTable>;
  readonly snapshot: SnapshotCache;
}

interface MadeTable {
  readonly whole: WholeTable | undefined;
  readonly made: Table | undefined;
  readonly files: readonly string[];
  readonly around: readonly (Spans | undefined)[];
  /** Where it and its columns begin: all else moves along with them. */
  readonly places: readonly (number | undefined)[];
  readonly table: ModelTable;
}

interface MadeOperations {
  readonly columns: readonly StatedColumn[];
  readonly items: readonly PyValue[];
  readonly whole: WholeTable;
}

export function newSchemaCache(): SchemaCache {
  return { operations: new WeakMap(), tables: new WeakMap(), snapshot: newSnapshotCache() };
}

export function schemaOf(known: readonly KnownFile[], sql: SqlParser, cache: SchemaCache): ModelSchema {
  const files = known.map(({ reading }) => reading);
  const spans = new Map(known.map((one) => [one.reading.file, one.spans]));
  const now = (location: Location): Location => placeNow(location, spans.get(location.file));
  const groups = grouped(files);
  const wholes = new Map<string, WholeTable>();
  for (const [key, group] of groups) {
    const whole = wholeTable(group, cache);
    if (whole !== undefined) wholes.set(key, whole);
  }
  const snapshot = snapshotOf([...wholes.values()], sql, cache.snapshot);
  const tables = files.flatMap(({ tables, context }) =>
    tables.map((table) => {
      const whole = wholes.get(keyOf(table.name));
      return locatedTable(
        table,
        whole,
        snapshot.tables.get(keyOf(table.name)),
        { spans, now },
        context,
        cache,
      );
    }),
  );
  const unread = files.flatMap((one) =>
    one.unread.map((doubt) => ({ ...doubt, location: now(doubt.location) })),
  );
  return { snapshot: located(snapshot, now), tables, unread };
}

interface Places {
  readonly spans: ReadonlyMap<string, Spans>;
  readonly now: (location: Location) => Location;
}

/** The one made before, where neither it nor its place has changed. */
function locatedTable(
  stated: StatedTable,
  whole: WholeTable | undefined,
  made: Table | undefined,
  { spans, now }: Places,
  context: ReadingContext,
  cache: SchemaCache,
): ModelTable {
  const before = cache.tables.get(stated);
  const isSame = before !== undefined && before.whole === whole && before.made === made;
  const files = before?.files ?? filesOf(stated);
  const around = files.map((file) => spans.get(file));
  if (isSame && sameList(before.around, around)) return before.table;
  const isAllOfIt = whole === undefined || whole.columns === stated.columns;
  const columns = isAllOfIt ? stated.columns : stated.columns.filter((one) => whole.columns.includes(one));
  const all = [stated.location, ...columns.map(({ location }) => location)];
  const places = all.map((place) => now(place).range?.start);
  const isInPlace = isSame && sameList(before.places, places);
  const parts = whole?.table === stated ? whole.made : undefined;
  const table = isInPlace ? before.table : modelTable({ ...stated, columns }, parts, made, now, context);
  cache.tables.set(stated, { whole, made, files, around, places, table });
  return table;
}

/** Those that say something of a table. */
function filesOf({ location, columns, file }: StatedTable): readonly string[] {
  return [...new Set([location.file, file, ...columns.map((column) => column.location.file)])];
}

function located(snapshot: SchemaSnapshot, now: (location: Location) => Location): SchemaSnapshot {
  if (snapshot.uncertainties.length === 0) return snapshot;
  const uncertainties = snapshot.uncertainties.map((one) =>
    one.location === undefined ? one : { ...one, location: now(one.location) },
  );
  return { ...snapshot, uncertainties };
}

interface Group {
  readonly tables: { readonly table: StatedTable; readonly context: ReadingContext }[];
  readonly items: PyValue[];
}

/** By name: what all files say of one table. */
function grouped(files: readonly FileReading[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  const groupOf = (table: StatedTable): Group => {
    const key = keyOf(table.name);
    const group = groups.get(key) ?? { tables: [], items: [] };
    groups.set(key, group);
    return group;
  };
  for (const { tables, attached, context } of files) {
    for (const table of tables) if (table.managed) groupOf(table).tables.push({ table, context });
    for (const { table, item } of attached) groupOf(table).items.push(item);
  }
  return groups;
}

/** `undefined`: no class makes it. */
function wholeTable({ tables, items }: Group, cache: SchemaCache): WholeTable | undefined {
  const mains = tables.filter(({ table }) => !table.isShared);
  const [main] = mains;
  if (main === undefined) return undefined;
  const { table, context } = main;
  const extending = mains.slice(1).filter((one) => extendsExisting(one.table));
  const shared = tables.filter((one) => one.table.isShared).map((one) => one.table);
  const columns = withOthers(
    withShared(table.columns, shared),
    extending.map((one) => one.table),
  );
  const all = [...table.items, ...items];
  const isTwice = mains.length > 1 + extending.length;
  const known = cache.operations.get(table);
  if (known !== undefined && sameList(known.columns, columns) && sameList(known.items, all))
    if (known.whole.isTwice === isTwice) return known.whole;
  const made: TableOperations = operationsOf(table, columns, all, context);
  const doubts = [table, ...shared].flatMap((one) => one.doubts);
  const whole: WholeTable = { table, columns, made, doubts, isTwice };
  cache.operations.set(table, { columns, items: all, whole });
  return whole;
}

function extendsExisting({ options }: StatedTable): boolean {
  const flag = options.get('extend_existing');
  return flag?.kind === 'bool' && flag.value;
}

/** Columns of subclasses; one that repeats another is the one that was there first. */
function withShared(
  columns: readonly StatedColumn[],
  shared: readonly StatedTable[],
): readonly StatedColumn[] {
  if (shared.length === 0) return columns;
  const all = [...columns];
  for (const column of shared.flatMap((table) => table.columns))
    if (!all.some(({ name }) => name === column.name)) all.push(column);
  return all;
}

/** `extend_existing` puts columns in the place of those that were there. */
function withOthers(
  columns: readonly StatedColumn[],
  extending: readonly StatedTable[],
): readonly StatedColumn[] {
  return extending.reduce(
    (all, { columns: more }) => [
      ...all.filter(({ name }) => !more.some((one) => one.name === name)),
      ...more,
    ],
    columns,
  );
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function keyOf(name: ObjectName): string {
  return nameKey(qualified(name));
}

export function qualified({ schema = 'public', name }: ObjectName): QualifiedName {
  return { schema, name };
}
