/**
 * Which Python files hold the models of a migration project: those that `env.py` imports when it hands over
 * `target_metadata`; where that cannot be followed, those whose tables the migrations create as well.
 */
import type { MigrationProject } from '../../migration/project.ts';
import { folderOf, joinPath } from '../../text/path.ts';
import { importedFiles, importedNames, importsByName } from './importedFiles.ts';
import { envsOf } from './targetMetadata.ts';

export interface ModelSearch {
  readonly project: MigrationProject;
  /** All Python files of the workspace. */
  readonly files: readonly string[];
  readonly readFile: (path: string) => string | undefined;
  /** Names of the tables that the migrations create, without their schemas. */
  readonly tables: ReadonlySet<string>;
}

/** In the order of their names. Asked at every key: it is looked for again when an import or the name of a table changed. */
export function findModels(search: ModelSearch): readonly string[] {
  const before = found.get(search.project);
  if (before !== undefined && isCurrent(before, search)) return before.result;
  const lookedAt = new Map<string, LookedAt>();
  const readFile = (path: string): string | undefined => {
    const text = search.readFile(path);
    if (text !== undefined && !lookedAt.has(path)) lookedAt.set(path, { text, meaning: undefined });
    return text;
  };
  const result = foundAfresh({ ...search, readFile });
  found.set(search.project, { files: search.files, tables: search.tables, lookedAt, result });
  return result;
}

interface Found {
  readonly files: readonly string[];
  readonly tables: ReadonlySet<string>;
  readonly lookedAt: Map<string, LookedAt>;
  readonly result: readonly string[];
}

interface LookedAt {
  readonly text: string;
  /** What of it matters here; asked when the text changed. */
  readonly meaning: string | undefined;
}

const found = new WeakMap<MigrationProject, Found>();

function isCurrent({ files, tables, lookedAt }: Found, search: ModelSearch): boolean {
  const sameFiles =
    files.length === search.files.length && files.every((file, index) => file === search.files[index]);
  const sameTables =
    tables.size === search.tables.size && [...tables].every((name) => search.tables.has(name));
  if (!sameFiles || !sameTables) return false;
  for (const [path, before] of lookedAt) {
    const text = search.readFile(path);
    if (text === before.text) continue;
    const meaning = text === undefined ? undefined : meaningOf(text);
    if (text === undefined || meaning !== (before.meaning ?? meaningOf(before.text))) return false;
    lookedAt.set(path, { text, meaning });
  }
  return true;
}

function meaningOf(text: string): string {
  const names = [importedNames(text, true), importedNames(text, false), tableNames(text)];
  return JSON.stringify([...names, importsByName.test(text), mayHoldModels(text)]);
}

function foundAfresh(search: ModelSearch): readonly string[] {
  const { project, files, readFile } = search;
  const envs = envsOf(project);
  const imported = importedFiles(envs, readFile);
  const isScript = (file: string): boolean => project.folders.some(({ path }) => file.startsWith(`${path}/`));
  const mayHold = (file: string): boolean => !isScript(file) && mayHoldModels(readFile(file) ?? '');
  const reached = [...imported.files].filter((file) => !envs.includes(file) && mayHold(file));
  if (reached.length > 0 && imported.computed.length === 0) return reached.sort();
  const candidates = files.filter((file) => !isLeftOut(file) && mayHold(file));
  const others =
    reached.length > 0
      ? besides([...reached, ...imported.computed], candidates, project)
      : related(candidates, search);
  return [...new Set([...reached, ...others])].sort();
}

/** Whether a text speaks of columns; most that do not need not be parsed. */
export function mayHoldModels(text: string): boolean {
  return /\bColumn\b|\bmapped_column\b|\bMapped\b|\bTable\(|__tablename__|table\s*=\s*True|db\.Model\b|^class \w+\([^)]*(?:Base|Model|Mixin)\w*/m.test(
    text,
  );
}

/** Tests, examples and scripts say nothing of the database. */
export function isLeftOut(file: string): boolean {
  const parts = file.split('/');
  const name = parts.pop() ?? '';
  if (/^(?:test_.*|.*_test|tests|conftest)\.py$/.test(name)) return true;
  return parts.some((part) =>
    /^(?:tests?|testing|test_.*|.*_tests?|examples?|docs?|migrations?|alembic|versions|node_modules|site-packages|\.?venv|\.tox|build|dist|benchmarks?|fixtures)$/.test(
      part,
    ),
  );
}

/** Those in the same packages. */
function besides(
  reached: readonly string[],
  candidates: readonly string[],
  project: MigrationProject,
): readonly string[] {
  const packages = new Set(reached.map((file) => packageOf(file, project)));
  return candidates.filter((file) => packages.has(packageOf(file, project)));
}

/** The outermost folder below the project's root. */
function packageOf(file: string, { root }: MigrationProject): string {
  if (!file.startsWith(`${root}/`)) return folderOf(file);
  const parts = file.slice(root.length + 1).split('/');
  const depth = parts[0] === 'src' ? 2 : 1;
  return joinPath(root, parts.slice(0, Math.min(depth, parts.length - 1)).join('/'));
}

/** Those in packages of which at least one file has a table that the migrations create, near the project first. */
function related(candidates: readonly string[], search: ModelSearch): readonly string[] {
  const { project, readFile, tables } = search;
  const has = (file: string): boolean => tableNames(readFile(file) ?? '').some((name) => tables.has(name));
  for (let folder = project.root, before = ''; folder !== before; folder = folderOf(folder)) {
    const near = candidates.filter((file) => file.startsWith(`${folder}/`));
    const packages = new Set(near.filter(has).map((file) => packageOf(file, { ...project, root: folder })));
    if (packages.size > 0)
      return near.filter((file) => packages.has(packageOf(file, { ...project, root: folder })));
    before = folder;
    if (folder === folderOf(folder)) break;
  }
  return [];
}

/** As far as they are plain to see. */
function tableNames(text: string): readonly string[] {
  const pattern = /__tablename__\s*(?::[^=\n]+)?=\s*["'](\w+)["']|\bTable\(\s*["'](\w+)["']|^class\s+(\w+)/gm;
  return [...text.matchAll(pattern)].flatMap(([, named, table, className]) =>
    className === undefined ? [named ?? table ?? ''] : [className.toLowerCase(), snakeCase(className)],
  );
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
}
