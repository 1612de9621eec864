/**
 * Types that are classes of the repository: what they wrap (`impl`), what they are for PostgreSQL
 * (`load_dialect_impl`), what they call themselves (`get_col_spec`), and what their `__init__` hands on.
 */
import type { Effect } from '../python/trace.ts';
import {
  expression,
  type PyCallResult,
  type PyClass,
  type PyValue,
  pathOf,
  unknown,
} from '../python/value.ts';
import { parseType } from '../schema/typeName.ts';
import type { SqlAlchemyType, TypeContext } from './sqlAlchemyType.ts';

/** Reads a type that one of the repository's is made of. */
type Read = (value: PyValue) => SqlAlchemyType | undefined;

/** @param call What makes the type. */
export function typeOfClass(
  type: PyClass,
  call: PyCallResult,
  context: TypeContext,
  read: Read,
): SqlAlchemyType | undefined {
  const order = ancestors(type, context);
  const spec = member('get_col_spec', order);
  if (spec !== undefined) {
    const text = context.callMethod(spec, type, []);
    return text?.kind === 'string' ? { type: parseType(text.text), enums: [] } : undefined;
  }
  const load = member('load_dialect_impl', order);
  if (load !== undefined) return dialectImpl(load, type, order, call, context, read);
  return wrapped(order, call, context, read);
}

/** Classes of the repository, the nearest first, and at their ends what is not from there. */
function ancestors(type: PyClass, context: TypeContext, depth = 0): readonly PyValue[] {
  const above = type.bases.flatMap((base): readonly PyValue[] => {
    const plain = generic(base);
    const known = plain.kind === 'import' ? context.follow(plain) : plain;
    return known.kind === 'class' && depth < 8 ? ancestors(known, context, depth + 1) : [known];
  });
  return [type, ...above];
}

/** `TypeDecorator[str]` is `TypeDecorator`. */
function generic(base: PyValue): PyValue {
  const object = base.kind === 'expression' && base.operator === 'subscript' ? base.operands[0] : undefined;
  return object ?? base;
}

