/** The entry of the thread that answers questions about schemas, so that the editor's own is never held up. */
import { parentPort } from 'node:worker_threads';
import { serve } from './adapters/worker/serve.ts';
import { createEngine } from './createEngine.ts';

if (parentPort !== null) serve(parentPort, createEngine());
