/** Models of a repository on disk, read as the editor reads them. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ScriptParsers } from '../../src/core/migration/operations/scriptOperations.ts';
import type { MigrationProject } from '../../src/core/migration/project.ts';
import type { ModelSchema } from '../../src/core/models/modelSchema.ts';
import { mayHoldModels } from '../../src/core/models/read/findModels.ts';
import { importedFiles } from '../../src/core/models/read/importedFiles.ts';
import { versionsFor } from '../../src/core/models/read/packageVersions.ts';
import { newModelCache, readModels } from '../../src/core/models/read/readModels.ts';

/**
 * @param root Nothing outside of it is read.
 * @param first Files that are imported, with their packages; what they import counts in their own folders.
 */
export function readTree(root: string, first: readonly string[], parsers: ScriptParsers): ModelSchema {
  const readFile = filesBelow(root);
  const packages = first.map((file) => `${dirname(file)}/__init__.py`);
  const folders = new Set(first.map(dirname));
  const imported = [...importedFiles([...first, ...packages], readFile).files];
  const files = imported.filter((file) => folders.has(dirname(file)));
  return readFiles(root, files, parsers, readFile);
}

export function readFiles(
  root: string,
  files: readonly string[],
  parsers: ScriptParsers,
  readFile = filesBelow(root),
): ModelSchema {
  const versions = versionsFor(files[0] ?? root, readFile);
  const holding = files.filter((file) => mayHoldModels(readFile(file) ?? '')).sort();
  const input = { project: projectAt(root), files: holding, readFile, parsers, versions };
  return readModels(input, newModelCache());
}

function filesBelow(root: string): (file: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return (file) => {
    if (!file.startsWith(`${root}/`)) return undefined;
    if (!texts.has(file)) texts.set(file, textOf(file));
    return texts.get(file);
  };
}

function textOf(file: string): string | undefined {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
}

function projectAt(root: string): MigrationProject {
  return {
    id: root,
    name: 'project',
    convention: 'alembic',
    root,
    declaredIn: `${root}/alembic.ini`,
    folders: [],
    versionTable: undefined,
    readFiles: [],
    problems: [],
    facts: [],
  };
}
