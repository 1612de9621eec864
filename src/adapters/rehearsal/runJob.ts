/** Runs a job on a server: clones, runs, observes, and reads what became of the clone. */
import type {
  CalledRoutine,
  ObservedStatement,
  RehearsalExtension,
  RehearsalFailure,
  RehearsalJob,
  RehearsalProgress,
  RehearsalRevision,
  RehearsalStatement,
  Rehearsed,
} from '../../core/preview/rehearsal/rehearsal.ts';
import { calledCode } from '../../core/preview/rehearsal/standInRoutines.ts';
import { quoteName } from '../../core/schema/name.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { offsetOfCodePoint } from '../../core/sql/positions.ts';
import type { Session } from '../postgres/connect.ts';
import { readSchema } from '../postgres/schema/readChanges.ts';
import { text } from '../postgres/schema/rows.ts';
import { type Clone, cloneSchema, makeStandIn } from './cloneSchema.ts';
import { Observer } from './observe.ts';
import { type RehearsalServer, saidOrBroken } from './rehearsalServer.ts';

export type OnProgress = (progress: RehearsalProgress) => void;

export async function runJob(
  server: RehearsalServer,
  job: RehearsalJob,
  onProgress: OnProgress,
): Promise<Omit<Rehearsed, 'notes'>> {
  const { session } = server;
  const [version] = await session.query('SHOW server_version');
  const all = job.clone.length;
  onProgress({ phase: 'cloning', done: 0, all });
  const clone = await cloneSchema(server, job, (done) => onProgress({ phase: 'cloning', done, all }));
  const cloned = await snapshotOf(session);
  server.takeNotices();
  const run = new Run(server, job, clone, await Observer.start(session));
  const failure = await run.all(onProgress);
  onProgress({ phase: 'comparing', done: 0, all: 1 });
  const after = failure === undefined ? await snapshotOf(session) : undefined;
  return {
    server: server.kind,
    // Packagers add words of their own.
    serverVersion: text(version ?? {}, 'server_version').split(' ')[0] ?? '',
    cloned,
    after,
    statements: run.statements,
    ...(failure && { failure }),
    standIns: run.standIns,
    refused: clone.refused,
    called: run.called,
  };
}

/** Nobody else is on this server, and nobody waits for it. */
const patienceMs = 600_000;

async function snapshotOf(session: Session): Promise<SchemaSnapshot> {
  const timeouts = { connectTimeoutMs: patienceMs, statementTimeoutMs: patienceMs };
  return (await readSchema(session, timeouts)).snapshot;
}

class Run {
  readonly statements: ObservedStatement[] = [];
  readonly called: CalledRoutine[] = [];
  readonly standIns: string[];
  readonly #server: RehearsalServer;
  readonly #job: RehearsalJob;
  readonly #available: ReadonlySet<string>;
  readonly #observer: Observer;

  constructor(server: RehearsalServer, job: RehearsalJob, clone: Clone, observer: Observer) {
    this.#server = server;
    this.#job = job;
    this.#available = clone.available;
    this.#observer = observer;
    this.standIns = [...clone.standIns];
  }

  async all(onProgress: OnProgress): Promise<RehearsalFailure | undefined> {
    const { first, revisions, searchPath, transaction } = this.#job;
    const path = searchPath.map(quoteName).join(', ');
    await this.#query(`SET search_path = ${path === '' ? "''" : path}; SET check_function_bodies = on`);
    if (transaction === 'run') await this.#begin();
    for (const sql of first) {
      const failure = await this.#try(sql, { revision: undefined, index: undefined });
      if (failure !== undefined) return failure;
    }
    for (const [done, revision] of revisions.entries()) {
      onProgress({ phase: 'running', revision: revision.revision, done, all: revisions.length });
      const failure = await this.#revision(revision);
      if (failure !== undefined) return failure;
    }
    return transaction === 'run' ? this.#try('COMMIT', { revision: undefined, index: undefined }) : undefined;
  }

  async #revision({ revision, statements, versionTable }: RehearsalRevision) {
    const isOwn = this.#job.transaction === 'revision';
    if (isOwn) await this.#begin();
    for (const statement of statements) {
      const failure = await this.#statement(revision, statement);
      if (failure !== undefined) return failure;
    }
    for (const sql of isOwn ? [...versionTable, 'COMMIT'] : versionTable) {
      const failure = await this.#try(sql, { revision, index: undefined });
      if (failure !== undefined) return failure;
    }
    // Else its locks would be taken for those of the next revision's first statement.
    if (!isOwn && versionTable.length > 0)
      this.statements.push({ revision, index: undefined, ...(await this.#observer.inTransaction()) });
    return undefined;
  }

  async #statement(revision: string, statement: RehearsalStatement): Promise<RehearsalFailure | undefined> {
    const { index, autocommit } = statement;
    const place = { revision, index };
    if (autocommit) {
      const failure = await this.#try('COMMIT', { revision, index: undefined });
      if (failure !== undefined) return failure;
      this.#observer.transactionEnded();
    }
    const missing = this.#missingExtension(statement);
    const failure =
      missing === undefined ? await this.#try(statement.sql, place) : await this.#standIn(missing);
    if (failure !== undefined) return failure;
    const ends = autocommit || endsTransaction(statement.sql);
    this.statements.push({
      ...place,
      ...(ends ? await this.#observer.outside() : await this.#observer.inTransaction()),
    });
    if (ends) await this.#begin();
    return undefined;
  }

  /** Of a statement that would fail only because the server does not have what it makes. */
  #missingExtension({ extension }: RehearsalStatement): RehearsalExtension | undefined {
    if (extension === undefined || this.#available.has(extension)) return undefined;
    return this.#job.extensions.find(({ name }) => name === extension);
  }

  async #standIn(extension: RehearsalExtension): Promise<undefined> {
    if (this.standIns.includes(extension.name)) return;
    await makeStandIn(this.#server, extension);
    this.standIns.push(extension.name);
  }

  async #begin(): Promise<void> {
    await this.#query('BEGIN');
    this.#observer.transactionEnded();
  }

  async #try(
    sql: string,
    place: Pick<RehearsalFailure, 'revision' | 'index'>,
  ): Promise<RehearsalFailure | undefined> {
    try {
      await this.#query(sql);
      return undefined;
    } catch (error) {
      const { position, ...said } = saidOrBroken(error);
      const at = position === undefined ? {} : { position: offsetOfCodePoint(sql, position - 1) };
      return { ...place, sql, ...said, ...at };
    } finally {
      const calls = this.#server.takeNotices().filter(({ code }) => code === calledCode);
      const { revision, index } = place;
      for (const { message } of calls)
        if (revision !== undefined && message !== undefined)
          this.called.push({ routine: message, revision, index });
    }
  }

  #query(sql: string): Promise<unknown> {
    return this.#server.session.query(sql);
  }
}

/** As scripts do that step out of their transaction by hand. */
function endsTransaction(sql: string): boolean {
  return /^\s*(?:COMMIT|END|ROLLBACK|ABORT)\b(?!\s+(?:TO|WORK\s+TO|TRANSACTION\s+TO|PREPARED)\b)/i.test(sql);
}
