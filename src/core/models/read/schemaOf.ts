/** All tables of a project together, and where each is said; what did not change is the same object as before. */

import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import type { Location } from '../../text/range.ts';
import type { ModelSchema } from '../modelSchema.ts';
import type { KnownFile } from './fileChange.ts';
import { type LocatedCache, locatedTables, newLocatedCache } from './locatedTables.ts';
import type { StatedColumn } from './readingContext.ts';
import { refusedKeys } from './refusedKeys.ts';
import { sameList } from './sameList.ts';
import { newSnapshotCache, type SnapshotCache, snapshotOf, type WholeTable } from './snapshotOf.ts';
import { placeNow } from './spans.ts';
import type { StatedTable } from './statedTable.ts';
import { type Group, type GroupCache, newGroupCache, type Stated, takeGroups } from './tableGroups.ts';
import { operationsOf, type TableOperations } from './tableOperations.ts';

/** What was made of each table before. */
export interface SchemaCache {
  readonly groups: GroupCache;
  /** By the keys of the tables. */
  wholes: Map<string, WholeTable>;
  readonly snapshot: SnapshotCache;
  readonly located: LocatedCache;
}

export function newSchemaCache(): SchemaCache {
  return {
    groups: newGroupCache(),
    wholes: new Map(),
    snapshot: newSnapshotCache(),
    located: newLocatedCache(),
  };
}

export function schemaOf(known: readonly KnownFile[], sql: SqlParser, cache: SchemaCache): ModelSchema {
  const files = known.map(({ reading }) => reading);
  const spans = new Map(known.map((one) => [one.reading.file, one.spans]));
  const now = (location: Location): Location => placeNow(location, spans);
  const changed = takeWholes(takeGroups(files, cache.groups), cache);
  const { wholes } = cache;
  const { snapshot, affected } = snapshotOf(wholes, changed, sql, cache.snapshot);
  const tables = locatedTables(known, { wholes, snapshot, affected }, spans, cache.located);
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

function located(snapshot: SchemaSnapshot, now: (location: Location) => Location): SchemaSnapshot {
  if (snapshot.uncertainties.length === 0) return snapshot;
  const uncertainties = snapshot.uncertainties.map((one) =>
    one.location === undefined ? one : { ...one, location: now(one.location) },
  );
  return { ...snapshot, uncertainties };
}

/** @returns Which are not as before; `undefined`: any, also tables that came or went. */
function takeWholes(
  changed: ReadonlySet<string> | undefined,
  cache: SchemaCache,
): ReadonlySet<string> | undefined {
  const { groups } = cache.groups;
  const made = [...(changed ?? groups.keys())].map(
    (key) => [key, wholeTable(groups.get(key) ?? noGroup, cache.wholes.get(key))] as const,
  );
  const cameOrWent = made.some(([key, whole]) => (whole !== undefined) !== cache.wholes.has(key));
  if (changed !== undefined && cameOrWent) return takeWholes(undefined, cache);
  if (changed === undefined) cache.wholes = new Map();
  for (const [key, whole] of made) if (whole !== undefined) cache.wholes.set(key, whole);
  return changed;
}

const noGroup: Group = { stated: [], items: [] };

/** `undefined`: no class makes it. */
function wholeTable(group: Group, before: WholeTable | undefined): WholeTable | undefined {
  const main = group.stated.find(({ table }) => !table.isShared);
  if (main === undefined) return undefined;
  return before !== undefined && isSameGroup(before.group, group) ? before : wholeOf(main, group);
}

function isSameGroup(a: Group, b: Group): boolean {
  const sameTables =
    a.stated.length === b.stated.length &&
    a.stated.every(({ table }, index) => table === b.stated[index]?.table);
  return sameTables && sameList(a.items, b.items);
}

function wholeOf({ table, context }: Stated, group: Group): WholeTable {
  const { stated, items } = group;
  const all = stated.map((one) => one.table);
  const others = all.filter((one) => !one.isShared && one !== table);
  const extending = others.filter(extendsExisting);
  const shared = all.filter((one) => one.isShared);
  const columns = withOthers(withShared(table.columns, shared), extending);
  const made: TableOperations = operationsOf(table, columns, [...table.items, ...items], context);
  const doubts = [table, ...shared].flatMap((one) => one.doubts);
  return { group, table, columns, made, doubts, isTwice: others.length > extending.length };
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
