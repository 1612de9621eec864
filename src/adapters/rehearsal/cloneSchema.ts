/**
 * Makes the clone. A statement that fails is tried again after the others, because it may need what comes later: the
 * default of a column a function, a function the type of a table's rows. What fails for good is told, not thrown.
 */
import type { RehearsalExtension, RehearsalJob, Rehearsed } from '../../core/preview/rehearsal/rehearsal.ts';
import { type RehearsalServer, saidBy } from './rehearsalServer.ts';

export interface Clone {
  readonly refused: Rehearsed['refused'];
  /** Extensions that the server has. */
  readonly available: ReadonlySet<string>;
  readonly standIns: readonly string[];
}

/** Statements that are sent together: one by one only where they fail. */
const statementsAtOnce = 200;

/** Names without a schema are PostgreSQL's own. Bodies of functions are stand-ins. */
const settings = 'SET search_path = pg_catalog; SET check_function_bodies = off';

export async function cloneSchema(
  { session }: RehearsalServer,
  job: Pick<RehearsalJob, 'extensions' | 'clone'>,
  onStatements: (done: number) => void,
): Promise<Clone> {
  const refused: { sql: string; message: string }[] = [];
  await session.query(settings);
  const rows = await session.query('SELECT name FROM pg_available_extensions');
  const available = new Set(rows.flatMap(({ name }) => name ?? []));
  const existing = job.extensions.filter(({ create }) => create !== undefined);
  const missing = existing.filter(({ name }) => !available.has(name));
  const creates = existing.filter((one) => !missing.includes(one)).flatMap(({ create }) => create ?? []);
  for (const statements of [creates, ...missing.map(({ standIn }) => standIn)]) {
    for (const sql of statements) {
      const message = await refusal(session, sql);
      if (message !== undefined) refused.push({ sql, message });
    }
  }
  for (let at = 0; at < job.clone.length; at += statementsAtOnce) {
    const statements = job.clone.slice(at, at + statementsAtOnce);
    if ((await refusal(session, statements.join(';\n'))) !== undefined)
      refused.push(...(await runAll(session, statements)));
    onStatements(at + statements.length);
  }
  return { refused: await again(session, refused), available, standIns: missing.map(({ name }) => name) };
}

/** @returns Whether it was made. */
export async function makeStandIn(
  { session }: RehearsalServer,
  { standIn }: RehearsalExtension,
): Promise<boolean> {
  for (const sql of standIn) if ((await refusal(session, sql)) !== undefined) return false;
  return true;
}

/** As long as that helps one of them. */
async function again(
  session: RehearsalServer['session'],
  refused: Rehearsed['refused'],
): Promise<Rehearsed['refused']> {
  const still = await runAll(
    session,
    refused.map(({ sql }) => sql),
  );
  return still.length === refused.length ? still : again(session, still);
}

async function runAll(
  session: RehearsalServer['session'],
  statements: readonly string[],
): Promise<Rehearsed['refused']> {
  const refused: { readonly sql: string; readonly message: string }[] = [];
  for (const sql of statements) {
    const message = await refusal(session, sql);
    if (message !== undefined) refused.push({ sql, message });
  }
  return refused;
}

async function refusal(session: RehearsalServer['session'], sql: string): Promise<string | undefined> {
  try {
    await session.query(sql);
    return undefined;
  } catch (error) {
    return saidBy(error).message;
  }
}
