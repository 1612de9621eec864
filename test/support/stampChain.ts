/** Stamps of chains written in SQL. */
import { buildGraph } from '../../src/core/migration/graph.ts';
import type { ConventionId, MigrationProject } from '../../src/core/migration/project.ts';
import type { Revision } from '../../src/core/migration/revision.ts';
import type { VersionRow, VersionTableReading } from '../../src/core/migration/versionTable.ts';
import {
  previewStamp,
  type StampAnswer,
  type StampInput,
} from '../../src/core/preview/stamp/previewStamp.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import type { Chain } from './sqlChain.ts';

export interface StampCase {
  readonly rows: readonly VersionRow[] | VersionTableReading;
  readonly target: string;
  readonly convention?: ConventionId;
  readonly project?: Partial<MigrationProject>;
  readonly more?: Partial<StampInput>;
  readonly labels?: Readonly<Record<string, readonly string[]>>;
}

/** A row of Alembic's for each. */
export const at = (...ids: readonly string[]): readonly VersionRow[] =>
  ids.map((id) => ({ version_num: id }));

export function stampChain(
  chain: Chain,
  live: SchemaSnapshot,
  { rows, target, convention = 'alembic', project: own = {}, more = {}, labels = {} }: StampCase,
): StampAnswer {
  const revisions = chain.timeline.order.map(
    (id): Revision => ({
      id,
      file: `${id}.sql`,
      message: '',
      downRevisions: chain.timeline.parentsOf(id),
      dependsOn: [],
      branchLabels: labels[id] ?? [],
      hasDowngrade: true,
      references: [],
    }),
  );
  const table = { alembic: 'alembic_version', goose: 'goose_db_version', flyway: 'flyway_schema_history' };
  const name = convention in table ? table[convention as keyof typeof table] : 'schema_migrations';
  const versionTable = { name, columns: [] };
  const project: MigrationProject = {
    id: '/shop/alembic.ini',
    name: 'shop',
    convention,
    root: '/shop',
    declaredIn: '/shop/alembic.ini',
    folders: [{ path: '/shop/migrations', recursive: false }],
    versionTable,
    readFiles: [],
    problems: [],
    facts: [],
    ...own,
  };
  return previewStamp({
    ...chain.input(live, undefined),
    project,
    graph: buildGraph(revisions),
    versionTable,
    reading: 'kind' in rows ? rows : { kind: 'rows', schema: 'public', rows },
    environment: { name: 'production', protected: false, writable: false },
    target,
    ...more,
  });
}
