/** What all files say of each table: gathered anew only for those of which a file says something else than before. */
import type { PyValue } from '../../python/value.ts';
import type { FileReading } from './fileTables.ts';
import type { ReadingContext } from './readingContext.ts';
import type { StatedTable } from './statedTable.ts';

export interface Group {
  readonly stated: readonly Stated[];
  /** Indexes and constraints that stand outside of it. */
  readonly items: readonly PyValue[];
}

export interface Stated {
  readonly table: StatedTable;
  readonly context: ReadingContext;
}

export interface GroupCache {
  files: readonly FileReading[];
  /** By the keys of the tables. */
  groups: Map<string, Group>;
}

export function newGroupCache(): GroupCache {
  return { files: [], groups: new Map() };
}

/** @returns The keys of those that are not as before; `undefined`: any. */
export function takeGroups(
  files: readonly FileReading[],
  cache: GroupCache,
): ReadonlySet<string> | undefined {
  const replaced = replacedIn(files, cache.files);
  cache.files = files;
  if (replaced === undefined) {
    cache.groups = grouped(files);
    return undefined;
  }
  const changed = new Set([...replaced.keys()].map(({ key }) => key));
  for (const key of changed) {
    const { stated = [], items = [] } = cache.groups.get(key) ?? {};
    const now = stated.map(({ table, context }) => ({ table: replaced.get(table) ?? table, context }));
    cache.groups.set(key, { stated: now, items });
  }
  return changed;
}

/** Tables of which each is stated in the place of another of the same name; `undefined` where more has changed. */
function replacedIn(
  files: readonly FileReading[],
  before: readonly FileReading[],
): ReadonlyMap<StatedTable, StatedTable> | undefined {
  const replaced = new Map<StatedTable, StatedTable>();
  if (files.length !== before.length) return undefined;
  for (const [at, file] of files.entries()) {
    const old = before[at];
    if (old === file) continue;
    // Whatever stands outside of tables, and by what their references are looked up.
    const isSameAround = old?.context === file.context && old.attached === file.attached;
    if (!isSameAround || old.tables.length !== file.tables.length) return undefined;
    for (const [index, table] of file.tables.entries()) {
      const one = old.tables[index];
      if (one === table) continue;
      if (one?.key !== table.key || one.managed !== table.managed) return undefined;
      replaced.set(one, table);
    }
  }
  return replaced;
}

function grouped(files: readonly FileReading[]): Map<string, Group> {
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
