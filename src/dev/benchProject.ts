/** The project that benchmarks read: without files of its own. */
import type { MigrationProject } from '../core/migration/project.ts';

export const project: MigrationProject = {
  id: 'bench',
  name: 'bench',
  convention: 'alembic',
  root: '/bench',
  declaredIn: '/bench/alembic.ini',
  versionTable: undefined,
  readFiles: [],
  folders: [],
  facts: [],
  problems: [],
};
