/** Revisions of a folder, one after the other, planned as the product does it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  readAlembicOperations,
  readAlembicOperationsAt,
} from '../../src/core/migration/alembic/operations/readAlembicOperations.ts';
import type { ScriptParsers } from '../../src/core/migration/operations/scriptOperations.ts';
import type { Direction, PlannedRun } from '../../src/core/preview/plan/plannedRun.ts';
import { planRun } from '../../src/core/preview/plan/planRun.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { projectAt } from './alembicProject.ts';
import { graphOf } from './chains.ts';

export interface PlanQuestion {
  readonly direction: Direction;
  readonly serverVersion: number;
  readonly start?: SchemaSnapshot;
}

/** @param folder Of a project whose scripts are named after their revisions, in their order. */
export function planScripts(
  folder: string,
  { direction, serverVersion, start = emptySnapshot }: PlanQuestion,
  parsers: ScriptParsers,
): PlannedRun {
  const versions = join(folder, 'migrations/versions');
  const files = readdirSync(versions)
    .filter((name) => name.endsWith('.py'))
    .sort();
  const textOf = (path: string) => readFileSync(path, 'utf8');
  const readImport = (path: string) => (existsSync(path) ? textOf(path) : undefined);
  const ids = files.map((name) => name.split('_', 1)[0] ?? name);
  const graph = graphOf(
    ids.map((id, at) => ({ id, down: ids.slice(Math.max(at - 1, 0), at), depends: [], labels: [] })),
  );
  const isUp = direction === 'upgrade';
  const revisions = files.map((name, at) => {
    const script = { file: join(versions, name), text: textOf(join(versions, name)), readImport };
    const read = readAlembicOperations(script, parsers, projectAt(folder)).value;
    const revision = ids[at] ?? name;
    return {
      revision,
      operationsAt: (snapshot: SchemaSnapshot) => {
        const asks = isUp ? read.asksSchema : read.downgradeAsksSchema?.();
        const found = { snapshot, searchPath: ['public'], revision, direction };
        const exact = asks ? readAlembicOperationsAt(script, parsers, projectAt(folder), found) : undefined;
        return exact ?? (isUp ? read.upgrade : read.downgrade);
      },
    };
  });
  return planRun({
    direction,
    revisions: isUp ? revisions : revisions.reverse(),
    start,
    sql: parsers.sql,
    searchPath: ['public'],
    serverVersion,
    readFile: readImport,
    versionTable: {
      convention: 'alembic',
      table: { name: 'alembic_version' },
      exists: !isUp,
      heads: isUp ? [] : ids.slice(-1),
      graph,
    },
  });
}
