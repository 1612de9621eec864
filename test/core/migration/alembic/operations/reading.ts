/** Reads the text of one revision. */
import { readAlembicOperations } from '../../../../../src/core/migration/alembic/operations/readAlembicOperations.ts';
import type {
  ScriptOperations,
  ScriptParsers,
} from '../../../../../src/core/migration/operations/scriptOperations.ts';
import type { MigrationProject } from '../../../../../src/core/migration/project.ts';

export type ScriptReading = ScriptParsers;

const env = '/project/env.py';

/** One without an `env.py`. */
export const projectWithout: MigrationProject = {
  id: 'project',
  name: 'project',
  convention: 'alembic',
  root: '/project',
  declaredIn: '/project/alembic.ini',
  folders: [{ path: '/project/versions', recursive: false }],
  versionTable: { name: 'alembic_version', columns: ['version_num'] },
  readFiles: [],
  problems: [],
  facts: [],
};

/** @param env The text of `env.py`; without it, the metadata has no naming convention. */
export function readScript(
  text: string,
  parsers: ScriptParsers,
  options: { readonly env?: string; readonly readFile?: (path: string) => string | undefined } = {},
): ScriptOperations {
  const { env: envText = 'context.configure(target_metadata=None)', readFile } = options;
  const project: MigrationProject = { ...projectWithout, readFiles: [env] };
  const readImport = (path: string): string | undefined => (path === env ? envText : readFile?.(path));
  const script = { file: '/project/versions/0001_first.py', text, readImport };
  return readAlembicOperations(script, parsers, project).value;
}
