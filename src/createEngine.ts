/** Chooses the adapters of the schema engine, for whichever thread it is to work in. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DiskFiles } from './adapters/diskFiles.ts';
import { loadSql } from './adapters/libpgQuery.ts';
import { readActivity } from './adapters/postgres/activity/readActivity.ts';
import { createSchemaReader } from './adapters/postgres/schema/createSchemaReader.ts';
import { createRehearsal } from './adapters/rehearsal/createRehearsal.ts';
import { loadPython } from './adapters/treeSitter.ts';
import { type AnswerStore, Answers } from './app/answers.ts';
import type { SchemaEngine } from './app/schemaEngine.ts';
import { SchemaService } from './app/schemaService.ts';

/** @param store Keeps answers for the next run; absent: nobody does. */
export function createEngine(store?: AnswerStore): SchemaEngine {
  return new SchemaService({
    python: loadPython,
    sql: loadSql,
    createReader: createSchemaReader,
    answers: new Answers(store, new DiskFiles({ blocking: false })),
    activity: readActivity,
    rehearsal: createRehearsal({ workerFile: rehearsalWorkerFile() }),
    pause: setImmediate,
  });
}

/** Beside the bundle, or among the sources. */
function rehearsalWorkerFile(): string {
  const isBundle = typeof __dirname === 'string';
  return join(
    isBundle ? __dirname : import.meta.dirname,
    isBundle ? 'rehearsalWorker.cjs' : 'rehearsalWorker.ts',
  );
}
