/** A real tree of Alembic revisions on disk: found, read and replayed as the product does it. */
import { readFileSync } from 'node:fs';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import type { ProjectState } from '../../src/app/state.ts';
import {
  readAlembicOperations,
  readAlembicOperationsAt,
} from '../../src/core/migration/alembic/operations/readAlembicOperations.ts';
import type { MigrationOperation } from '../../src/core/migration/operations/operation.ts';
import { type Replay, replay } from '../../src/core/schema/replay.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import type { SqlParser } from '../../src/core/sql/sqlParser.ts';
import { createWorkspace } from '../../src/createWorkspace.ts';

export interface ReplayedTree {
  readonly state: ProjectState;
  readonly replay: Replay;
  readonly operationsOf: (id: string) => readonly MigrationOperation[];
  /** What a revision does to the schema that it finds. */
  readonly operationsAt: (id: string, before: SchemaSnapshot) => readonly MigrationOperation[];
  readonly start: SchemaSnapshot;
}

export interface Circumstances {
  /** A file's path ends like this → what stands in it instead. */
  readonly instead?: Readonly<Record<string, string>>;
  /** In schema `public` before the first revision. */
  readonly extensions?: readonly string[];
}

/** The project of a folder that has a given revision. */
export async function replayTree(
  folder: string,
  revision: string,
  sql: SqlParser,
  { instead = {}, extensions = [] }: Circumstances = {},
): Promise<ReplayedTree> {
  const state = (await projectsIn(folder)).find(({ graph }) => graph.byId.has(revision));
  if (state === undefined) throw new Error(`No project in ${folder} has the revision ${revision}.`);
  const python = await loadPython();
  const read = new Map<string, readonly MigrationOperation[]>();
  const asking = new Set<string>();
  const readImport = (path: string) =>
    Object.entries(instead).find(([end]) => path.endsWith(end))?.[1] ?? textOf(path);
  const scriptIn = (file: string) => ({ file, text: textOf(file) ?? '', readImport });
  const operationsOf = (id: string) => {
    const known = read.get(id);
    const file = state.graph.byId.get(id)?.file;
    if (known !== undefined || file === undefined) return known ?? [];
    const { upgrade, asksSchema } = readAlembicOperations(
      scriptIn(file),
      { python, sql },
      state.project,
    ).value;
    read.set(id, upgrade);
    if (asksSchema) asking.add(id);
    return upgrade;
  };
  const operationsAt = (revision: string, snapshot: SchemaSnapshot) => {
    const file = state.graph.byId.get(revision)?.file;
    if (!asking.has(revision) || file === undefined) return undefined;
    const found = { snapshot, searchPath: ['public'], revision };
    return readAlembicOperationsAt(scriptIn(file), { python, sql }, state.project, found);
  };
  const start: SchemaSnapshot = {
    ...emptySnapshot,
    extensions: new Map(extensions.map((name) => [name, { name, schema: 'public' }])),
  };
  const context = { sql, searchPath: ['public'], start, operationsAt };
  return {
    state,
    replay: replay(state.graph, operationsOf, context),
    operationsOf,
    operationsAt: (id, before) => {
      const operations = operationsOf(id);
      return operationsAt(id, before) ?? operations;
    },
    start,
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function projectsIn(folder: string): Promise<readonly ProjectState[]> {
  const refuse = () => Promise.reject(new Error('No environment is asked here.'));
  const workspace = createWorkspace({
    blocking: true,
    chainsOnly: false,
    folders: () => [folder],
    storedPassword: refuse,
    permit: refuse,
    askPassword: refuse,
    keepPassword: refuse,
    log: { info: () => undefined, error: () => undefined },
  });
  await workspace.find([{ folder, excludes: [] }], new AbortController().signal);
  return workspace.state.projects;
}
