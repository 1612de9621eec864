/** All tables of a project together, and where each is said; what did not change is the same object as before. */

import type { PyValue } from '../../python/value.ts';
import type { SchemaSnapshot, Table } from '../../schema/snapshot.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import type { Location } from '../../text/range.ts';
import type { ModelSchema, ModelTable } from '../modelSchema.ts';
import type { KnownFile } from './fileChange.ts';
import type { FileReading } from './fileTables.ts';
import { modelTable, partLocation } from './modelTable.ts';
import type { ReadingContext, StatedColumn } from './readingContext.ts';
import { refusedKeys } from './refusedKeys.ts';
import { newSnapshotCache, type SnapshotCache, snapshotOf, type WholeTable } from './snapshotOf.ts';
import { placeNow, type Spans } from './spans.ts';
import type { StatedTable } from './statedTable.ts';
import { operationsOf, type TableOperations } from './tableOperations.ts';

/** What was made of each table before. */
export interface SchemaCache {
  readonly wholes: WeakMap<StatedTable, MadeWhole>;
  readonly tables: WeakMap<StatedTable, MadeTable>;
  readonly snapshot: SnapshotCache;
}

interface MadeTable {
  readonly whole: WholeTable | undefined;
  readonly made: Table | undefined;
  readonly files: readonly string[];
  readonly around: readonly (Spans | undefined)[];
  /** Where it, its columns and parts begin: all else moves along with them. */
  readonly places: readonly (number | undefined)[];
  readonly table: ModelTable;
}

interface MadeWhole extends Group {
  readonly whole: WholeTable;
}

export function newSchemaCache(): SchemaCache {
  return { wholes: new WeakMap(), tables: new WeakMap(), snapshot: newSnapshotCache() };
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
  const snapshot = snapshotOf(wholes, sql, cache.snapshot);
  const tables = files.flatMap(({ tables, context }) =>
    tables.map((table) => {
      const [whole, made] = [wholes.get(table.key), snapshot.tables.get(table.key)];
      return locatedTable(table, whole, made, { spans, now }, context, cache);
    }),
  );
  const unread = files.flatMap((one) =>
    one.unread.map((doubt) => ({ ...doubt, location: now(doubt.location) })),
  );
  const refused = refusedKeys(wholes, snapshot);
  return {
    snapshot: located(snapshot, now),
    tables,
    unread,
    ...(refused.length > 0 && { refusedKeys: refused }),
  };
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
  const parts = whole?.table === stated ? whole.made : undefined;
  const all = [
    stated.location,
    ...columns.map(({ location }) => location),
    ...(parts?.parts ?? []).map(({ value }) => partLocation(value, stated)),
  ];
  const places = all.map((place) => now(place).range?.start);
  const isInPlace = isSame && sameList(before.places, places);
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

/** What all files say of one table. */
interface Group {
  readonly stated: readonly Stated[];
  /** Indexes and constraints that stand outside of it. */
  readonly items: readonly PyValue[];
}

interface Stated {
  readonly table: StatedTable;
  readonly context: ReadingContext;
}

/** By the keys of the tables. */
function grouped(files: readonly FileReading[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, { stated: Stated[]; items: PyValue[] }>();
  const groupOf = ({ key }: StatedTable): { stated: Stated[]; items: PyValue[] } => {
    const group = groups.get(key) ?? { stated: [], items: [] };
    groups.set(key, group);
    return group;
  };
  for (const { tables, attached, context } of files) {
    for (const table of tables) if (table.managed) groupOf(table).stated.push({ table, context });
    for (const { table, item } of attached) groupOf(table).items.push(item);
  }
  return groups;
}

/** `undefined`: no class makes it. */
function wholeTable(group: Group, cache: SchemaCache): WholeTable | undefined {
  const main = group.stated.find(({ table }) => !table.isShared);
  if (main === undefined) return undefined;
  const known = cache.wholes.get(main.table);
  if (known !== undefined && isSameGroup(known, group)) return known.whole;
  const whole = wholeOf(main, group);
  cache.wholes.set(main.table, { ...group, whole });
  return whole;
}

function isSameGroup(a: Group, b: Group): boolean {
  const sameTables =
    a.stated.length === b.stated.length &&
    a.stated.every(({ table }, index) => table === b.stated[index]?.table);
  return sameTables && sameList(a.items, b.items);
}

function wholeOf({ table, context }: Stated, { stated, items }: Group): WholeTable {
  const all = stated.map((one) => one.table);
  const others = all.filter((one) => !one.isShared && one !== table);
  const extending = others.filter(extendsExisting);
  const shared = all.filter((one) => one.isShared);
  const columns = withOthers(withShared(table.columns, shared), extending);
  const made: TableOperations = operationsOf(table, columns, [...table.items, ...items], context);
  const doubts = [table, ...shared].flatMap((one) => one.doubts);
  return { table, columns, made, doubts, isTwice: others.length > extending.length };
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
