/** Values that outlive the syntax tree they come from: without the functions in them, which point into it. */
import type { ClassDefinition, ClassMember } from './classDefinition.ts';
import type { Effect } from './trace.ts';
import {
  isSequence,
  type PyCallResult,
  type PyClass,
  type PyDict,
  type PyFunction,
  type PyUnknown,
  type PyValue,
  unknown,
  unknownAt,
} from './value.ts';

/** What was made lasting before: values are shared by many others, and each is changed once. */
export interface Lasting {
  readonly file: string;
  readonly values: Map<PyValue, PyValue>;
  readonly effects: Map<Effect, Effect>;
  /** A class or a call that is referred to at several places is one: by its names, or its named arguments. */
  readonly classes: Map<PyClass['names'], PyClass>;
  readonly calls: Map<PyCallResult['named'], PyCallResult>;
  readonly definitions: Map<ClassDefinition, ClassDefinition>;
}

export function newLasting(file: string): Lasting {
  return {
    file,
    values: new Map(),
    effects: new Map(),
    classes: new Map(),
    calls: new Map(),
    definitions: new Map(),
  };
}

/** A value of a module, by the name that it has there. */
export function lastingValue(value: PyValue, path: string, name: string, lasting: Lasting): PyValue {
  if (value.kind === 'function') return { kind: 'unknown', path, definedIn: { file: lasting.file, name } };
  if (value.kind === 'unknown') return value.definedIn === undefined ? unknownAt(path) : value;
  if (value.kind === 'class') return { ...lastingClass(value, name, lasting), path };
  return inside(value, lasting);
}

/** What a call recorded, and returned. */
export function lastingEffects(
  effects: readonly Effect[],
  result: PyValue | undefined,
  lasting: Lasting,
): { readonly effects: readonly Effect[]; readonly result: PyValue | undefined } {
  return {
    effects: effects.map((effect) => lastingEffect(effect, lasting)),
    result: result === undefined ? undefined : inside(result, lasting),
  };
}

/** A value by itself: what is unknown keeps its path. */
function inside(value: PyValue, lasting: Lasting): PyValue {
  const known = lasting.values.get(value);
  if (known !== undefined) return known;
  const made = withoutNodes(value, lasting);
  lasting.values.set(value, made);
  return made;
}

/** One of the module is found there again. */
function lastingFunction({ node, scope }: PyFunction, { file }: Lasting): PyUnknown {
  const name = scope.parent === undefined ? node.childForFieldName('name')?.text : undefined;
  return name === undefined ? unknown : { kind: 'unknown', definedIn: { file, name } };
}

function withoutNodes(value: PyValue, lasting: Lasting): PyValue {
  const change = (inner: PyValue): PyValue => inside(inner, lasting);
  if (isSequence(value)) return { ...value, items: value.items.map(change) };
  switch (value.kind) {
    case 'function':
      return lastingFunction(value, lasting);
    case 'class':
      return lastingClass(value, value.path, lasting);
    case 'dict':
      return { ...value, entries: changed(value.entries, change), ...lastingPairs(value, change) };
    case 'object': {
      const { items } = value;
      const attributes = changed(value.attributes, change);
      return { ...value, attributes, ...(items === undefined ? {} : { items: changed(items, change) }) };
    }
    case 'expression':
      return { ...value, operands: value.operands.map(change) };
    case 'call':
      return lastingCall(value, lasting);
    default:
      return value;
  }
}

function lastingClass(value: PyClass, name: string, lasting: Lasting): PyClass {
  if (value.lasting) return value;
  const place = value.range === undefined ? {} : { range: value.range };
  const known = lasting.classes.get(value.names);
  if (known !== undefined) return { ...known, ...place };
  const names = new Map<string, PyValue>();
  const bases = value.bases.map((base) => inside(base, lasting));
  const definition =
    value.definition === undefined ? undefined : lastingDefinition(value.definition, lasting);
  const made: PyClass = { ...value, names, bases, definition, lasting: true };
  lasting.classes.set(value.names, made);
  for (const [key, inner] of value.names) names.set(key, member(inner, key, value.path, name, lasting));
  return made;
}

