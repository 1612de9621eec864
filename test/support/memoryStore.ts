/** A store of answers that is gone with the test. */
import { deserialize, serialize } from 'node:v8';
import type { AnswerStore, KeptAnswer } from '../../src/app/answers.ts';

export function memoryStore(): AnswerStore {
  const slots = new Map<string, Buffer>();
  return {
    digest: (value) => serialize(value).toString('hex'),
    get(slot) {
      const bytes = slots.get(slot);
      return bytes && (deserialize(bytes) as KeptAnswer);
    },
    put: (slot, kept) => void slots.set(slot, serialize(kept)),
  };
}
