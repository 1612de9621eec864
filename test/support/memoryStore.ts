/** A store of answers that is gone with the test. */
import { serialize } from 'node:v8';
import type { AnswerStore, KeptAnswer } from '../../src/app/answers.ts';

export function memoryStore(): AnswerStore {
  const slots = new Map<string, KeptAnswer>();
  return {
    digest: (value) => serialize(value).toString('hex'),
    get: (slot) => slots.get(slot),
    put: (slot, kept) => void slots.set(slot, kept),
  };
}
