/**
 * Reads version tables: finds them in the catalogs, which nobody can lock, and then reads those that the role may
 * read and nobody has locked.
 */
import type { DatabaseReading, VersionTableReader } from '../../app/ports.ts';
import { UserError } from '../../app/userError.ts';
import type { VersionRow, VersionTable, VersionTableReading } from '../../core/migration/versionTable.ts';
import type { ConnectionTimeouts } from '../../core/settings.ts';
import { type Row, type Session, withSession } from './connect.ts';
import type { KeptSessions } from './keptSessions.ts';
import { beginReading, endReading, findRelations, giveUpTable, readTable } from './queries.ts';
import { readSearchPath } from './searchPath.ts';

/**
 * @param timeouts Asked for at each reading, so that a changed setting counts at once.
 * @param kept Absent: each reading signs in.
 */
export function createVersionTableReader(
  timeouts: () => ConnectionTimeouts,
  kept?: KeptSessions,
): VersionTableReader {
  return {
    readVersionTables(connection, tables, signal) {
      const now = timeouts();
      const read = (session: Session) => readVersionTablesIn(session, tables, now);
      return withSession(connection, now, signal, read, kept);
    },
  };
}

/** A migration tool's table has a row per script at most. */
const rowLimit = 100_000;

/** In a session that has no transaction open, and has none afterwards. */
export async function readVersionTablesIn(
  session: Session,
  tables: readonly VersionTable[],
  timeouts: ConnectionTimeouts,
): Promise<DatabaseReading> {
  const [facts] = await session.query(beginReading(timeouts));
  const found = await session.query(findRelations, [tables.map(({ name }) => name)]);
  const relations = found.map(toRelation);
  const searchPath = readSearchPath(text(facts, 'search_path'), text(facts, 'user'));
  const readings: VersionTableReading[] = [];
  for (const table of tables)
    readings.push(await readOne(session, table, placeOf(table, relations, searchPath)));
  await session.query(endReading);
  return {
    serverVersion: text(facts, 'server_version'),
    database: text(facts, 'database'),
    tables: readings,
  };
}

interface Relation {
  readonly schema: string;
  readonly name: string;
  /** `pg_class.relkind`. */
  readonly kind: string;
  readonly columns: readonly string[];
  /** What the role lacks; empty if it may read. */
  readonly grants: readonly string[];
}

function toRelation(row: Row): Relation {
  return {
    schema: text(row, 'schema'),
    name: text(row, 'name'),
    kind: text(row, 'kind'),
    columns: JSON.parse(text(row, 'columns')) as readonly string[],
    grants: JSON.parse(text(row, 'grants')) as readonly string[],
  };
}

type Place =
  | { readonly kind: 'found'; readonly relation: Relation }
  | { readonly kind: 'absent' }
  | { readonly kind: 'elsewhere'; readonly schemas: readonly string[] };

/**
 * Where the table is. Without a schema it is the first on the search path; one that the role cannot read counts
 * only where there is none that it can.
 */
function placeOf(table: VersionTable, relations: readonly Relation[], searchPath: readonly string[]): Place {
  const named = relations.filter(({ name }) => name === table.name);
  const expected = table.schema === undefined ? searchPath : [table.schema];
  const candidates = expected.flatMap((schema) => named.find((relation) => relation.schema === schema) ?? []);
  const relation = candidates.find(({ grants }) => grants.length === 0) ?? candidates[0];
  if (relation !== undefined) return { kind: 'found', relation };
  const schemas = named
    .filter((other) => isOrdinary(other) && lacking(table, other).length === 0)
    .map(({ schema }) => schema);
  return schemas.length > 0 ? { kind: 'elsewhere', schemas } : { kind: 'absent' };
}

async function readOne(session: Session, table: VersionTable, place: Place): Promise<VersionTableReading> {
  if (place.kind !== 'found') return place;
  const { relation } = place;
  const { schema, grants } = relation;
  const missingColumns = lacking(table, relation);
  if (!isOrdinary(relation))
    return { kind: 'foreign', schema, missingColumns, relation: relationWord(relation.kind) };
  if (missingColumns.length > 0) return { kind: 'foreign', schema, missingColumns };
  if (grants.length > 0) return { kind: 'forbidden', schema, grants };
  const optional = table.optionalColumns ?? [];
  const columns = [...table.columns, ...optional.filter((column) => relation.columns.includes(column))];
  try {
    const rows = await session.query(readTable(schema, table.name, columns, rowLimit + 1));
    if (rows.length > rowLimit) throw tooManyRows(schema, table.name);
    return { kind: 'rows', schema, rows: rows.map((row) => withOptional(row, optional)) };
  } catch (error) {
    if (!isBeingChanged(error)) throw error;
    await session.query(giveUpTable);
    return { kind: 'busy', schema };
  }
}

function isOrdinary({ kind }: Relation): boolean {
  return kind === 'r' || kind === 'p';
}

function relationWord(kind: string): 'view' | 'materialized view' | 'foreign table' {
  if (kind === 'f') return 'foreign table';
  return kind === 'm' ? 'materialized view' : 'view';
}

function lacking(table: VersionTable, relation: Relation): readonly string[] {
  return table.columns.filter((column) => !relation.columns.includes(column));
}

function withOptional(row: Row, optional: readonly string[]): VersionRow {
  return { ...Object.fromEntries(optional.map((column) => [column, null])), ...row };
}

/**
 * Somebody is changing the table: it is locked, was dropped or altered since it was found, or is being changed on
 * the server that this standby follows.
 */
function isBeingChanged(error: unknown): boolean {
  return error instanceof Error && 'code' in error && changeCodes.has(error.code);
}

const changeCodes: ReadonlySet<unknown> = new Set(['55P03', '42P01', '42703', '40001']);

function tooManyRows(schema: string, name: string): UserError {
  return new UserError(
    `Table ${schema}.${name} has more than ${rowLimit.toLocaleString('en')} rows and is hardly a version table.`,
    'Name the version table of this project in driftline.projects.',
  );
}

function text(row: Row | undefined, column: string): string {
  return row?.[column] ?? '';
}
