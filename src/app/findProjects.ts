/** Asks every convention which projects the marker files of a workspace tell of. */
import { allConventions } from '../core/migration/allConventions.ts';
import type { Files } from '../core/migration/convention.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import { baseName } from '../core/text/path.ts';
import type { LoadPython } from './loadProject.ts';

/** Of two projects that would read the same folder for the same version table, the first is kept. */
export async function findProjects(
  markers: readonly string[],
  files: Files,
  python: LoadPython | undefined,
): Promise<readonly MigrationProject[]> {
  const found: MigrationProject[] = [];
  for (const convention of allConventions) {
    const own = markers.filter((path) => convention.isMarker(baseName(path)));
    if (own.length > 0) found.push(...(await convention.find(own, files, await python?.())));
  }
  const folders = new Map<string, MigrationProject>();
  return found.filter((project) =>
    project.folders.every(({ path }) => {
      const other = folders.get(path);
      folders.set(path, other ?? project);
      return other === undefined || other.convention === project.convention;
    }),
  );
}
