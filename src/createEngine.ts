/** Chooses the adapters of the schema engine, for whichever thread it is to work in. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DiskFiles } from './adapters/diskFiles.ts';
import type { KeptSessions } from './adapters/postgres/keptSessions.ts';
import { createSchemaReader } from './adapters/postgres/schema/createSchemaReader.ts';
import { type AnswerStore, Answers } from './app/answers.ts';
import type { SchemaEngine } from './app/schemaEngine.ts';
import { SchemaService } from './app/schemaService.ts';

/** Where the engine works. */
export interface EngineSurroundings {
  /** Nothing else waits for this thread, so that files may be read at once. */
  readonly blocking?: boolean;
  /** Keeps answers for the next run; absent: nobody does. */
  readonly store?: AnswerStore | undefined;
  /** Absent: each reading of a database signs in. */
  readonly kept?: KeptSessions;
}

/** What most runs never ask for is loaded when it is first asked for. */
export function createEngine({ blocking = false, store, kept }: EngineSurroundings = {}): SchemaEngine {
  return new SchemaService({
    python: async () => (await import('./adapters/treeSitter.ts')).loadPython(),
    sql: async () => (await import('./adapters/libpgQuery.ts')).loadSql(),
    createReader: (timeouts) => createSchemaReader(timeouts, kept),
    answers: new Answers(store, new DiskFiles({ blocking })),
    activity: async (...asked) =>
      (await import('./adapters/postgres/activity/readActivity.ts')).readActivity(...asked),
    rehearsal: async (...asked) => {
      const { createRehearsal } = await import('./adapters/rehearsal/createRehearsal.ts');
      return createRehearsal({ workerFile: rehearsalWorkerFile() })(...asked);
    },
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
