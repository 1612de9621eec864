/**
 * Reads what has changed since a reading, and of a schema that is changed while it is read, reads again until nothing
 * is.
 */
import type { RelationMark, SchemaReading } from '../../../app/schemaPorts.ts';
import { displayName } from '../../../core/schema/name.ts';
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import type { Session } from '../connect.ts';
import { moment as momentQuery } from './changeQueries.ts';
import { ChangedMeanwhile } from './readParts.ts';
import { askServer, type Taken, takeWhole } from './readSchema.ts';
import { takeChanges } from './takeChanges.ts';

const rounds = 5;

export async function readSchema(session: Session, timeouts: ConnectionTimeouts): Promise<SchemaReading> {
  const taken = await persistently(session, () => takeWhole(session, timeouts));
  return settle(session, taken, timeouts);
}

/** The cheapest question goes first; only what is locked is asked for again in any case. */
export async function readChanges(
  session: Session,
  before: SchemaReading,
  timeouts: ConnectionTimeouts,
): Promise<SchemaReading> {
  if (!before.marks.isBusy) {
    const [now] = await session.query(momentQuery);
    if (now?.moment === before.marks.moment) return before;
    const { counters } = await askServer(session);
    if (counters !== undefined && counters === before.marks.counters) return before;
  }
  const taken = await persistently(session, () => takeChanges(session, before, timeouts));
  return settle(session, taken, timeouts);
}

/**
 * Definitions are those of the present, not of the transaction's moment. So what was written since that moment is
 * read again, until nothing was; what is then still being changed is uncertain.
 */
async function settle(session: Session, taken: Taken, timeouts: ConnectionTimeouts): Promise<SchemaReading> {
  let { reading, momentAfter } = taken;
  for (let round = 0; round < rounds; round++) {
    if (momentAfter === reading.marks.moment) return reading;
    const next = await persistently(session, () => takeChanges(session, reading, timeouts));
    if (next.reading.snapshot === reading.snapshot) return next.reading;
    if (round === rounds - 1) return withUncertain(reading, next.reading);
    ({ reading, momentAfter } = next);
  }
  return reading;
}

async function persistently(session: Session, take: () => Promise<Taken>): Promise<Taken> {
  for (let round = 1; ; round++) {
    try {
      return await take();
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || round === rounds) throw error;
      await session.batch('ROLLBACK', 1);
    }
  }
}

/** Marks what was read last as being changed. */
function withUncertain(before: SchemaReading, last: SchemaReading): SchemaReading {
  const relations = new Map(last.marks.relations);
  for (const [oid, mark] of relations)
    if (mark !== before.marks.relations.get(oid)) relations.set(oid, beingChanged(mark));
  const uncertainties = [...relations.values()].flatMap(({ uncertainty }) => uncertainty ?? []);
  return {
    ...last,
    snapshot: { ...last.snapshot, uncertainties },
    marks: { ...last.marks, isBusy: true, relations },
  };
}

function beingChanged(mark: RelationMark): RelationMark {
  const kind = /[vm]/.test(mark.kind) ? 'view' : mark.kind === 'S' ? 'sequence' : 'table';
  const reason = `${displayName(mark.name)} keeps being changed while it is read. Read the schema again when that is done.`;
  return { ...mark, uncertainty: { reason, affects: [{ kind, name: mark.name }] }, busy: true };
}
