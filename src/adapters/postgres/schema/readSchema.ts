/** Reads a whole schema in one transaction. */
import type { SchemaMarks, SchemaReading } from '../../../app/schemaPorts.ts';
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import type { Row, Session } from '../connect.ts';
import { readSearchPath } from '../searchPath.ts';
import { type AssembledSchema, assemble } from './assemble.ts';
import { type CatalogIndex, indexDefinitions, indexRows } from './catalogIndex.ts';
import { beginReading } from './catalogQueries.ts';
import { type CatalogRows, catalogStatements, readAll } from './catalogRows.ts';
import { counters as countersQuery, objectChanges } from './changeQueries.ts';
import type { DefinitionScope } from './definitionQueries.ts';
import { namesIn } from './names.ts';
import { oidsOf, readDefinitions } from './readDefinitions.ts';
import { optional, present, text } from './rows.ts';

/** A reading, and the moment at which the last of it was read: another than its own if others wrote meanwhile. */
export interface Taken {
  readonly reading: SchemaReading;
  readonly momentAfter: string;
}

export interface Server {
  readonly counters: string | undefined;
  /** Major. */
  readonly version: number;
}

/** Goes before every reading: whatever is written after the counters were read changes them. */
export async function askServer(session: Session): Promise<Server> {
  const [row] = await session.query(countersQuery);
  return { counters: optional(row, 'counters'), version: Math.trunc(Number(row?.version) / 10_000) };
}

export async function takeWhole(session: Session, timeouts: ConnectionTimeouts): Promise<Taken> {
  const server = await askServer(session);
  const { facts, objects, ...rows } = await readAll(session, {
    facts: beginReading(timeouts),
    objects: objectChanges(undefined),
    ...catalogStatements('all', server.version),
  });
  return finishWhole(session, server, facts[0] ?? {}, objects[0] ?? {}, rows);
}

/** In a transaction that has read the catalogs. */
export async function finishWhole(
  session: Session,
  server: Server,
  facts: Row,
  objects: Row,
  rows: CatalogRows,
): Promise<Taken> {
  const { version } = server;
  const { catalog, moment } = await complete(session, rows, { scope: 'all', version }, new Map());
  const schema = await assemble(catalog, undefined);
  return { reading: toReading(server, facts, objects, schema, rows), momentAfter: moment };
}

/** Reads the definitions that belong to the rows, and indexes the rows while the server is at it. */
export async function complete(
  session: Session,
  rows: CatalogRows,
  of: Pick<DefinitionScope, 'scope' | 'version'>,
  known: SchemaMarks['relations'],
): Promise<{ readonly catalog: CatalogIndex; readonly moment: string }> {
  const [definitions, index] = await Promise.all([
    readDefinitions(session, {
      ...of,
      views: oidsOf(rows.relations.filter(isView)),
      locked: oidsOf(rows.locked),
    }),
    Promise.resolve().then(() => indexRows(rows, known)),
  ]);
  return { catalog: { ...index, ...indexDefinitions(definitions.rows) }, moment: definitions.moment };
}

function isView({ kind }: Row): boolean {
  return kind === 'v' || kind === 'm';
}

export function toReading(
  { counters }: Server,
  facts: Row,
  objects: Row,
  { snapshot, sizes, relations }: AssembledSchema,
  rows: CatalogRows,
): SchemaReading {
  return {
    serverVersion: text(facts, 'server_version'),
    database: text(facts, 'database'),
    searchPath: readSearchPath(text(facts, 'search_path'), text(facts, 'user')),
    snapshot,
    sizes,
    versionTables: [],
    marks: {
      moment: text(facts, 'moment'),
      ...present('counters', counters),
      isBusy: [...relations.values()].some(({ busy }) => busy),
      relations,
      objectParts: text(objects, 'parts'),
      context: text(objects, 'context'),
      names: namesIn(rows),
    },
  };
}
