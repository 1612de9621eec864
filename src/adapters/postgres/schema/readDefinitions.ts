/** Reads the definitions of relations, and passes over those that somebody has locked. Ends the transaction. */
import { UserError } from '../../../app/userError.ts';
import type { Row, Session } from '../connect.ts';
import { locked as lockedQuery } from './catalogQueries.ts';
import { type DefinitionRows, definitionStatements, readAll, viewStatements } from './catalogRows.ts';
import type { DefinitionScope } from './definitionQueries.ts';
import { text } from './rows.ts';

export interface Definitions {
  readonly rows: DefinitionRows;
  /** After the last definition was read: `txid_current_snapshot()`. */
  readonly moment: string;
}

const attempts = 5;

/** Rejects with a {@link ChangedMeanwhile} where a relation went away while its definition was asked for. */
export async function readDefinitions(session: Session, of: DefinitionScope): Promise<Definitions> {
  let locked = of.locked;
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      return await readAtOnce(session, { ...of, locked });
    } catch (error) {
      if (!isLocked(error)) throw isGone(error) ? new ChangedMeanwhile(error) : error;
      const [now = []] = await session.batch(`ROLLBACK TO SAVEPOINT definitions; ${lockedQuery}`, 1);
      locked = [...new Set([...locked, ...oidsOf(now)])];
    }
  }
  throw new UserError(
    'Other sessions keep locking tables while the schema is read.',
    'Read it again when they are done.',
  );
}

async function readAtOnce(session: Session, of: DefinitionScope): Promise<Definitions> {
  const views = viewStatements(of);
  const statements = withSavepoint(definitionStatements(of));
  const { moment, ...rows } = await readAll<string>(session, {
    ...statements,
    ...views,
    moment: endOfReading,
  });
  const viewDefinitions = Object.keys(views).flatMap((name) => rows[name] ?? []);
  return {
    rows: { ...(rows as DefinitionRows), viewDefinitions },
    moment: text(moment?.[0] ?? {}, 'moment'),
  };
}

const endOfReading = 'COMMIT; SELECT pg_catalog.txid_current_snapshot()::pg_catalog.text AS moment';

/** A reading that has to start anew. */
export class ChangedMeanwhile extends UserError {
  constructor(cause: unknown) {
    super('The schema was changed while it was read.', 'Read it again when the changes are done.', cause);
  }
}

export function oidsOf(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => text(row, 'oid'));
}

/** What reads policies keeps locks as views do, which the way back to the savepoint gives up at once. */
function withSavepoint(statements: ReturnType<typeof definitionStatements>): typeof statements {
  return {
    ...statements,
    defaults: `SAVEPOINT definitions; ${statements.defaults}`,
    policyExpressions: `${statements.policyExpressions}; ROLLBACK TO SAVEPOINT definitions`,
  };
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
