/**
 * A Python module without running it: the names its top level binds, as far as they can be known.
 *
 * Imports are looked up among the files of the repository, beside and above the importing file and in `src` folders
 * there. Packages that are not in the repository stay unknown.
 */
import { folderOf, joinPath } from '../text/path.ts';
import type { SyntaxNode, SyntaxParser } from '../text/syntax.ts';
import { attributeOf, evaluate } from './evaluate.ts';
import { callFunction, executeBlock } from './execute.ts';
import { codeChildren, moduleFrame, newScope, type PyCall, type World } from './frame.ts';
import { joinDotted, none, type PyImport, type PyValue, pathOf, unknownAt } from './value.ts';

export interface ModuleReading {
  readonly names: ReadonlyMap<string, PyValue>;
  /** Names may have been bound in ways that were not followed. */
  readonly uncertain: boolean;
  /** `import *` was used on a module outside of the repository. */
  readonly starred: boolean;
  readonly world: World;
}

export interface ModuleOptions {
  readonly file: string;
  /** The text of a file of the repository; `undefined` if there is none. */
  readonly readImport: (path: string) => string | undefined;
  readonly python: SyntaxParser;
  readonly onCall?: (call: PyCall) => PyValue | undefined;
}

/** Follows the statements of a module; functions in the result are valid as long as `root` is. */
export function readModule(root: SyntaxNode, options: ModuleOptions): ModuleReading {
  return readInside(root, options, new Map());
}

/** Follows every function and method the module defines, with unknown arguments, for the calls in them. */
export function followFunctions(module: ModuleReading): void {
  const frame = moduleFrame(module.world);
  for (const value of module.names.values()) {
    const inner = value.kind === 'class' ? [...value.names.values()] : [value];
    for (const one of inner) if (one.kind === 'function') callFunction(one, undefined, frame);
  }
}

/** The literal that is the docstring of a module or a function's block. */
export function docstringOf(block: SyntaxNode): SyntaxNode | undefined {
  const [statement] = codeChildren(block);
  if (statement?.type !== 'expression_statement') return undefined;
  const [only, more] = codeChildren(statement);
  const literal = more === undefined && (only?.type === 'string' || only?.type === 'concatenated_string');
  return literal && !/^[rRuU]*[bBfFtT]/.test(only.text) ? only : undefined;
}

type Cache = Map<string, ReadonlyMap<string, PyValue> | undefined>;

function readInside(root: SyntaxNode, options: ModuleOptions, cache: Cache): ModuleReading {
  const module = newScope();
  module.names.set('__file__', { kind: 'string', text: options.file });
  module.names.set('__name__', unknownAt('__name__'));
  module.names.set('__doc__', none);
  const namesOf: NamesOf = (name, from) => namesOfModule(name, from, options, cache);
  const world: World = {
    file: options.file,
    module,
    namesOf,
    follow: (imported) => follow(imported, namesOf),
    isThere: (name) => isThere(name, options),
    budget: { calls: 500 },
    ...(options.onCall === undefined ? {} : { onCall: options.onCall }),
  };
  const frame = moduleFrame(world);
  const docstring = docstringOf(root);
  if (docstring !== undefined) module.names.set('__doc__', evaluate(docstring, frame));
  executeBlock(codeChildren(root), frame);
  return { names: module.names, uncertain: module.uncertain, starred: module.starred, world };
}

type NamesOf = (module: string, file: string) => ReadonlyMap<string, PyValue> | undefined;

function follow(imported: PyImport, namesOf: NamesOf, hops = 0): PyValue {
  if (imported.name === undefined) return imported;
  if (hops > maxHops) return unknownAt(pathOf(imported));
  const { module, name, file } = imported;
  const value = namesOf(module, file)?.get(name) ?? submodule(joinDotted(module, name), file, namesOf);
  let result: PyValue = value.kind === 'import' ? follow(value, namesOf, hops + 1) : value;
  for (const attribute of imported.attributes ?? []) {
    const next = attributeOf(result, attribute);
    result = next.kind === 'import' ? follow(next, namesOf, hops + 1) : next;
  }
  return result;
}

function submodule(module: string, file: string, namesOf: NamesOf): PyValue {
  return namesOf(module, file) === undefined ? unknownAt(module) : { kind: 'import', module, file };
}

/** Modules may hand a name to each other in a circle. */
const maxHops = 8;

/** Never taken from the repository, though a folder there may have this name. */
const outside = new Set(['alembic', 'sqlalchemy', 'os', 'sys', 'logging', 'typing', 're', 'uuid', 'flask']);

function isThere(name: string, options: ModuleOptions): boolean {
  return moduleFiles(name, options.file).some((file) => options.readImport(file) !== undefined);
}

function namesOfModule(
  name: string,
  from: string,
  options: ModuleOptions,
  cache: Cache,
): ReadonlyMap<string, PyValue> | undefined {
  if (outside.has(name.split('.')[0] ?? '')) return undefined;
  for (const file of moduleFiles(name, from)) {
    if (cache.has(file)) return cache.get(file);
    const text = options.readImport(file);
    if (text === undefined) continue;
    // A module that imports itself in a circle sees nothing of itself, as in Python at that moment.
    cache.set(file, new Map());
    const inner = { file, readImport: options.readImport, python: options.python };
    cache.set(
      file,
      options.python.read(text, (root) => lasting(readInside(root, inner, cache), name)),
    );
    return cache.get(file);
  }
  return undefined;
}

/** Without functions, which would point into a tree that is freed, and with classes named by their module. */
function lasting(reading: ModuleReading, module: string): ReadonlyMap<string, PyValue> {
  return new Map(
    [...reading.names].map(([name, value]) => [name, withoutNodes(value, joinDotted(module, name))]),
  );
}

function withoutNodes(value: PyValue, path: string): PyValue {
  if (value.kind === 'function') return unknownAt(path);
  if (value.kind === 'unknown') return unknownAt(path);
  if (value.kind !== 'class') return value;
  const names = [...value.names].map(
    ([name, inner]) => [name, withoutNodes(inner, `${path}.${name}`)] as const,
  );
  return { ...value, path, names: new Map(names) };
}

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
