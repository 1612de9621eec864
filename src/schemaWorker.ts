/** The entry of the thread that answers questions about schemas, so that the editor's own is never held up. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { loadSql } from './adapters/libpgQuery.ts';
import { readActivity } from './adapters/postgres/activity/readActivity.ts';
import { createSchemaReader } from './adapters/postgres/schema/createSchemaReader.ts';
import { createRehearsal } from './adapters/rehearsal/createRehearsal.ts';
import { loadPython } from './adapters/treeSitter.ts';
import { serve } from './adapters/worker/serve.ts';
import { SchemaService } from './app/schemaService.ts';

if (parentPort !== null) {
  serve(
    parentPort,
    new SchemaService({
      python: loadPython,
      sql: loadSql,
      createReader: createSchemaReader,
      readFile,
      activity: readActivity,
      rehearsal: createRehearsal({ workerFile: rehearsalWorkerFile() }),
      pause: setImmediate,
    }),
  );
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Beside the bundle, or among the sources. */
function rehearsalWorkerFile(): string {
  const isBundle = typeof __dirname === 'string';
  return join(
    isBundle ? __dirname : import.meta.dirname,
    isBundle ? 'rehearsalWorker.cjs' : 'rehearsalWorker.ts',
  );
}
