/**
 * A Python module without running it: the names its top level binds, as far as they can be known.
 *
 * Imports are looked up among the files of the repository, beside and above the importing file and in `src` folders
 * there. Packages that are not in the repository stay unknown.
 */
import { baseName, folderOf } from '../text/path.ts';
import type { SyntaxNode, SyntaxParser } from '../text/syntax.ts';
import { callKey } from './callKey.ts';
import { returnOf } from './classDefinition.ts';
import { attributeOf, evaluate } from './evaluate.ts';
import { executeBlock } from './execute.ts';
import {
  codeChildren,
  type Frame,
  moduleFrame,
  newScope,
  type OpenClass,
  type PyCall,
  type World,
} from './frame.ts';
import { callFunction, enterFunction } from './function.ts';
import { lastingEffects, lastingValue, newLasting } from './lasting.ts';
import { moduleFiles } from './moduleFiles.ts';
import { layoutOf, type ModuleLayout } from './moduleLayout.ts';
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
  /** Only where classes are kept. */
  readonly layout: ModuleLayout;
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
  readonly callsElsewhere?: number;
  /** Where given, classes are kept with all that they say, and with what these of their methods return. */
  readonly returnsOf?: (method: string, decorators: readonly PyValue[]) => boolean;
  /** Modules read for other scripts. */
  readonly modules?: ModuleCache;
  /** Names that the module has from elsewhere. */
  readonly given?: ReadonlyMap<string, PyValue>;
}

