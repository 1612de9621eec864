/** Short names for projects, and no two alike. */
import { baseName, folderOf, isInside, relativePath } from '../text/path.ts';
import type { MigrationProject } from './project.ts';

/** Folders that say what lies in them, not whose it is. */
const GENERIC = new Set(
  'alembic app conf config configs database databases db main migration migrations orm persistence postgres postgresql resources schema scripts sql sqlalchemy src store versions _migrations'.split(
    ' ',
  ),
);

/** What people would call a project that lies in `folder`: `billing` for `/w/billing/db/migrations`. */
export function nameFor(folder: string): string {
  for (let path = folder; folderOf(path) !== path; path = folderOf(path)) {
    if (!GENERIC.has(baseName(path).toLowerCase())) return baseName(path);
  }
  return baseName(folder);
}

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
