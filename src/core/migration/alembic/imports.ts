/** Runs a synchronous reader that asks for further files, fetching what it asked for until it has everything. */
import type { Files } from '../convention.ts';

/** Modules import modules; deeper than this nothing is looked up. */
const maxRounds = 12;

export async function withImports<T>(
  files: Files,
  read: (readImport: (path: string) => string | undefined) => T,
): Promise<{ readonly value: T; readonly readFiles: readonly string[] }> {
  const texts = new Map<string, string | undefined>();
  for (let round = 0; ; round++) {
    const wanted = new Set<string>();
    const value = read((path) => {
      if (!texts.has(path)) wanted.add(path);
      return texts.get(path);
    });
    if (wanted.size === 0 || round >= maxRounds) {
      return { value, readFiles: [...texts].flatMap(([path, text]) => (text === undefined ? [] : [path])) };
    }
    await Promise.all([...wanted].map(async (path) => texts.set(path, await files.read(path))));
  }
}
