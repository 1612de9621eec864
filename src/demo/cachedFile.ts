/** Files that take seconds to make and are kept in the cache folder. Their names change with what they are made of. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** @returns The kept bytes, or `undefined` where there are none yet. */
export async function readCachedFile(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(absent);
}

/** Another start may read at the same time: the file appears whole or not at all. */
export async function keepFile(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, file);
}

export function keyOf(...ingredients: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const ingredient of ingredients) hash.update(ingredient);
  return hash.digest('hex').slice(0, 16);
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return undefined;
}
