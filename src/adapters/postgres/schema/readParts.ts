/** Reads what belongs to relations, and passes over the definitions of those that somebody has locked. */
import { UserError } from '../../../app/userError.ts';
import type { Row, Session } from '../connect.ts';
import { locked as lockedQuery } from './catalogQueries.ts';
import { type PartLines, partStatements, readAll } from './catalogRows.ts';
import { type CopyStatement, copyOf, type Lines } from './lines.ts';
import type { PartScope } from './partQueries.ts';
import { flag, text } from './rows.ts';
import { haveChanged, unlocked } from './sameColumns.ts';

export interface Parts {
  readonly lines: PartLines;
  /** Of the relations that were asked for besides. */
  readonly relations: Lines;
  /** With what turned out to be locked meanwhile. */
  readonly locked: readonly string[];
  /** After the last of it was read: `txid_current_snapshot()`. Absent while the transaction goes on. */
  readonly moment?: string;
}

export interface EndOfReading {
  /** Of the transaction. */
  readonly moment: string;
  /** Oids of the relations that names were looked up in for others. */
  readonly lookedUp: Iterable<string>;
}

const attempts = 5;

/**
 * In a transaction with a savepoint `parts`.
 *
 * @param besides Rows of relations that are wanted as well.
 * @param last If the transaction ends with it.
 * @throws A {@link ChangedMeanwhile} where a relation went away while its definition was asked for.
 */
export async function readParts(
  session: Session,
  of: PartScope,
  besides: CopyStatement | undefined,
  last: EndOfReading | undefined,
): Promise<Parts> {
  let { locked } = of;
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      return await readAtOnce(session, { ...of, locked }, besides, last);
    } catch (error) {
      if (!isLocked(error)) throw isGone(error) ? new ChangedMeanwhile(error) : error;
      const [now] = await session.batch(`ROLLBACK TO SAVEPOINT parts; ${lockedQuery}`, 1);
      locked = [...new Set([...locked, ...oidsOf(now?.rows ?? [])])];
    }
  }
  throw new UserError(
    'Other sessions keep locking tables while the schema is read.',
    'Read it again when they are done.',
  );
}

/**
 * The locks on all that views and policies read are kept until the transaction ends or goes back to the savepoint, and
 * a server has only so many.
 */
async function readAtOnce(
  session: Session,
  of: PartScope,
  besides: CopyStatement | undefined,
  last: EndOfReading | undefined,
): Promise<Parts> {
  const { locked } = of;
  const { end, relations, ...lines } = await readAll(session, {
    ...partStatements({ ...of, same: unlocked(of.same, locked) }),
    relations: besides ?? nothing,
    end: last === undefined ? backToParts : endOfReading(last),
  });
  if (last === undefined) return { lines, relations, locked };
  if (flag(end[0] ?? {}, 'has_changed')) throw new ChangedMeanwhile(undefined);
  return { lines, relations, locked, moment: text(end[0] ?? {}, 'moment') };
}

const nothing = copyOf({ oid: '0' }, 'WHERE false');
const backToParts = 'ROLLBACK TO SAVEPOINT parts; SELECT 1 AS done';

function endOfReading({ moment, lookedUp }: EndOfReading): string {
  return `
COMMIT;
BEGIN READ ONLY;
SET LOCAL statement_timeout = 5000;
SET LOCAL search_path = pg_catalog, pg_temp;
SELECT txid_current_snapshot()::text AS moment, ${haveChanged(lookedUp, moment)} AS has_changed;
COMMIT`;
}

/** A reading that has to start anew. */
export class ChangedMeanwhile extends UserError {
  constructor(cause: unknown) {
    super('The schema was changed while it was read.', 'Read it again when the changes are done.', cause);
  }
}

export function oidsOf(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => text(row, 'oid'));
}

function isLocked(error: unknown): boolean {
  return codeOf(error) === '55P03';
}

/** The functions that print definitions look at the present, where an object of the transaction's moment may be gone. */
function isGone(error: unknown): boolean {
  return ['XX000', '42P01', '42703', '42704', '40001'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
