/** Whether a schema is still what an earlier run read: the cheapest question goes first. */
import type { SchemaSeal } from '../../../app/schemaSeal.ts';
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import type { Row, Session } from '../connect.ts';
import { readSearchPath } from '../searchPath.ts';
import { beginReading } from './catalogQueries.ts';
import { readAll } from './catalogRows.ts';
import { objectChanges, relationChanges } from './changeQueries.ts';
import { rowsOf } from './lines.ts';
import { flag, text } from './rows.ts';

/** Transaction ids come round after four thousand million; so much younger than that a seal has to be. */
const longAgo = 1_000_000_000;

export async function holds(
  session: Session,
  seal: SchemaSeal,
  timeouts: ConnectionTimeouts,
): Promise<boolean> {
  const { facts } = await readAll(session, { facts: `${beginReading(timeouts)};\nCOMMIT` });
  const now = facts[0] ?? {};
  if (!isSameServer(now, seal)) return false;
  const moment = text(now, 'moment');
  if (moment === seal.moment) return true;
  return nextId(moment) - nextId(seal.moment) < longAgo && isUnwritten(session, seal, timeouts);
}

function isSameServer(facts: Row, { server, serverVersion, searchPath }: SchemaSeal): boolean {
  const path = readSearchPath(text(facts, 'search_path'), text(facts, 'user'));
  return (
    text(facts, 'server') === server &&
    text(facts, 'server_version') === serverVersion &&
    JSON.stringify(path) === JSON.stringify(searchPath)
  );
}

async function isUnwritten(
  session: Session,
  seal: SchemaSeal,
  timeouts: ConnectionTimeouts,
): Promise<boolean> {
  const version = Number.parseInt(seal.serverVersion, 10);
  const { relations, objects } = await readAll(session, {
    facts: beginReading(timeouts),
    relations: relationChanges(seal.moment, version),
    objects: `${objectChanges(seal.moment)};\nCOMMIT`,
  });
  const [others = {}] = objects;
  if (flag(others, 'is_new') || flag(others, 'reaches_far')) return false;
  if (text(others, 'parts') !== seal.objectParts || text(others, 'context') !== seal.context) return false;
  let known = 0;
  for (const row of rowsOf(relations)) {
    if (flag(row, 'is_new') || seal.parts.get(text(row, 'oid')) !== Number(row.parts)) return false;
    known++;
  }
  return known === seal.parts.size;
}

/** Of the text of `txid_current_snapshot()`: the first transaction that it cannot have seen. */
function nextId(moment: string): number {
  return Number(moment.split(':')[1]);
}
