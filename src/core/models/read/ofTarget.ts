/** What files say of a project's tables: those of another MetaData are nothing to its database. */
import type { KnownFile } from './fileChange.ts';
import { isOfBind } from './metadataIdentity.ts';
import type { StatedTable } from './statedTable.ts';
import type { Target } from './targetMetadata.ts';

/** What was made of files before of which not all tables count. */
export interface OthersCache {
  readonly files: WeakMap<KnownFile, { readonly said: string; readonly file: KnownFile }>;
  readonly tables: WeakMap<StatedTable, StatedTable>;
}

export function newOthersCache(): OthersCache {
  return { files: new WeakMap(), tables: new WeakMap() };
}

/**
 * Tables of another MetaData are not compared; where the project has one of that name itself, they are left out. All
 * count where none is of the MetaData that was found: then it surely is not the one.
 */
export function ofTarget(
  known: readonly KnownFile[],
  target: Target,
  cache: OthersCache,
): readonly KnownFile[] {
  if (target === undefined) return known;
  const isOther = ({ metadata }: StatedTable): boolean =>
    target === 'unbound' ? isOfBind(metadata) : metadata !== undefined && !target.has(metadata);
  if (!known.some(({ reading }) => reading.tables.some(isOther))) return known;
  const own = known.flatMap(({ reading }) => reading.tables.filter((table) => !isOther(table)));
  if (target !== 'unbound' && !own.some(({ metadata }) => metadata !== undefined)) return known;
  const names = new Set(own.map(({ key }) => key));
  return known.map((file) => {
    const { tables } = file.reading;
    if (!tables.some(isOther)) return file;
    const kept = tables.filter((table) => !isOther(table) || !names.has(table.key));
    const said = kept.map((table) => `${table.key} ${isOther(table)}`).join();
    const before = cache.files.get(file);
    if (before?.said === said) return before.file;
    const made = kept.map((table) => (isOther(table) ? unmanaged(table, cache) : table));
    const attached = file.reading.attached.filter(({ table }) => !isOther(table));
    const result = { ...file, reading: { ...file.reading, tables: made, attached } };
    cache.files.set(file, { said, file: result });
    return result;
  });
}

function unmanaged(table: StatedTable, { tables }: OthersCache): StatedTable {
  const made = tables.get(table) ?? { ...table, managed: false };
  tables.set(table, made);
  return made;
}
