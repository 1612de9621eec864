/**
 * One PGlite database served to several clients. PGlite has a single session, so clients take turns: a turn ends
 * when the client is outside a transaction and another one waits. What belongs to the session (settings, prepared
 * statements) is put away and brought back with the next turn; see parking.ts.
 *
 * Nobody waits for ever: a client that keeps its transaction open makes the others fail, not hang.
 */
import type { PGlite } from '@electric-sql/pglite';
import { type Fault, sync, type TransactionStatus } from './messages.ts';
import { type Parked, park, unpark } from './parking.ts';

/** A client's place at the database. */
export interface Seat {
  readonly user: string;
  /** `undefined` in the middle of a request: the turn cannot end here. */
  status: TransactionStatus | undefined;
  parked: Parked | undefined;
}

export type Work<T> = (database: PGlite) => Promise<T>;

interface Job {
  readonly seat: Seat;
  readonly start: (database: PGlite) => Promise<void>;
  readonly refuse: (reason: unknown) => void;
  timer: NodeJS.Timeout | undefined;
}

export class WaitedTooLong extends Error {
  readonly fault: Fault = {
    severity: 'ERROR',
    code: '55P03',
    message: 'Another client of this demo database has not finished its transaction.',
    hint: 'The demo serves one transaction at a time: commit or close the other session, then try again.',
  };
}

export class SharedDatabase {
  readonly #create: () => Promise<PGlite>;
  readonly #waitLimitMs: number;
  readonly #jobs: Job[] = [];
  #database: Promise<PGlite> | undefined;
  #owner: Seat | undefined;
  #working = false;
  #closed = false;

  constructor(create: () => Promise<PGlite>, waitLimitMs: number) {
    this.#create = create;
    this.#waitLimitMs = waitLimitMs;
  }

  open(): Promise<PGlite> {
    this.#database ??= this.#create();
    return this.#database;
  }

  /** Does `work` in a turn of `seat`. Rejects with {@link WaitedTooLong} if the turn does not come. */
  run<T>(seat: Seat, work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const start = (database: PGlite) => work(database).then(resolve, reject);
      this.#jobs.push({ seat, start, refuse: reject, timer: undefined });
      this.#workOff();
    });
  }

  /** The client is gone: its requests are dropped, its transaction is rolled back, its turn ends. */
  async leave(seat: Seat): Promise<void> {
    for (const job of this.#jobs.filter((waiting) => waiting.seat === seat))
      this.#drop(job, new Error('gone'));
    if (this.#owner !== seat || this.#closed) return;
    await this.run(seat, async (database) => {
      await reset(database);
      this.#owner = undefined;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of [...this.#jobs]) this.#drop(job, new Error('The database is closing.'));
    await (await this.#database)?.close();
  }

  #workOff(): void {
    if (this.#working) return;
    this.#working = true;
    void this.#workThrough()
      .catch((error: unknown) => {
        for (const job of [...this.#jobs]) this.#drop(job, error);
      })
      .finally(() => {
        this.#working = false;
        for (const job of this.#jobs) this.#limit(job);
      });
  }

  async #workThrough(): Promise<void> {
    for (;;) {
      const job = this.#closed ? undefined : await this.#next();
      if (job === undefined) return;
      const database = await this.open();
      // The client may have left, or the time run out, while the database was opened.
      if (!this.#remove(job)) continue;
      await job.start(database);
    }
  }

  /** The job whose turn it is, its session in place; `undefined` if all that wait must wait on. */
  async #next(): Promise<Job | undefined> {
    const [first] = this.#jobs;
    if (first === undefined || first.seat === this.#owner) return first;
    if (this.#owner === undefined || (await this.#makeRoom(this.#owner))) {
      // Waiting clients may have left while the session was put away.
      const [next] = this.#jobs;
      if (next !== undefined) await this.#seat(next);
      return next;
    }
    return this.#jobs.find((job) => job.seat === this.#owner);
  }

  async #makeRoom(owner: Seat): Promise<boolean> {
    if (owner.status !== 'idle') return false;
    const database = await this.open();
    owner.parked = await park(database);
    if (owner.parked === undefined) return false;
    await reset(database);
    this.#owner = undefined;
    return true;
  }

  async #seat({ seat }: Job): Promise<void> {
    const { parked } = seat;
    this.#owner = seat;
    seat.parked = undefined;
    if (parked !== undefined) await unpark(await this.open(), seat.user, parked);
  }

  #limit(job: Job): void {
    job.timer ??= setTimeout(() => this.#drop(job, new WaitedTooLong()), this.#waitLimitMs);
  }

  #drop(job: Job, reason: unknown): void {
    if (this.#remove(job)) job.refuse(reason);
  }

  #remove(job: Job): boolean {
    const at = this.#jobs.indexOf(job);
    if (at < 0) return false;
    this.#jobs.splice(at, 1);
    clearTimeout(job.timer);
    return true;
  }
}

async function reset(database: PGlite): Promise<void> {
  // A client that left in the middle of a request may have left the server waiting for this.
  await database.runExclusive(() => database.execProtocolRaw(sync));
  await database.exec('ROLLBACK');
  await database.exec('DISCARD ALL');
}
