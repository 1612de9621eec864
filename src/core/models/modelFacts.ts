/** What is known of one table or column of the models: what each place has there, and which revisions made it so. */
import { type ObjectHistory, objectHistory } from '../drift/history.ts';
import type { ObjectRef } from '../drift/objectRef.ts';
import type { Effects, Timeline } from '../drift/timeline.ts';
import { nameKey, type QualifiedName, sameName } from '../schema/name.ts';
import type { Column, SchemaSnapshot, Table } from '../schema/snapshot.ts';
import { typeText } from '../schema/type.ts';
import { uncertaintyAbout } from '../schema/uncertainty.ts';
import type { Location, Range } from '../text/range.ts';
import type { ModelFinding, ModelReport } from './check/modelFinding.ts';
import { inDatabase } from './check/schemaNames.ts';
import type { ModelSchema } from './modelSchema.ts';

export interface ModelFacts {
  readonly object: ObjectRef<'table' | 'column'>;
  /** Of the name that was pointed at. */
  readonly range: Range;
  /** The models first, then the migrations, then the environments: protected ones first. */
  readonly places: readonly FactsOfPlace[];
  readonly history: ObjectHistory | undefined;
  readonly findings: readonly ModelFinding[];
}

export interface FactsOfPlace {
  readonly place:
    | { readonly kind: 'models' | 'migrations' }
    | { readonly kind: 'environment'; readonly name: string; readonly protected: boolean };
  /** `undefined`: not known. */
  readonly exists: boolean | undefined;
  /** Of a column, as PostgreSQL writes it; absent: not known, or a table. */
  readonly type?: string;
  readonly nullable?: boolean;
  /** Of a table in an environment, as the planner estimates. */
  readonly rows?: number;
  readonly bytes?: number;
}

/** A database that was read. */
export interface FactsPlace {
  readonly name: string;
  readonly protected: boolean;
  readonly snapshot: SchemaSnapshot;
  /** By {@link nameKey}. */
  readonly sizes: ReadonlyMap<string, { readonly estimatedRows?: number; readonly bytes: number }>;
  /** In which its migrations create what they name without one. */
  readonly schema: string;
}

export interface FactsInput {
  readonly models: ModelSchema;
  readonly report: ModelReport;
  readonly prepared: {
    readonly timeline: Timeline;
    readonly effects: Effects;
    readonly heads: readonly string[];
  };
  readonly places: readonly FactsPlace[];
}

/** `undefined` where the place speaks of no table and no column. */
export function modelFactsAt(
  place: { readonly file: string; readonly offset: number },
  { models, report, prepared, places }: FactsInput,
): ModelFacts | undefined {
  const found = objectAt(place, models);
  if (found === undefined) return undefined;
  const { table, column, range } = found;
  const { timeline, effects, heads } = prepared;
  const head = timeline.snapshotAt(heads);
  const ordered = [...places.filter((one) => one.protected), ...places.filter((one) => !one.protected)];
  return {
    object:
      column === undefined ? { object: 'table', of: table } : { object: 'column', of: table, part: column },
    range,
    places: [
      { place: { kind: 'models' }, ...factsIn(models.snapshot, table, column) },
      { place: { kind: 'migrations' }, ...factsIn(head, table, column) },
      ...ordered.map((one) => factsOf(one, table, column)),
    ],
    history: objectHistory({ table, ...(column !== undefined && { column }) }, range, timeline, effects),
    findings: report.findings.filter(
      ({ object }) => sameName(object.of, table) && (column === undefined || object.part === column),
    ),
  };
}

/** The narrowest: of a column its statement, of a table its class's name. */
function objectAt(
  { file, offset }: { readonly file: string; readonly offset: number },
  { tables }: ModelSchema,
): { readonly table: QualifiedName; readonly column?: string; readonly range: Range } | undefined {
  for (const { name, location, columns } of tables) {
    if (isAt(location, file, offset)) return { table: name, range: location.range };
    for (const column of columns) {
      const places = [
        column.location,
        column.type,
        ...(column.nullable === undefined ? [] : [column.nullable]),
      ];
      const where = places.find((one) => isAt(one, file, offset));
      if (where?.range !== undefined) return { table: name, column: column.name, range: where.range };
    }
  }
  return undefined;
}

function isAt(
  location: Location,
  file: string,
  offset: number,
): location is Location & { readonly range: Range } {
  const { range } = location;
  return location.file === file && range !== undefined && range.start <= offset && offset <= range.end;
}

function factsOf(
  { name, protected: isProtected, snapshot, sizes, schema }: FactsPlace,
  table: QualifiedName,
  column: string | undefined,
): FactsOfPlace {
  const own = inDatabase(table, { models: 'public', database: schema });
  const size = sizes.get(nameKey(own));
  return {
    place: { kind: 'environment', name, protected: isProtected },
    ...factsIn(snapshot, own, column),
    ...(size !== undefined && { bytes: size.bytes }),
    ...(size?.estimatedRows !== undefined && { rows: size.estimatedRows }),
  };
}

function factsIn(
  { tables, uncertainties }: SchemaSnapshot,
  of: QualifiedName,
  name: string | undefined,
): Omit<FactsOfPlace, 'place'> {
  const table: Table | undefined = tables.get(nameKey(of));
  const part = name === undefined ? {} : { part: { kind: 'column', name } as const };
  const isSure = uncertaintyAbout(uncertainties, { kind: 'table', name: of, ...part }) === undefined;
  if (name === undefined) return { exists: isSure ? table !== undefined : undefined };
  const column: Column | undefined = table?.columns.find((one) => one.name === name);
  if (!isSure) return { exists: undefined };
  if (column === undefined) return { exists: false };
  const type = column.type.kind === 'unresolved' ? {} : { type: typeText(column.type) };
  return { exists: true, nullable: column.nullable, ...type };
}
