/** The files in which a module may be. */
import { folderOf, joinPath } from '../text/path.ts';

/** Where Python might find a module: `sys.path` is not known, so every folder above the importing file is tried. */
export function moduleFiles(name: string, from: string): string[] {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  const relative = name.slice(dots).replaceAll('.', '/');
  const files: string[] = [];
  const addIn = (folder: string): void => {
    const path = joinPath(folder, relative);
    if (relative !== '') files.push(`${path}.py`);
    files.push(`${path}/__init__.py`);
  };
  let folder = folderOf(from);
  if (dots > 0) {
    for (let up = 1; up < dots; up++) folder = folderOf(folder);
    addIn(folder);
    return files;
  }
  for (let before = ''; folder !== before; folder = folderOf(folder)) {
    addIn(folder);
    addIn(joinPath(folder, 'src'));
    before = folder;
    if (folder === folderOf(folder)) break;
  }
  return files;
}
