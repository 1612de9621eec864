/** Where each table is said now, with its columns and parts: those that neither changed nor moved stay as they are. */
import type { SchemaSnapshot, Table } from '../../schema/snapshot.ts';
import type { Location } from '../../text/range.ts';
import type { ModelTable } from '../modelSchema.ts';
import type { KnownFile } from './fileChange.ts';
import { modelTable, partLocation } from './modelTable.ts';
import type { ReadingContext } from './readingContext.ts';
import { sameList } from './sameList.ts';
import type { WholeTable } from './snapshotOf.ts';
import { placeNow, type Spans, startNow } from './spans.ts';
import type { StatedTable } from './statedTable.ts';

export interface LocatedCache {
  files: ReadonlyMap<string, LocatedFile>;
  readonly tables: WeakMap<StatedTable, MadeTable>;
}

interface LocatedFile {
  readonly known: KnownFile;
  /** The files in which something of its tables stands. */
  readonly around: readonly string[];
  readonly tables: readonly ModelTable[];
}

interface MadeTable {
  readonly whole: WholeTable | undefined;
  readonly made: Table | undefined;
  /** Where it, its columns and parts begin: all else moves along with them. */
  readonly places: readonly (number | undefined)[];
  readonly table: ModelTable;
}

interface Made {
  readonly wholes: ReadonlyMap<string, WholeTable>;
  readonly snapshot: SchemaSnapshot;
  /** The keys of tables that may be others than before; `undefined`: any. */
  readonly affected: ReadonlySet<string> | undefined;
}

export function newLocatedCache(): LocatedCache {
  return { files: new Map(), tables: new WeakMap() };
}

export function locatedTables(
  known: readonly KnownFile[],
  made: Made,
  spans: ReadonlyMap<string, Spans>,
  cache: LocatedCache,
): readonly ModelTable[] {
  const { files } = cache;
  const moved = new Set<string>();
  for (const [file, one] of spans) if (files.get(file)?.known.spans !== one) moved.add(file);
  const located = known.map((file): LocatedFile => {
    const { tables, context } = file.reading;
    const before = files.get(file.reading.file);
    const isSame =
      before?.known === file &&
      !tables.some(({ key }) => made.affected?.has(key) !== false) &&
      !before.around.some((one) => moved.has(one));
    if (isSame) return before;
    return {
      known: file,
      around: [...new Set(tables.flatMap(filesOf))],
      tables: tables.map((table) => locatedTable(table, made, spans, context, cache)),
    };
  });
  cache.files = new Map(located.map((one) => [one.known.reading.file, one]));
  return located.flatMap(({ tables }) => tables);
}

/** Those that say something of a table. */
function filesOf({ location, columns, file }: StatedTable): readonly string[] {
  return [location.file, file, ...columns.map((column) => column.location.file)];
}

function locatedTable(
  stated: StatedTable,
  { wholes, snapshot }: Made,
  spans: ReadonlyMap<string, Spans>,
  context: ReadingContext,
  { tables }: LocatedCache,
): ModelTable {
  const before = tables.get(stated);
  const [whole, made] = [wholes.get(stated.key), snapshot.tables.get(stated.key)];
  const isAllOfIt = whole === undefined || whole.columns === stated.columns;
  const columns = isAllOfIt ? stated.columns : stated.columns.filter((one) => whole.columns.includes(one));
  const parts = whole?.table === stated ? whole.made : undefined;
  const places = [
    startNow(stated.location, spans),
    ...columns.map(({ location }) => startNow(location, spans)),
    ...(parts?.parts ?? []).map(({ value }) => startNow(partLocation(value, stated), spans)),
  ];
  const isSame = before !== undefined && before.whole === whole && before.made === made;
  if (isSame && sameList(before.places, places)) return before.table;
  const now = (location: Location): Location => placeNow(location, spans);
  const table = modelTable({ ...stated, columns }, parts, made, now, context);
  tables.set(stated, { whole, made, places, table });
  return table;
}