/** What was read for other scripts: again, when a file that was looked at says something else. */
export interface ModuleCache {
  /** By file. */
  readonly modules: Map<string, CachedModule>;
  /** Calls of functions in other files, by what they are given; absent where they may do something else each time. */
  readonly calls?: Map<string, CachedCall>;
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

export interface CachedModule {
  readonly text: string;
  readonly lookedAt: ReadonlyMap<string, string | undefined>;
  readonly names: ReadonlyMap<string, PyValue>;
  /** Of its top level; only where classes are kept. */
  readonly effects: readonly Effect[];
  readonly layout: ModuleLayout;
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
export type Cache = Map<string, ReadonlyMap<string, PyValue> | undefined>;

export function readInside(root: SyntaxNode, options: ModuleOptions, cache: Cache): ModuleReading {
  const module = newScope();
  module.names.set('__file__', { kind: 'string', text: options.file });
  module.names.set(
    '__name__',
    options.name === undefined ? unknownAt('__name__') : { kind: 'string', text: options.name },
  );
  module.names.set('__doc__', none);
  for (const [name, value] of options.given ?? []) module.names.set(name, value);
  const uses = new Set<string>();
  if (options.returnsOf !== undefined) module.lookedUp = uses;
  const trace = newTrace();
  const [effects = []] = trace.at;
  const namesOf: NamesOf = (name, from) => namesOfModule(name, from, options, cache);
  const world: World = {
    file: options.file,
    module,
    namesOf,
    follow: (imported) => follow(imported, namesOf),
    isThere: (name) => isThere(name, options),
    budget: { calls: options.calls ?? 500, elsewhere: options.callsElsewhere ?? 30 },
    trace,
    effects,
    python: options.python,
    keepsExpressions: options.keepsExpressions === true,
    followsCalls: options.followsCalls === true,
    callElsewhere: (callee, call, frame) => callElsewhere(callee, call, frame, options, cache),
    ...(options.settle === undefined ? {} : { settle: options.settle }),
    ...(options.onCall === undefined ? {} : { onCall: options.onCall }),
    ...(options.returnsOf === undefined ? {} : { classes: [] }),
  };
  const frame = moduleFrame(world);
  const docstring = docstringOf(root);
  if (docstring !== undefined) module.names.set('__doc__', evaluate(docstring, frame));
  executeBlock(codeChildren(root), frame);
  for (const one of world.classes ?? []) {
    module.lookedUp = one.definition.uses;
    addReturns(one, options, frame);
  }
  module.lookedUp = undefined;
  const layout = layoutOf(root, uses, world);
  return {
    names: module.names,
    uncertain: module.uncertain,
    starred: module.starred,
    effects,
    world,
    layout,
  };
}

/** Names that are bound after the class may be used in its methods. */
function addReturns(
  { definition, scope, members }: OpenClass,
  { returnsOf }: ModuleOptions,
  frame: Frame,
): void {
  for (const [name, member] of members) {
    const method = scope.get(name);
    if (method?.kind === 'function' && returnsOf?.(name, member.decorators))
      definition.returns.set(name, returnOf(method, frame));
  }
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
  if (outside.has(firstName(name))) return undefined;
  const place = `${folderOf(from)}\0${name}`;
  if (!cache.has(place)) cache.set(place, readNames(name, from, options, cache));
  return cache.get(place);
}

function firstName(module: string): string {
  const dot = module.indexOf('.');
  return dot < 0 ? module : module.slice(0, dot);
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
  const { names, effects, layout } = options.python.read(text, (root) =>
    lastingReading(readInside(root, inner, cache), name),
  );
  options.modules?.modules.set(file, { text, lookedAt, names, effects, layout });
  return names;
}

export function recording(
  readImport: ModuleOptions['readImport'],
  lookedAt: Map<string, string | undefined>,
): ModuleOptions['readImport'] {
  return (path) => {
    const found = readImport(path);
    lookedAt.set(path, found);
    return found;
  };
}

export function innerOptions(file: string, options: ModuleOptions): ModuleOptions {
  const { onCall: _, settle: __, name: ___, ...whole } = options;
  // Where classes matter, a module is the same however it was come by.
  if (options.returnsOf !== undefined) return { ...whole, file };
  const { readImport, python, keepsExpressions = false, modules } = options;
  return { file, readImport, python, keepsExpressions, ...(modules === undefined ? {} : { modules }) };
}

/** Without functions, which would point into a tree that is freed, and with classes named by their module. */
function lastingReading(
  { names, effects, world, layout }: ModuleReading,
  module: string,
): Pick<CachedModule, 'names' | 'effects' | 'layout'> {
  const lasting = newLasting(world.file);
  const all = [...names].map(
    ([name, value]) => [name, lastingValue(value, joinDotted(module, name), name, lasting)] as const,
  );
  const kept = world.classes === undefined ? [] : lastingEffects(effects, undefined, lasting).effects;
  return { names: new Map(all), effects: kept, layout };
}

/** The module that a file holds, as others see it that import it; `undefined` if there is no such file. */
export function moduleIn(file: string, options: ModuleOptions): CachedModule | undefined {
  const text = options.readImport(file);
  if (text === undefined) return undefined;
  const name = baseName(file).replace(/\.py$/, '');
  if (fromCache(file, text, options) === undefined) readAfresh(file, text, name, options, new Map());
  return options.modules?.modules.get(file);
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
  const key = callKey(definedIn.file, definedIn.name, call);
  const known = key === undefined ? undefined : options.modules?.calls?.get(key);
  const isCurrent =
    known?.text === text &&
    [...known.lookedAt].every(([path, before]) => options.readImport(path) === before);
  const outcome =
    known !== undefined && isCurrent ? known : run(definedIn, text, call, frame, options, cache);
  if (outcome === undefined) return undefined;
  if (key !== undefined) options.modules?.calls?.set(key, outcome);
  const { trace } = frame.world;
  for (const effect of outcome.effects) record(effect, trace);
  if (!outcome.returns) trace.at = [];
  return outcome.result;
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
    const leave = enterFunction(effects, trace);
    let result: PyValue | undefined;
    const inside = { world, scope: reading.world.module, globals: new Set<string>(), depth: frame.depth };
    const ends = recordIn(
      effects,
      () => {
        result = callFunction(callee, call, inside);
      },
      trace,
    );
    const lasting = lastingEffects(effects, result, newLasting(file));
    // They are recorded by the caller, now or another time.
    effects.length = 0;
    leave();
    if (result === undefined) return undefined;
    return { text, lookedAt, ...lasting, returns: ends.length > 0 };
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
