/** Reads the scripts of one project into its chain, and again only those that changed. */
import { conventionOf } from '../core/migration/allConventions.ts';
import type { Files, ScriptHeader, ScriptText } from '../core/migration/convention.ts';
import { buildGraph } from '../core/migration/graph.ts';
import { toProblem } from '../core/migration/graphProblem.ts';
import type { MigrationProject } from '../core/migration/project.ts';
import { sortRevisions } from '../core/migration/sort.ts';
import { baseName, folderOf, isInside } from '../core/text/path.ts';
import type { Problem, Read } from '../core/text/read.ts';
import type { SyntaxParser } from '../core/text/syntax.ts';
import type { ProjectState } from './state.ts';

export interface ScriptFiles extends Files {
  /** The same as `read`, at once: for the rare script that imports a constant from another file. */
  readSync(path: string): string | undefined;
}

/** File → its text and what was read from it, in file order. */
export type Scripts = ReadonlyMap<string, LoadedScript>;

export interface LoadedScript {
  readonly text: string;
  readonly header: Read<ScriptHeader | undefined>;
  /** What a parser says of the whole text; `undefined` until it was asked. */
  readonly syntax?: readonly Problem[];
}

export type LoadPython = () => Promise<SyntaxParser>;

/** @param known Scripts read before: one whose text is still the same is not read again. */
export async function loadScripts(
  project: MigrationProject,
  files: ScriptFiles,
  python: LoadPython,
  known: Scripts = new Map(),
): Promise<Scripts> {
  const convention = conventionOf(project.convention);
  const lists = await Promise.all(
    project.folders.map(({ path, recursive }) => files.list(path, { recursive })),
  );
  const paths = [...new Set(lists.flat())].filter((path) => convention.isScript(baseName(path), project));
  const texts = await Promise.all(paths.map((path) => files.read(path)));
  const scripts = new Map<string, LoadedScript>();
  for (const [index, file] of paths.entries()) {
    const text = texts[index];
    if (text === undefined) continue;
    const before = known.get(file);
    const loaded = before?.text === text ? before : scanScript(project, file, text, files);
    scripts.set(file, loaded ?? (await loadScript(project, file, text, files, python)));
  }
  return scripts;
}

export async function loadScript(
  project: MigrationProject,
  file: string,
  text: string,
  files: ScriptFiles,
  python: LoadPython,
): Promise<LoadedScript> {
  const scanned = scanScript(project, file, text, files);
  if (scanned !== undefined) return scanned;
  const { readScript } = conventionOf(project.convention);
  return { text, header: readScript(scriptText(file, text, files), await python(), project) };
}

/** `undefined` where it takes a parser. */
function scanScript(
  project: MigrationProject,
  file: string,
  text: string,
  files: ScriptFiles,
): LoadedScript | undefined {
  const header = conventionOf(project.convention).scanScript?.(scriptText(file, text, files), project);
  return header === undefined ? undefined : { text, header };
}

/**
 * The script with what a parser says of it: many times the work of reading its header, so done apart, after the
 * chain is shown. `undefined` where nothing is to be done.
 */
export function checkScript(
  project: MigrationProject,
  file: string,
  script: LoadedScript,
  files: ScriptFiles,
  python: SyntaxParser,
): LoadedScript | undefined {
  const { checkSyntax } = conventionOf(project.convention);
  if (checkSyntax === undefined || script.syntax !== undefined) return undefined;
  return { ...script, syntax: checkSyntax(scriptText(file, script.text, files), python) };
}

/** The same for so many scripts at most; the very same scripts where nothing is left to be done. */
export function checkScripts(
  project: MigrationProject,
  scripts: Scripts,
  limit: number,
  files: ScriptFiles,
  python: SyntaxParser,
): { readonly scripts: Scripts; readonly count: number } {
  const checked = new Map(scripts);
  let count = 0;
  for (const [file, script] of scripts) {
    if (count === limit) break;
    const result = checkScript(project, file, script, files, python);
    if (result === undefined) continue;
    checked.set(file, result);
    count++;
  }
  return { scripts: count > 0 ? checked : scripts, count };
}

function scriptText(file: string, text: string, files: ScriptFiles): ScriptText {
  return { file, text, readImport: (path) => files.readSync(path) };
}

/** A project as its files tell of it. */
export type Chain = Omit<ProjectState, 'versionTable'>;

/** Puts the scripts into their chain. */
export function assemble(project: MigrationProject, scripts: Scripts): Chain {
  const loaded = [...scripts.values()];
  const headers = loaded.flatMap(({ header }) => header.value ?? []);
  const chain = conventionOf(project.convention).readChain(headers, project);
  const graph = buildGraph(chain.value);
  return {
    project,
    graph,
    history: sortRevisions(graph, new Set(graph.byId.keys()), graph.effectiveHeads),
    problems: [
      ...project.problems,
      ...loaded.flatMap(({ header, syntax }) => [...header.problems, ...(syntax ?? [])]),
      ...chain.problems,
      ...graph.problems.map(toProblem),
    ],
  };
}

/** Whether a file is, or would be, one of the project's scripts. */
export function isScriptOf(project: MigrationProject, file: string): boolean {
  const inFolder = project.folders.some(({ path, recursive }) =>
    recursive ? isInside(file, path) : folderOf(file) === path,
  );
  return inFolder && conventionOf(project.convention).isScript(baseName(file), project);
}
