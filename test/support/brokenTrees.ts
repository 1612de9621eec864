/** The small odd and broken trees of test/fixtures/broken, each with what Alembic made of it. */
import { readdirSync, readFileSync } from 'node:fs';

export interface BrokenTree {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Whose text stands for bytes: one code unit for each. */
  readonly binary_files: readonly string[];
  readonly heads: readonly string[] | AlembicError;
  readonly bases: readonly string[] | AlembicError;
  readonly history: readonly HistoryEntry[] | AlembicError;
  readonly warnings?: Readonly<Record<string, readonly string[]>> | readonly string[];
}

export interface AlembicError {
  readonly error: string;
}

export type HistoryEntry = readonly [
  id: string,
  downRevisions: readonly string[],
  isHead: boolean,
  isBase: boolean,
  isMerge: boolean,
  isBranchPoint: boolean,
  labels: readonly string[],
  message: string,
];

const folder = new URL('../fixtures/broken/', import.meta.url);

export const brokenTrees: readonly BrokenTree[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as BrokenTree);

export function treeBytes(tree: BrokenTree): [file: string, bytes: Buffer][] {
  return Object.entries(tree.files).map(([file, text]) => {
    const encoding = tree.binary_files.includes(file) ? 'latin1' : 'utf8';
    return [file, Buffer.from(text, encoding)];
  });
}
