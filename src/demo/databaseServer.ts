/** The demo's databases as a server that can be started and stopped. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DatabaseWorkerData, DatabaseWorkerReady } from './databaseWorker.ts';

export class DatabaseServer {
  readonly port: number;
  /** Whether the empty PostgreSQL came from the cache. */
  readonly cached: boolean;
  readonly #worker: Worker;

  private constructor(worker: Worker, { port, cached }: DatabaseWorkerReady) {
    this.#worker = worker;
    this.port = port;
    this.cached = cached;
  }

  /** Rejects when the worker fails to start. */
  static async start(options: DatabaseWorkerData): Promise<DatabaseServer> {
    const worker = new Worker(new URL('./databaseWorker.ts', import.meta.url), { workerData: options });
    const [ready] = await once(worker, 'message');
    return new DatabaseServer(worker, ready as DatabaseWorkerReady);
  }

  /** Its sockets are closed and its memory is free when this resolves. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
