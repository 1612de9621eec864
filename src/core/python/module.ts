/**
 * A Python module without running it: the names its top level binds, as far as they can be known.
 *
 * Imports are looked up among the files of the repository, beside and above the importing file and in `src` folders
 * there. Packages that are not in the repository stay unknown.
 */
import { folderOf, joinPath } from '../text/path.ts';
import type { SyntaxNode, SyntaxParser } from '../text/syntax.ts';
import { attributeOf, evaluate } from './evaluate.ts';
import { executeBlock } from './execute.ts';
import { codeChildren, type Frame, moduleFrame, newScope, type PyCall, type World } from './frame.ts';
import { callFunction } from './function.ts';
import { lastingEffects, lastingValue } from './lasting.ts';
import { textOf } from './operators.ts';
import { type Effect, newTrace, record, recordIn } from './trace.ts';
import { joinDotted, none, type PyImport, type PyUnknown, type PyValue, pathOf, unknownAt } from './value.ts';

export interface ModuleReading {
  readonly names: ReadonlyMap<string, PyValue>;
  /** Names may have been bound in ways that were not followed. */
  readonly uncertain: boolean;
  /** `import *` was used on a module outside of the repository. */
  readonly starred: boolean;
  /** Of its top level. */
  readonly effects: readonly Effect[];
  readonly world: World;
}

export interface ModuleOptions {
  readonly file: string;
  /** `__name__`, where that is known. */
  readonly name?: string;
  /** The text of a file of the repository; `undefined` if there is none. */
  readonly readImport: (path: string) => string | undefined;
  readonly python: SyntaxParser;
  readonly onCall?: (call: PyCall, frame: Frame) => PyValue | undefined;
  /** @see World.keepsExpressions */
  readonly keepsExpressions?: boolean;
  /** @see World.followsCalls */
  readonly followsCalls?: boolean;
  /** Whether calls into a larger file, of this text, are worth following. */
  readonly followsFile?: (text: string) => boolean;
  readonly settle?: (value: PyValue) => PyValue;
  /** @see World.budget */
  readonly calls?: number;
  /** Modules read for other scripts. */
  readonly modules?: ModuleCache;
}

/** What was read for other scripts: again, when a file that was looked at says something else. */
export interface ModuleCache {
  /** By file. */
  readonly modules: Map<string, CachedModule>;
  /** Calls of functions in other files, by what they are given. */
  readonly calls: Map<string, CachedCall>;
}

export function newModuleCache(): ModuleCache {
  return { modules: new Map(), calls: new Map() };
}

interface CachedCall {
  readonly text: string;
  readonly lookedAt: ReadonlyMap<string, string | undefined>;
  readonly effects: readonly Effect[];
  readonly result: PyValue | undefined;
  readonly returns: boolean;
}

