/** Which files of a workspace may speak of a project's tables. */
import type { MigrationProject } from '../../migration/project.ts';
import { isInside } from '../../text/path.ts';

/** All but migration scripts, code of packages, and what lies in the folder of another project. */
export function ownCode(
  files: readonly string[],
  project: MigrationProject,
  all: readonly MigrationProject[],
): readonly string[] {
  const scripts = all.flatMap(({ folders }) => folders.map(({ path }) => path));
  const envs = new Set(all.flatMap(({ readFiles }) => readFiles.filter((file) => file.endsWith('/env.py'))));
  const others = all.filter(({ root }) => root !== project.root && !isInside(project.root, root));
  return files.filter(
    (file) =>
      !envs.has(file) &&
      !isForeign(file) &&
      !scripts.some((folder) => isInside(file, folder)) &&
      !others.some(({ root }) => isInside(file, root)),
  );
}

/** Packages are installed there, or copied; migrations that no project was found for are scripts as well. */
const isForeign = (file: string): boolean =>
  /\/(?:node_modules|site-packages|dist-packages|\.?venv|\.tox|vendor|third_party|build|dist|migrations|alembic)\//.test(
    file,
  );