function member(name: string, order: readonly PyValue[]): PyValue | undefined {
  for (const one of order) {
    const found = one.kind === 'class' ? one.names.get(name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `self.impl` inside of a method. */
const implementation = expression('implementation', []);

function dialectImpl(
  load: PyValue,
  type: PyClass,
  order: readonly PyValue[],
  call: PyCallResult,
  context: TypeContext,
  read: Read,
): SqlAlchemyType | undefined {
  const names = new Map(type.names).set('impl', implementation).set('impl_instance', implementation);
  const result = context.callMethod(load, { ...type, names }, [postgresql]);
  const isDescriptor = result?.kind === 'call' && /^type_(?:descriptor|engine)$/.test(result.method ?? '');
  const chosen = isDescriptor ? (result.positional[0] ?? unknown) : result;
  if (chosen === undefined || chosen.kind === 'unknown') return undefined;
  const isOwn =
    chosen.kind === 'expression' || (chosen.kind === 'call' && chosen.method === 'load_dialect_impl');
  if (!isOwn) return read(chosen);
  const isComputed = chosen.kind === 'expression' && chosen.operator !== 'implementation';
  return isComputed ? undefined : wrapped(order, call, context, read);
}

/** The type inside, with the arguments that reach it. */
function wrapped(
  order: readonly PyValue[],
  call: PyCallResult,
  context: TypeContext,
  read: Read,
): SqlAlchemyType | undefined {
  if (order.some((type, index) => choosesAtRunTime(type, call, order.slice(0, index)))) return undefined;
  const impl = member('impl', order);
  const given = handedOn(order, call, context);
  // `impl = String(36)` ignores what the constructor is given.
  if (impl?.kind === 'call') return read(impl);
  const base = impl ?? order.find((one) => one.kind !== 'class' && isType(one));
  if (base === undefined) return undefined;
  if (given !== undefined) return read({ ...given, callee: base });
  const found = read({ ...call, positional: [], named: new Map(), callee: base });
  return found === undefined || takesArguments(found) ? undefined : found;
}

/**
 * `self.impl = …` in a method: which type that is may depend on what the constructor is given.
 *
 * @param nearer Its subclasses, whose own constructors may give it something else.
 */
function choosesAtRunTime(type: PyValue, call: PyCallResult, nearer: readonly PyValue[]): boolean {
  const setting = type.kind === 'class' ? type.definition?.setsImpl : undefined;
  if (setting?.onlyIf === undefined) return setting !== undefined;
  if (call.open || member('__init__', nearer) !== undefined) return true;
  const { name, index } = setting.onlyIf;
  const given = call.named.get(name) ?? call.positional[index];
  return given !== undefined && given.kind !== 'none';
}

function isType(base: PyValue): boolean {
  const path = pathOf(base) ?? '';
  return (
    path !== '' &&
    !/\b(?:TypeDecorator|UserDefinedType|TypeEngine|Generic|object|ABC|Protocol|SchemaType)$/.test(path)
  );
}

/** Whether arguments to its constructor can change it. */
function takesArguments({ type }: SqlAlchemyType): boolean {
  return type.kind === 'unresolved' || /char|numeric|time|bit|interval|vector|geo/.test(type.name);
}

/** What the `__init__`s of the repository leave to the type that is not from there; `undefined`: not known. */
function handedOn(
  order: readonly PyValue[],
  call: PyCallResult,
  context: TypeContext,
): PyCallResult | undefined {
  let given: PyCallResult | undefined = call;
  for (const one of order) {
    const init = one.kind === 'class' ? one.names.get('__init__') : undefined;
    if (init === undefined || given === undefined) continue;
    given = afterInit(init, one, given, context);
  }
  return given;
}

function afterInit(
  init: PyValue,
  type: PyValue,
  call: PyCallResult,
  context: TypeContext,
): PyCallResult | undefined {
  if (call.open || context.effectsOf === undefined) return undefined;
  const inner = markedCall(init, type, call, context);
  const byMarks = inner === undefined ? undefined : substituted(inner, call);
  if (byMarks !== undefined) return byMarks;
  const plain = [...call.positional, ...call.named.values()].every(isPlain);
  const direct = plain
    ? superCall(context.effectsOf(init, [type, ...call.positional], call.named))
    : undefined;
  return direct === undefined ? undefined : { ...call, positional: direct.positional, named: direct.named };
}

const marked = new WeakMap<PyValue, Map<string, PyCallResult | undefined>>();

/** What the constructor does with marks in the place of what it is given: the same for all columns of the type. */
function markedCall(
  init: PyValue,
  type: PyValue,
  { positional, named }: PyCallResult,
  { effectsOf }: TypeContext,
): PyCallResult | undefined {
  const known = marked.get(init) ?? new Map<string, PyCallResult | undefined>();
  marked.set(init, known);
  const key = [positional.length, ...named.keys()].join();
  if (!known.has(key)) {
    const marks = positional.map((_, index) => expression('argument', [], String(index)));
    const names = new Map([...named.keys()].map((name) => [name, expression('argument', [], name)]));
    known.set(key, superCall(effectsOf?.(init, [type, ...marks], names)));
  }
  return known.get(key);
}

function isPlain({ kind }: PyValue): boolean {
  return ['string', 'int', 'bool', 'none'].includes(kind);
}

/** The one `super().__init__(…)` that is surely called. */
function superCall(effects: readonly Effect[] | undefined): PyCallResult | undefined {
  const calls = (effects ?? []).flatMap(always).filter(({ method, receiver, callee }) => {
    const isSuper = receiver?.kind === 'call' && pathOf(receiver.callee) === 'builtins.super';
    return method === '__init__' && (isSuper || /TypeDecorator\.__init__$/.test(pathOf(callee) ?? ''));
  });
  const [only, more] = calls;
  if (only === undefined || more !== undefined || only.open) return undefined;
  const isSuper = only.receiver?.kind === 'call';
  return isSuper ? only : { ...only, positional: only.positional.slice(1) };
}

function always(effect: Effect): readonly PyCallResult[] {
  if (effect.kind === 'call') return [effect.call];
  return effect.kind === 'function' || effect.kind === 'with' ? effect.body.flatMap(always) : [];
}

/** With what was really given in the place of the marks; `undefined` where something was computed from them. */
function substituted(marked: PyCallResult, call: PyCallResult): PyCallResult | undefined {
  let known = true;
  const real = (value: PyValue): PyValue => {
    if (value.kind !== 'expression' || value.operator !== 'argument') {
      if (value.kind === 'expression' || value.kind === 'unknown') known = false;
      return value;
    }
    return call.named.get(value.name ?? '') ?? call.positional[Number(value.name)] ?? unknown;
  };
  const positional = marked.positional.map(real);
  const named = new Map([...marked.named].map(([name, value]) => [name, real(value)]));
  return known ? { ...call, positional, named } : undefined;
}

/** The `dialect` that methods of types are given. */
const postgresql: PyClass = {
  kind: 'class',
  path: 'dialect',
  names: new Map([['name', { kind: 'string', text: 'postgresql' }]]),
  bases: [],
};
