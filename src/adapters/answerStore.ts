/** Keeps answers as files of a folder of the user's own, for {@link Answers}. */
import { createHash, hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { AnswerStore, KeptAnswer } from '../app/answers.ts';

/** Whoever asks less often than this may well wait. */
const KEPT_DAYS = 30;

/** @param maker What answers: another version of it may answer otherwise. */
export function createAnswerStore(folder: string, maker: string): AnswerStore {
  const fileOf = (slot: string): string => join(folder, sha256(slot));
  return {
    digest: (value) => sha256(JSON.stringify(value, withCollections) ?? ''),
    get(slot) {
      try {
        const [madeBy, kept] = deserialize(readFileSync(fileOf(slot))) as [string, KeptAnswer];
        return madeBy === maker ? kept : undefined;
      } catch {
        return undefined;
      }
    },
    put(slot, kept) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        removeOld(folder);
        const unfinished = `${fileOf(slot)}.${process.pid}`;
        writeFileSync(unfinished, serialize([maker, kept]), { mode: 0o600 });
        renameSync(unfinished, fileOf(slot));
      } catch {
        // The next run asks again.
      }
    },
  };
}

/** Not `serialize`, whose bytes tell how the engine happens to hold a number or a string. */
function withCollections(_: string, value: unknown): unknown {
  if (value instanceof Map) return { '\0map': [...value] };
  if (value instanceof Set) return { '\0set': [...value] };
  return typeof value === 'bigint' ? { '\0bigint': String(value) } : value;
}

function removeOld(folder: string): void {
  const limit = Date.now() - KEPT_DAYS * 24 * 60 * 60 * 1000;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (statSync(file).mtimeMs < limit) rmSync(file);
  }
}

/** `hash` is faster, and not there in every Node 20. */
function sha256(data: string): string {
  return hash?.('sha256', data) ?? createHash('sha256').update(data).digest('hex');
}
