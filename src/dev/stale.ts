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
  const times = await Promise.all((await filesIn(source)).map(changedAt));
  return Math.max(0, ...times.map((time) => time ?? 0));
}

async function filesIn(source: string): Promise<readonly string[]> {
  if (!(await stat(source)).isDirectory()) return [source];
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
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
