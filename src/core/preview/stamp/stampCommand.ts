/** The command that writes a stamp, to be run in the folder of the project; `undefined` for a tool without one. */
import type { MigrationProject } from '../../migration/project.ts';
import { baseName, folderOf, relativePath } from '../../text/path.ts';

/** @param ids Empty: base; `label@base` stands for itself. */
export function alembicCommand(
  project: MigrationProject,
  ids: readonly string[],
  purge: boolean,
): string | undefined {
  const { declaredIn, root, section } = project;
  const revisions = (ids.length === 0 ? ['base'] : ids).map(shellWord);
  const options = purge ? ['--purge'] : [];
  // Without a file that declares it, a program configures Alembic itself.
  if (!/\.(?:ini|toml)$/.test(declaredIn)) return undefined;
  const isFlask = folderOf(declaredIn) !== root;
  if (isFlask) return isFlaskCommand(project, revisions, options);
  const isDefault = baseName(declaredIn) === 'alembic.ini' || baseName(declaredIn) === 'pyproject.toml';
  const config = isDefault ? [] : ['-c', shellWord(relativePath(declaredIn, root))];
  const name = section === undefined ? [] : ['-n', shellWord(section)];
  return ['alembic', ...config, ...name, 'stamp', ...options, ...revisions].join(' ');
}

/** Flask-Migrate hands over the folder that holds its `alembic.ini`, and takes one revision. */
function isFlaskCommand(
  { declaredIn, root }: MigrationProject,
  revisions: readonly string[],
  options: readonly string[],
): string | undefined {
  if (revisions.length > 1) return undefined;
  const folder = relativePath(folderOf(declaredIn), root);
  const directory = folder === 'migrations' ? [] : ['-d', shellWord(folder)];
  return ['flask', 'db', 'stamp', ...directory, ...options, ...revisions].join(' ');
}

export function forceCommand({ folders, root }: MigrationProject, version: string | undefined): string {
  const path = shellWord(relativePath(folders[0]?.path ?? root, root));
  return `migrate -path ${path} -database "$DATABASE_URL" force ${version ?? '-1'}`;
}

export const baselineCommand = (version: string): string =>
  `flyway baseline -baselineVersion=${shellWord(version)}`;

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
