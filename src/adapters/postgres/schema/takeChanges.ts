/**
 * Reads what was written after the moment of an earlier reading, in one transaction.
 *
 * Relations are read again where one of the catalogs' rows about them is new or gone, together with those whose
 * definitions name their columns. Where a name has changed that any expression may hold, everything is read again.
 */
import type { SchemaMarks, SchemaReading } from '../../../app/schemaPorts.ts';
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import type { Row, Session } from '../connect.ts';
import { without } from './assemble.ts';
import { beginReading } from './catalogQueries.ts';
import { catalogStatements, readAll } from './catalogRows.ts';
import { dependents, objectChanges, relationChanges } from './changeQueries.ts';
import { type Lines, rowsOf } from './lines.ts';
import { hasRenamed } from './names.ts';
import { oidsOf } from './readParts.ts';
import { askServer, complete, finishWhole, type Server, type Taken, toReading } from './readSchema.ts';
import { flag, present, text } from './rows.ts';
import { shareEqual } from './shareEqual.ts';

export async function takeChanges(
  session: Session,
  before: SchemaReading,
  timeouts: ConnectionTimeouts,
): Promise<Taken> {
  const server = await askServer(session);
  const { moment } = before.marks;
  const changes = await readAll(session, {
    facts: beginReading(timeouts),
    relations: relationChanges(moment, server.version),
    objects: objectChanges(moment),
  });
  const transaction: Transaction = {
    session,
    server,
    before,
    facts: changes.facts[0] ?? {},
    objects: changes.objects[0] ?? {},
  };
  const changed = changedRelations(before.marks, changes.relations);
  if (reachesFar(before.marks, transaction.objects)) return takeAll(transaction);
  if (isEmpty(changed) && !haveObjectsChanged(before.marks, transaction.objects))
    return unchanged(transaction);
  return takeSome(transaction, changed);
}

interface Transaction {
  readonly session: Session;
  readonly server: Server;
  readonly before: SchemaReading;
  readonly facts: Row;
  /** Of the query `objectChanges`. */
  readonly objects: Row;
}

/** Oids. */
interface ChangedRelations {
  readonly written: readonly string[];
  readonly gone: readonly string[];
}

function changedRelations({ relations }: SchemaMarks, lines: Lines): ChangedRelations {
  const there = new Set<string>();
  const written: string[] = [];
  for (const row of rowsOf(lines)) {
    const oid = text(row, 'oid');
    const mark = relations.get(oid);
    there.add(oid);
    if (flag(row, 'is_new') || mark === undefined || mark.busy || mark.parts !== Number(row.parts))
      written.push(oid);
  }
  return { written, gone: [...relations.keys()].filter((oid) => !there.has(oid)) };
}

function isEmpty({ written, gone }: ChangedRelations): boolean {
  return written.length === 0 && gone.length === 0;
}

function haveObjectsChanged(marks: SchemaMarks, objects: Row): boolean {
  return flag(objects, 'is_new') || text(objects, 'parts') !== marks.objectParts;
}

function reachesFar(marks: SchemaMarks, objects: Row): boolean {
  return flag(objects, 'reaches_far') || text(objects, 'context') !== marks.context;
}

async function unchanged({ session, server, before, facts }: Transaction): Promise<Taken> {
  await session.batch('COMMIT', 1);
  const { counters: _, ...marks } = before.marks;
  const moment = text(facts, 'moment');
  const reading = { ...before, marks: { ...marks, moment, ...present('counters', server.counters) } };
  return { reading, momentAfter: moment };
}

async function takeAll({ session, server, before, facts, objects }: Transaction): Promise<Taken> {
  const rows = await readAll(session, catalogStatements('all', server.version));
  const { reading, momentAfter } = await finishWhole(session, server, facts, objects, rows);
  return { reading: sharing(before, reading), momentAfter };
}

async function takeSome(transaction: Transaction, { written, gone }: ChangedRelations): Promise<Taken> {
  const { session, server, before, facts, objects } = transaction;
  const { version } = server;
  const scope = await widen(session, before.marks, written);
  const rows = await readAll(session, catalogStatements(scope, version));
  if (hasRenamed(before, rows)) return takeAll(transaction);
  const { relations } = before.marks;
  const kept = without({ ...before, relations }, [...scope, ...gone]);
  const { schema, momentAfter } = await complete(session, rows, { scope, version }, text(facts, 'moment'), {
    known: relations,
    kept,
  });
  const reading = sharing(before, toReading(server, facts, objects, schema, rows));
  return { reading, momentAfter };
}

/** Composite types are always read again with the other types. */
async function widen(
  session: Session,
  { relations }: SchemaMarks,
  written: readonly string[],
): Promise<readonly string[]> {
  const found = written.length === 0 ? [] : await session.query(dependents(written));
  const composites = [...relations].filter(([, { kind }]) => kind === 'c').map(([oid]) => oid);
  return [...new Set([...written, ...oidsOf(found), ...composites])];
}

function sharing(before: SchemaReading, reading: SchemaReading): SchemaReading {
  return { ...reading, snapshot: shareEqual(before.snapshot, reading.snapshot) };
}
