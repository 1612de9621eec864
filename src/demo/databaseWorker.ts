/**
 * The worker that the demo's databases live in. PGlite computes on the thread that calls it; here it blocks
 * neither the terminal nor Ctrl-C, and ends with the worker.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { demoDatabases } from './demoDatabases.ts';
import { openDatabase } from './openDatabase.ts';
import { loadTemplate } from './template.ts';
import { WireServer } from './wire/wireServer.ts';

export interface DatabaseWorkerData {
  readonly cacheFolder: string;
  readonly password: string;
}

export interface DatabaseWorkerReady {
  readonly port: number;
  readonly cached: boolean;
}

const { cacheFolder, password } = workerData as DatabaseWorkerData;
const template = await loadTemplate(cacheFolder);
const server = new WireServer({
  password,
  databases: Object.fromEntries(
    demoDatabases.map((database) => [database.name, () => openDatabase(template, database, cacheFolder)]),
  ),
});
// A client that had to wait for the first start of its database might give up.
await server.openAll();
const ready: DatabaseWorkerReady = { port: await server.listen(), cached: template.cached };
parentPort?.postMessage(ready);
