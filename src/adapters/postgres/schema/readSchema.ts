/** Reads a whole schema in one transaction. */
import type { SchemaMarks, SchemaReading } from '../../../app/schemaPorts.ts';
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import type { Row, Session } from '../connect.ts';
import { readSearchPath } from '../searchPath.ts';
import { type AssembledSchema, type Draft, draftOf, finish } from './assemble.ts';
import { indexCatalog } from './catalogIndex.ts';
import { beginReading } from './catalogQueries.ts';
import { type CatalogRows, catalogStatements, readAll } from './catalogRows.ts';
import { counters as countersQuery, objectChanges } from './changeQueries.ts';
import { namesIn } from './names.ts';
import type { PartScope } from './partQueries.ts';
import { oidsOf } from './readParts.ts';
import { readPortions } from './readPortions.ts';
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
  const of = { scope: 'all', version: server.version } as const;
  const { schema, momentAfter } = await complete(session, rows, of, text(facts, 'moment'));
  return { reading: toReading(server, facts, objects, schema, rows), momentAfter };
}

/**
 * Reads what belongs to the relations of the rows, and ends the transaction.
 *
 * @param moment Of the transaction.
 * @param earlier What was there before, and what of it is kept: the relations are added to it.
 */
export async function complete(
  session: Session,
  rows: CatalogRows,
  of: Pick<PartScope, 'scope' | 'version'>,
  moment: string,
  earlier?: { readonly known: SchemaMarks['relations']; readonly kept: Draft },
): Promise<{ readonly schema: AssembledSchema; readonly momentAfter: string }> {
  const catalog = indexCatalog(rows, earlier?.known ?? new Map());
  const draft = earlier?.kept ?? draftOf();
  const locked = oidsOf(rows.locked);
  const momentAfter = await readPortions(session, catalog, { ...of, locked }, moment, draft);
  return { schema: finish(draft, catalog), momentAfter };
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
    marks: {
      server: text(facts, 'server'),
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
