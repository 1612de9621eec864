/** The schema engine of a run that nothing else waits for: it needs no thread of its own. */
import type { KeptSessions } from '../adapters/postgres/keptSessions.ts';
import { callLate } from '../adapters/worker/callLate.ts';
import type { AnswerStore } from '../app/answers.ts';
import type { SchemaEngine } from '../app/schemaEngine.ts';
import { Schemas } from '../app/schemas.ts';

/** The engine is loaded at the first question. */
export function schemasHere(store: AnswerStore | undefined, kept: KeptSessions): Schemas {
  return new Schemas(
    callLate<SchemaEngine>(async () =>
      (await import('../createEngine.ts')).createEngine({ blocking: true, store, kept }),
    ),
  );
}