interface CachedModule {
  readonly text: string;
  readonly lookedAt: ReadonlyMap<string, string | undefined>;
  readonly names: ReadonlyMap<string, PyValue>;
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

/** By file, and by a name as it is imported in a folder. */
type Cache = Map<string, ReadonlyMap<string, PyValue> | undefined>;

function readInside(root: SyntaxNode, options: ModuleOptions, cache: Cache): ModuleReading {
  const module = newScope();
  module.names.set('__file__', { kind: 'string', text: options.file });
  module.names.set(
    '__name__',
    options.name === undefined ? unknownAt('__name__') : { kind: 'string', text: options.name },
  );
  module.names.set('__doc__', none);
  const trace = newTrace();
  const [effects = []] = trace.at;
  const namesOf: NamesOf = (name, from) => namesOfModule(name, from, options, cache);
  const world: World = {
    file: options.file,
    module,
    namesOf,
    follow: (imported) => follow(imported, namesOf),
    isThere: (name) => isThere(name, options),
    budget: { calls: options.calls ?? 500, elsewhere: 30 },
    trace,
    keepsExpressions: options.keepsExpressions === true,
    followsCalls: options.followsCalls === true,
    callElsewhere: (callee, call, frame) => callElsewhere(callee, call, frame, options, cache),
    ...(options.settle === undefined ? {} : { settle: options.settle }),
    ...(options.onCall === undefined ? {} : { onCall: options.onCall }),
  };
  const frame = moduleFrame(world);
  const docstring = docstringOf(root);
  if (docstring !== undefined) module.names.set('__doc__', evaluate(docstring, frame));
  executeBlock(codeChildren(root), frame);
  return { names: module.names, uncertain: module.uncertain, starred: module.starred, effects, world };
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
const outside = new Set(
  'alembic sqlalchemy sqlmodel sqlalchemy_utils geoalchemy2 pgvector os sys logging typing re uuid flask'.split(
    ' ',
  ),
);

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
  const place = `${folderOf(from)}\0${name}`;
  if (!cache.has(place)) cache.set(place, readNames(name, from, options, cache));
  return cache.get(place);
}

function readNames(
  name: string,
  from: string,
  options: ModuleOptions,
  cache: Cache,
): ReadonlyMap<string, PyValue> | undefined {
  for (const file of moduleFiles(name, from)) {
    if (cache.has(file)) return cache.get(file);
    const text = options.readImport(file);
    if (text === undefined) continue;
    // A module that imports itself in a circle sees nothing of itself, as in Python at that moment.
    cache.set(file, new Map());
    cache.set(file, fromCache(file, text, options) ?? readAfresh(file, text, name, options, cache));
    return cache.get(file);
  }
  return undefined;
}

function fromCache(
  file: string,
  text: string,
  { modules, readImport }: ModuleOptions,
): ReadonlyMap<string, PyValue> | undefined {
  const known = modules?.modules.get(file);
  if (known === undefined || known.text !== text) return undefined;
  return [...known.lookedAt].every(([path, before]) => readImport(path) === before) ? known.names : undefined;
}

function readAfresh(
  file: string,
  text: string,
  name: string,
  options: ModuleOptions,
  cache: Cache,
): ReadonlyMap<string, PyValue> {
  const lookedAt = new Map<string, string | undefined>();
  const inner = { ...innerOptions(file, options), readImport: recording(options.readImport, lookedAt) };
  const names = options.python.read(text, (root) => lastingNames(readInside(root, inner, cache), name));
  options.modules?.modules.set(file, { text, lookedAt, names });
  return names;
}

function recording(
  readImport: ModuleOptions['readImport'],
  lookedAt: Map<string, string | undefined>,
): ModuleOptions['readImport'] {
  return (path) => {
    const found = readImport(path);
    lookedAt.set(path, found);
    return found;
  };
}

function innerOptions(file: string, options: ModuleOptions): ModuleOptions {
  const { readImport, python, keepsExpressions = false, modules } = options;
  return { file, readImport, python, keepsExpressions, ...(modules === undefined ? {} : { modules }) };
}

/** Without functions, which would point into a tree that is freed, and with classes named by their module. */
function lastingNames({ names, world }: ModuleReading, module: string): ReadonlyMap<string, PyValue> {
  return new Map(
    [...names].map(([name, value]) => [
      name,
      lastingValue(value, joinDotted(module, name), world.file, name),
    ]),
  );
}

/** Reads the file again, for as long as the call takes; the trace goes on inside. */
function callElsewhere(
  { definedIn }: PyUnknown,
  call: PyCall,
  frame: Frame,
  options: ModuleOptions,
  cache: Cache,
): PyValue | undefined {
  const text = definedIn === undefined ? undefined : options.readImport(definedIn.file);
  if (definedIn === undefined || text === undefined || frame.world.budget.elsewhere-- <= 0) return undefined;
  if (text.length > smallFile && !options.followsFile?.(text)) return undefined;
  const key = keyOf(definedIn.file, definedIn.name, call);
  const known = key === undefined ? undefined : options.modules?.calls.get(key);
  const isCurrent =
    known?.text === text &&
    [...known.lookedAt].every(([path, before]) => options.readImport(path) === before);
  const outcome =
    known !== undefined && isCurrent ? known : run(definedIn, text, call, frame, options, cache);
  if (outcome === undefined) return undefined;
  if (key !== undefined) options.modules?.calls.set(key, outcome);
  const { trace } = frame.world;
  for (const effect of outcome.effects) record(effect, trace);
  if (!outcome.returns) trace.at = [];
  return outcome.result;
}

/** The same for calls that surely do the same; `undefined` where an argument is not plain. */
function keyOf(file: string, name: string, { positional, named, openAt }: PyCall): string | undefined {
  const parts = [...positional, ...named.values()].map((value) => {
    if (value.kind === 'import') return `import ${pathOf(value)}`;
    return value.kind === 'none' || value.kind === 'bool' || value.kind === 'int' || value.kind === 'string'
      ? JSON.stringify([value.kind, 'value' in value ? value.value : textOf(value)])
      : undefined;
  });
  if (openAt !== undefined || parts.includes(undefined)) return undefined;
  return [file, name, [...named.keys()].join(), ...parts].join('\0');
}

function run(
  { file, name }: NonNullable<PyUnknown['definedIn']>,
  text: string,
  call: PyCall,
  frame: Frame,
  options: ModuleOptions,
  cache: Cache,
): CachedCall | undefined {
  const lookedAt = new Map<string, string | undefined>();
  const inner = { ...innerOptions(file, options), readImport: recording(options.readImport, lookedAt) };
  return options.python.read(text, (root) => {
    const reading = readInside(root, inner, cache);
    const callee = memberOf(reading.names, name);
    if (callee?.kind !== 'function') return undefined;
    const { trace, budget, onCall, settle } = frame.world;
    const hooks = {
      ...(onCall === undefined ? {} : { onCall }),
      ...(settle === undefined ? {} : { settle }),
    };
    const world = { ...reading.world, trace, budget, followsCalls: true, ...hooks };
    const effects: Effect[] = [];
    let result: PyValue | undefined;
    const inside = { world, scope: reading.world.module, globals: new Set<string>(), depth: frame.depth };
    const ends = recordIn(
      effects,
      () => {
        result = callFunction(callee, call, inside);
      },
      trace,
    );
    if (result === undefined) return undefined;
    return { text, lookedAt, ...lastingEffects(effects, result, file), returns: ends.length > 0 };
  });
}

/** Reading it again costs next to nothing. */
const smallFile = 8000;

/** `name`, or `Class.method`. */
function memberOf(names: ReadonlyMap<string, PyValue>, name: string): PyValue | undefined {
  const [first = '', second] = name.split('.');
  const value = names.get(first);
  return second === undefined || value?.kind !== 'class' ? value : value.names.get(second);
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
