/** The entry of the thread that tries a run out on an embedded PostgreSQL: one rehearsal, then it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { type RehearsalData, serveRehearsal } from './adapters/rehearsal/embedded/serveRehearsal.ts';

if (parentPort !== null) void serveRehearsal(parentPort, workerData as RehearsalData);
