/** Whether what was built is older than what it is built from. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** @param sources Files and folders; a folder stands for all files in it. */
export async function isStale(outputs: readonly string[], sources: readonly string[]): Promise<boolean> {
  const built = await Promise.all(outputs.map(changedAt));
  const oldest = Math.min(...built.map((time) => time ?? 0));
  const changed = await Promise.all(sources.map(newestIn));
  return Math.max(...changed) > oldest;
}

async function newestIn(source: string): Promise<number> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const times = await Promise.all([source, ...files].map(changedAt));
  return Math.max(...times.map((time) => time ?? 0));
}

/** `undefined` if there is no such file. */
async function changedAt(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