function member(inner: PyValue, key: string, path: string, name: string, lasting: Lasting): PyValue {
  return inner.kind === 'function'
    ? {
        kind: 'unknown',
        path: `${path}.${key}`,
        definedIn: { file: lasting.file, name: `${name}.${key}` },
      }
    : inside(inner, lasting);
}

/** Definitions that are so already: of another module, or from before. */
const isLasting = new WeakSet<ClassDefinition>();

function lastingDefinition(value: ClassDefinition, lasting: Lasting): ClassDefinition {
  const known = isLasting.has(value) ? value : lasting.definitions.get(value);
  if (known !== undefined) return known;
  const change = (inner: PyValue): PyValue => inside(inner, lasting);
  const returns = new Map<string, PyValue>();
  const members = new Map<string, ClassMember>();
  const made = { ...value, members, returns };
  isLasting.add(made);
  lasting.definitions.set(value, made);
  for (const [name, one] of value.members) {
    const annotation = one.annotation === undefined ? {} : { annotation: change(one.annotation) };
    members.set(name, { ...one, ...annotation, decorators: one.decorators.map(change) });
  }
  for (const [name, one] of value.returns) returns.set(name, change(one));
  return Object.assign(made, {
    keywords: changed(value.keywords, change),
    decorators: value.decorators.map(change),
  });
}

function lastingCall(call: PyCallResult, lasting: Lasting): PyCallResult {
  const known = lasting.calls.get(call.named);
  const range = call.range === undefined ? {} : { range: call.range };
  const owner =
    call.owner === undefined
      ? {}
      : { owner: { ...call.owner, definition: lastingDefinition(call.owner.definition, lasting) } };
  const made = known ?? changedCall(call, (inner) => inside(inner, lasting));
  if (known === undefined) lasting.calls.set(call.named, made);
  return { ...made, ...range, ...owner };
}

function changedCall(call: PyCallResult, change: (inner: PyValue) => PyValue): PyCallResult {
  const { receiver, owner: _, ...rest } = call;
  return {
    ...rest,
    callee: change(call.callee),
    positional: call.positional.map(change),
    named: changed(call.named, change),
    ...(receiver === undefined ? {} : { receiver: change(receiver) }),
  };
}

function lastingPairs({ pairs }: PyDict, change: (inner: PyValue) => PyValue): Pick<PyDict, 'pairs'> {
  return pairs === undefined
    ? {}
    : { pairs: pairs.map(([key, value]) => [change(key), change(value)] as const) };
}

function changed(
  values: ReadonlyMap<string, PyValue>,
  change: (inner: PyValue) => PyValue,
): ReadonlyMap<string, PyValue> {
  return new Map([...values].map(([key, value]) => [key, change(value)]));
}

/** Ways share what comes after them. */
function lastingEffect(effect: Effect, lasting: Lasting): Effect {
  const known = lasting.effects.get(effect);
  if (known !== undefined) return known;
  const all = (effects: readonly Effect[]): Effect[] => effects.map((one) => lastingEffect(one, lasting));
  const made =
    effect.kind === 'call'
      ? { ...effect, call: lastingCall(effect.call, lasting) }
      : changedEffect(effect, (one) => inside(one, lasting), all);
  lasting.effects.set(effect, made);
  return made;
}

function changedEffect(
  effect: Effect,
  value: (one: PyValue) => PyValue,
  all: (effects: readonly Effect[]) => Effect[],
): Effect {
  switch (effect.kind) {
    case 'branch':
      return {
        ...effect,
        condition: value(effect.condition),
        whenTrue: all(effect.whenTrue),
        whenFalse: all(effect.whenFalse),
      };
    case 'attempt':
      return { ...effect, body: all(effect.body), handlers: effect.handlers.map(all) };
    case 'with':
      return { ...effect, managers: effect.managers.map(value), body: all(effect.body) };
    case 'loop':
    case 'function':
      return { ...effect, body: all(effect.body) };
    case 'return':
      return { ...effect, value: value(effect.value) };
    default:
      return effect;
  }
}
