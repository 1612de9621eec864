/** Values that outlive the syntax tree they come from: without the functions in them, which point into it. */
import type { Effect } from './trace.ts';
import { isSequence, type PyCallResult, type PyClass, type PyValue, unknownAt } from './value.ts';

/** A value of a module, by the name that it has there. */
export function lastingValue(value: PyValue, path: string, file: string, name: string): PyValue {
  if (value.kind === 'function') return { kind: 'unknown', path, definedIn: { file, name } };
  if (value.kind === 'unknown') return value.definedIn === undefined ? unknownAt(path) : value;
  if (value.kind === 'class') return lastingClass(value, path, file, name, new Map());
  return inside(value, file, new Map());
}

/** What a call recorded, and returned. */
export function lastingEffects(
  effects: readonly Effect[],
  result: PyValue | undefined,
  file: string,
): { readonly effects: readonly Effect[]; readonly result: PyValue | undefined } {
  const seen: Seen = new Map();
  const done = new Map<Effect, Effect>();
  return {
    effects: effects.map((effect) => lastingEffect(effect, file, seen, done)),
    result: result === undefined ? undefined : inside(result, file, seen),
  };
}

/** Values are shared by many others; each is changed once. */
type Seen = Map<PyValue, PyValue>;

/** A value by itself: what is unknown keeps its path. */
function inside(value: PyValue, file: string, seen: Seen): PyValue {
  const known = seen.get(value);
  if (known !== undefined) return known;
  const made = withoutNodes(value, file, seen);
  seen.set(value, made);
  return made;
}

function withoutNodes(value: PyValue, file: string, seen: Seen): PyValue {
  const change = (inner: PyValue): PyValue => inside(inner, file, seen);
  if (isSequence(value)) return { ...value, items: value.items.map(change) };
  switch (value.kind) {
    case 'function':
      return unknownAt(undefined);
    case 'class':
      return lastingClass(value, value.path, file, value.path, seen);
    case 'dict':
      return { ...value, entries: changed(value.entries, change) };
    case 'expression':
      return { ...value, operands: value.operands.map(change) };
    case 'call':
      return changedCall(value, change);
    default:
      return value;
  }
}

function lastingClass(value: PyClass, path: string, file: string, name: string, seen: Seen): PyValue {
  if (value.lasting) return value;
  const member = (key: string, inner: PyValue): PyValue =>
    inner.kind === 'function'
      ? { kind: 'unknown', path: `${path}.${key}`, definedIn: { file, name: `${name}.${key}` } }
      : inside(inner, file, seen);
  const names = [...value.names].map(([key, inner]) => [key, member(key, inner)] as const);
  const bases = value.bases.map((base) => inside(base, file, seen));
  return { ...value, path, names: new Map(names), bases, lasting: true };
}

function changedCall(call: PyCallResult, change: (inner: PyValue) => PyValue): PyCallResult {
  const { receiver } = call;
  return {
    ...call,
    callee: change(call.callee),
    positional: call.positional.map(change),
    named: changed(call.named, change),
    ...(receiver === undefined ? {} : { receiver: change(receiver) }),
  };
}

function changed(
  values: ReadonlyMap<string, PyValue>,
  change: (inner: PyValue) => PyValue,
): ReadonlyMap<string, PyValue> {
  return new Map([...values].map(([key, value]) => [key, change(value)]));
}

/** Ways share what comes after them. */
function lastingEffect(effect: Effect, file: string, seen: Seen, done: Map<Effect, Effect>): Effect {
  const known = done.get(effect);
  if (known !== undefined) return known;
  const value = (one: PyValue): PyValue => inside(one, file, seen);
  const all = (effects: readonly Effect[]): Effect[] =>
    effects.map((one) => lastingEffect(one, file, seen, done));
  const made = changedEffect(effect, value, all);
  done.set(effect, made);
  return made;
}

function changedEffect(
  effect: Effect,
  value: (one: PyValue) => PyValue,
  all: (effects: readonly Effect[]) => Effect[],
): Effect {
  switch (effect.kind) {
    case 'call':
      return { ...effect, call: changedCall(effect.call, value) };
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
