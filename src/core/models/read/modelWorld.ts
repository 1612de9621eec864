/** Python files of a repository as reading models sees them: kept between readings, and followed across imports. */

import { type ClassAgain, type ClassPlace, readClassAgain } from '../../python/classAgain.ts';
import { callWith, moduleFrame, type PyCall, type World } from '../../python/frame.ts';
import {
  type CachedModule,
  type ModuleCache,
  type ModuleOptions,
  moduleIn,
  newModuleCache,
  readModule,
} from '../../python/module.ts';
import { noNode } from '../../python/noNode.ts';
import { type Effect, recordIn } from '../../python/trace.ts';
import { type PyCallResult, type PyValue, pathOf } from '../../python/value.ts';
import type { SyntaxParser } from '../../text/syntax.ts';
import { packageSource } from '../packageMixins.ts';
import type { TypeContext } from '../sqlAlchemyType.ts';
import { type KnownClass, tailOf } from './pyNames.ts';
import { regularExpression } from './pythonSub.ts';

export interface ModelWorld extends TypeContext {
  /** `undefined`: there is no such file. */
  readonly moduleIn: (file: string) => CachedModule | undefined;
  /** @see readClassAgain */
  readonly classAgain: (
    file: string,
    module: CachedModule,
    className: string,
    place: ClassPlace,
  ) => ClassAgain | undefined;
  /** What a function returns that was not followed when its call was read; `undefined` where that is not known. */
  readonly callLater: (call: PyCallResult) => PyValue | undefined;
  /** What a method returns for one class, where it cannot be said of all classes alike. */
  readonly callOnClass: (method: PyValue, self: KnownClass) => PyValue | undefined;
}

/** Modules that were read for earlier readings. */
export interface PythonCache {
  readonly modules: ModuleCache;
  /** What methods returned: the same each time, and asked for again with each column of a type. */
  readonly results: WeakMap<PyValue, MethodResult>;
}

interface MethodResult {
  readonly result: PyValue | undefined;
  readonly lookedAt: ReadonlyMap<string, string | undefined>;
}

export function newPythonCache(): PythonCache {
  return { modules: newModuleCache(), results: new WeakMap() };
}

export function modelWorld(
  readFile: (path: string) => string | undefined,
  python: SyntaxParser,
  cache: PythonCache,
): ModelWorld {
  const textOf = (path: string): string | undefined => readFile(path) ?? packageSource(path);
  let lookedAt: Map<string, string | undefined> | undefined;
  const options: Omit<ModuleOptions, 'file'> = {
    readImport: (path) => {
      const text = textOf(path);
      lookedAt?.set(path, text);
      return text;
    },
    python,
    keepsExpressions: true,
    // What imported functions return is asked for later, where a column may come of it.
    followsCalls: false,
    followsFile: (text) =>
      text.length < largestFile && /\bColumn\b|mapped_column|sqlalchemy|re\.sub/.test(text),
    calls: 5000,
    callsElsewhere: 1000,
    modules: cache.modules,
    returnsOf: isClassAttribute,
  };
  // Names are followed from an empty module: what is followed says itself from which file.
  const { world } = readModule(noNode, { ...options, file: '', onCall: regularExpression });
  const follow = (value: PyValue): PyValue => (value.kind === 'import' ? world.follow(value) : value);
  return {
    moduleIn: (file) => moduleIn(file, { ...options, file }),
    classAgain: (file, module, className, place) =>
      readClassAgain(module, className, place, { ...options, file }),
    follow,
    callMethod: (method, self, others) => {
      const known = cache.results.get(method);
      const isCurrent =
        known !== undefined && [...known.lookedAt].every(([path, text]) => textOf(path) === text);
      if (isCurrent) return known.result;
      const before = lookedAt;
      lookedAt = new Map();
      const result = call(method, callWith(noNode, [self, ...others]), world);
      cache.results.set(method, { result, lookedAt });
      lookedAt = before;
      return result;
    },
    effectsOf: (callee, positional, named) => {
      const effects: Effect[] = [];
      const result = call(callee, callWith(noNode, positional, named), world, effects);
      return result === undefined && effects.length === 0 ? undefined : effects;
    },
    callOnClass: (method, self) => {
      const names = new Map(self.names).set('__name__', { kind: 'string', text: self.definition.name });
      return call(method, callWith(noNode, [{ ...self, names }]), world);
    },
    callLater: (later) => {
      const callee = follow(later.callee);
      const made = callWith(noNode, later.positional, later.named);
      return later.open ? undefined : call(callee, made, world);
    },
  };
}

/** Beyond this, a module is the application's, not one of helpers for models. */
const largestFile = 200_000;

/** Methods that stand for an attribute of the class. */
function isClassAttribute(name: string, decorators: readonly PyValue[]): boolean {
  if (/^__(?:tablename|table_args|mapper_args)__$/.test(name)) return true;
  return decorators.some((decorator) => {
    const path = pathOf(decorator) ?? tailOf(decorator) ?? '';
    return /(?:^|\.)(?:declared_attr|classproperty|hybrid_classproperty)(?:\.\w+)*$/.test(path);
  });
}

function call(callee: PyValue, made: PyCall, world: World, effects: Effect[] = []): PyValue | undefined {
  if (callee.kind !== 'unknown' || callee.definedIn === undefined) return undefined;
  let result: PyValue | undefined;
  world.budget.elsewhere = 1000;
  const run = (): void => {
    result = world.callElsewhere(callee, made, moduleFrame(world));
  };
  recordIn(effects, run, world.trace);
  return result;
}
