/**
 * Recorded catalogs of real projects, and checkouts of these projects: on demand, because they are not in here.
 *
 * `DRIFTLINE_TRUTH`: a folder of `schema/<tree>/snapshots.json`. `DRIFTLINE_TREES`: a folder of checkouts, `<tree>`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RevisionGraph } from '../../src/core/migration/graph.ts';
import type { Circumstances } from './replayTree.ts';

export const truth = process.env.DRIFTLINE_TRUTH ?? '';
export const checkouts = process.env.DRIFTLINE_TREES ?? '';
export const trees = truth === '' || checkouts === '' ? [] : readdirSync(join(truth, 'schema'));

/**
 * Catalogs were recorded without the models of the projects, so without their naming conventions unless one was
 * given, and in a database that had extensions.
 */
export function circumstancesOf(folder: string): Circumstances {
  const { options } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as {
    readonly options: { readonly convention?: object; readonly pre_sql?: readonly string[] };
  };
  const extensions = (options.pre_sql ?? []).flatMap((one) => /"([\w-]+)"/.exec(one)?.[1] ?? []);
  const plain = 'from alembic import context\ncontext.configure(target_metadata=None)\n';
  return { extensions, ...(options.convention === undefined && { instead: { '/env.py': plain } }) };
}

/** Catalogs were recorded revision by revision in one order, so of several branches each is partly there. */
export function headsAmong({ nodes }: RevisionGraph, applied: readonly string[]): readonly string[] {
  const below = new Set(applied.flatMap((id) => nodes.get(id)?.below ?? []));
  return applied.filter((id) => !below.has(id));
}
