/** Short names for projects, and no two alike. */
import { baseName, folderOf, isInside, relativePath } from '../text/path.ts';
import type { MigrationProject } from './project.ts';

/**
 * Gives projects of one name the folders they lie in as well: `api/migrations`, `worker/migrations`; where that
 * does not help, the file that declares them.
 */
export function uniqueNames(
  projects: readonly MigrationProject[],
  roots: readonly string[],
): readonly MigrationProject[] {
  const byFolder = rename(projects, ({ name, root }) => {
    const path = pathFromRoots(root, roots);
    return path === '.' ? name : path;
  });
  const byFile = rename(byFolder, ({ name, declaredIn }) => `${name} (${baseName(declaredIn)})`);
  return rename(byFile, ({ name, id }) => `${name} (${baseName(id)})`);
}

function rename(
  projects: readonly MigrationProject[],
  longer: (project: MigrationProject) => string,
): readonly MigrationProject[] {
  const names = projects.map(({ name }) => name);
  const isTaken = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  return projects.map((project) => (isTaken(project.name) ? { ...project, name: longer(project) } : project));
}

/** Seen from the workspace folder it lies in; with that folder's own name where there are several. */
function pathFromRoots(path: string, roots: readonly string[]): string {
  const root = roots.find((one) => isInside(path, one));
  if (root === undefined) return path;
  return roots.length === 1 ? relativePath(path, root) : relativePath(path, folderOf(root));
}
