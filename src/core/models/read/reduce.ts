/**
 * What an expression is once the class is known that it speaks of, and names that were not bound yet when it was read:
 * `cls.__name__.lower()`, `f'{User.__tablename__}.id'`, `db.String(20)`. What is left over stays an expression.
 */
import { attributeOf, isEnum } from '../../python/evaluate.ts';
import type { PyCall } from '../../python/frame.ts';
import { binary, comparison, subscript, textOf } from '../../python/operators.ts';
import { stringMethod } from '../../python/stringMethod.ts';
import {
  isSequence,
  type PyCallResult,
  type PyExpression,
  type PyImport,
  type PyValue,
  pathOf,
  truthOf,
  unknown,
} from '../../python/value.ts';
import { isDatabase } from './lineage.ts';
import type { ModelWorld } from './modelWorld.ts';
import { attributeOfExpression, calleeOf, isKnownClass, ofSqlAlchemy, tailOf, text } from './pyNames.ts';
import { pythonSub } from './pythonSub.ts';

export interface ReduceContext {
  readonly world: ModelWorld;
  /** What stands for the class of a method. */
  readonly self: PyValue | undefined;
  /** An attribute of a class as Python would find it; `undefined`: not known, or a column. */
  readonly attribute: (object: PyValue, name: string) => PyValue | undefined;
  /** An attribute after those of the class that asks: `super().name`. */
  readonly inherited: (name: string) => PyValue | undefined;
  /** Whether a class is derived from one that has a table. */
  readonly inheritsTable: (object: PyValue) => boolean | undefined;
}

export function reduce(value: PyValue, context: ReduceContext): PyValue {
  if (isSequence(value)) {
    const items = value.items.map((item) => reduce(item, context));
    return items.every((item, index) => item === value.items[index]) ? value : { ...value, items };
  }
  switch (value.kind) {
    case 'dict': {
      const entries = new Map([...value.entries].map(([key, one]) => [key, reduce(one, context)]));
      return [...entries].every(([key, one]) => one === value.entries.get(key))
        ? value
        : { ...value, entries };
    }
    case 'call':
      return at(value, ofCall(value, context));
    case 'expression':
      return at(value, ofExpression(value, context));
    case 'import':
      return ofImport(value, context);
    default:
      return value;
  }
}

/** The place stays where it was said. */
function at(before: PyValue, after: PyValue): PyValue {
  return before === after || before.range === undefined ? after : { ...after, range: before.range };
}

/** `db.String`, of a `db` in another file; and constants of other files. */
function ofImport(value: PyImport, { world }: ReduceContext): PyValue {
  if (isOutside(value.module)) return value;
  const followed = world.follow(value);
  if (isPlain(followed)) return at(value, followed);
  const attribute = attributeOfExpression(followed);
  const isColumnKind = attribute !== undefined && isDatabase(attribute.object, world);
  if (!isColumnKind || attribute.name === 'Model') return value;
  return at(value, ofSqlAlchemy(attribute.name, value.file));
}

function isOutside(module: string): boolean {
  return /^(?:sqlalchemy|sqlmodel|typing|datetime|uuid|enum|re)\b/.test(module);
}

function isPlain({ kind }: PyValue): boolean {
  return kind === 'string' || kind === 'int' || kind === 'bool' || kind === 'none';
}

function ofCall(call: PyCallResult, context: ReduceContext): PyValue {
  const receiver = call.receiver === undefined ? undefined : reduce(call.receiver, context);
  const callee = reduceCallee(call, receiver, context);
  const positional = call.positional.map((one) => reduce(one, context));
  const named = [...call.named].map(
    ([name, one]) => [name, ofPrograms.has(name) ? one : reduce(one, context)] as const,
  );
  const isSame =
    receiver === call.receiver &&
    callee === call.callee &&
    positional.every((one, index) => one === call.positional[index]) &&
    named.every(([name, one]) => one === call.named.get(name));
  const isOfDatabase = receiver !== undefined && isDatabase(context.world.follow(receiver), context.world);
  const { receiver: _, method: __, ...bare } = call;
  const base = isOfDatabase ? bare : call;
  const made: PyCallResult =
    isSame && !isOfDatabase
      ? call
      : {
          ...base,
          callee,
          positional,
          named: named.every(([name, one]) => one === call.named.get(name))
            ? call.named
            : derived(new Map(named), call.named),
          ...(receiver === undefined || isOfDatabase ? {} : { receiver }),
        };
  return computed(made, context) ?? made;
}

/** What is only for programs: looking it up would read half of them. */
const ofPrograms = new Set(
  'default onupdate default_factory insert_default doc help title description examples alias'.split(' '),
);

/** What calls are recognised by, after whatever was computed in them: the named arguments as they were read. */
export function identityOf({ named }: PyCallResult): ReadonlyMap<string, PyValue> {
  return origins.get(named) ?? named;
}

const origins = new WeakMap<ReadonlyMap<string, PyValue>, ReadonlyMap<string, PyValue>>();

function derived(made: ReadonlyMap<string, PyValue>, from: ReadonlyMap<string, PyValue>) {
  origins.set(made, origins.get(from) ?? from);
  return made;
}

function reduceCallee(call: PyCallResult, receiver: PyValue | undefined, context: ReduceContext): PyValue {
  if (receiver === undefined || call.method === undefined) return reduce(call.callee, context);
  if (isDatabase(context.world.follow(receiver), context.world)) return ofSqlAlchemy(call.method, call.file);
  return receiver === call.receiver ? call.callee : attributeOf(receiver, call.method);
}

function computed(call: PyCallResult, context: ReduceContext): PyValue | undefined {
  const { receiver, method, positional } = call;
  const [first, second, third] = positional;
  if (receiver?.kind === 'string' && method !== undefined)
    return stringMethod(receiver.text, method, asPyCall(call));
  const path = pathOf(call.callee) ?? '';
  if (path === 're.sub' && first !== undefined && second !== undefined && third !== undefined)
    return pythonSub(first, second, third);
  const compiled = receiver === undefined ? undefined : context.world.follow(receiver);
  if (method === 'sub' && compiled?.kind === 'call' && pathOf(compiled.callee) === 're.compile') {
    const [pattern] = compiled.positional;
    return pattern === undefined || first === undefined || second === undefined
      ? undefined
      : pythonSub(pattern, first, second);
  }
  if (calleeOf(call) === 'has_inherited_table' && first !== undefined) {
    const answer = context.inheritsTable(first);
    return answer === undefined ? undefined : { kind: 'bool', value: answer };
  }
  if (path === 'builtins.getattr' && first !== undefined && second?.kind === 'string')
    return attributeIn(first, second.text, context) ?? undefined;
  if (path === 'builtins.str' && first !== undefined) {
    const plain = textOf(first);
    return plain === undefined ? undefined : text(plain);
  }
  const isKnown = positional.every(
    (one) => one.kind === 'string' || one.kind === 'int' || one === context.self,
  );
  if (!isKnown || positional.length === 0 || !/^[a-z_]/.test(tailOf(call.callee) ?? '')) return undefined;
  if (/^(?:sqlalchemy|sqlmodel)\b/.test(path)) return undefined;
  const result = context.world.callLater(call);
  return result === undefined || result === unknown ? undefined : reduce(result, context);
}

function asPyCall(call: PyCallResult): PyCall {
  const openAt = call.open ? { start: 0, end: 0 } : undefined;
  return { ...call, node: noNode, namedAt: new Map(), openAt, openPath: undefined };
}

/** String methods look at arguments alone. */
const noNode = {} as PyCall['node'];

function ofExpression(value: PyExpression, context: ReduceContext): PyValue {
  if (value.operator === 'class') return context.self ?? value;
  const operands = value.operands.map((one) => reduce(one, context));
  const isSame = operands.every((one, index) => one === value.operands[index]);
  const made = isSame ? value : { ...value, operands };
  const [first = unknown, second = unknown, third = unknown] = operands;
  switch (value.operator) {
    case 'attribute': {
      const found = attributeIn(first, value.name ?? '', context);
      return found ?? made;
    }
    case 'text':
      return joined(operands) ?? made;
    case '+':
    case '%':
      return (
        known(binary(value.operator, first, second)) ?? partsTogether(value.operator, first, second) ?? made
      );
    case 'if': {
      const truth = truthOf(first);
      return truth === undefined ? made : truth ? second : third;
    }
    case 'not': {
      const truth = truthOf(first);
      return truth === undefined ? made : { kind: 'bool', value: !truth };
    }
    case 'and':
    case 'or': {
      const truth = truthOf(first);
      return truth === undefined ? made : (value.operator === 'or') === truth ? first : second;
    }
    case 'subscript':
      return known(subscript(first, second)) ?? made;
    case 'member':
    case 'each':
    case 'item':
      return made;
    default:
      return operands.length === 2 ? (known(comparison(operands, [value.operator])) ?? made) : made;
  }
}

function known(value: PyValue): PyValue | undefined {
  return value.kind === 'unknown' ? undefined : value;
}

/** Sequences of which one part is known; the other stands in it as what is not. */
function partsTogether(operator: string, first: PyValue, second: PyValue): PyValue | undefined {
  if (operator !== '+' || (!isSequence(first) && !isSequence(second))) return undefined;
  const items = [first, second].flatMap((one) => (isSequence(one) ? one.items : [one]));
  return { kind: 'tuple', items };
}

function joined(parts: readonly PyValue[]): PyValue | undefined {
  const texts = parts.map(textOf);
  return texts.includes(undefined) ? undefined : text(texts.join(''));
}

function attributeIn(object: PyValue, name: string, context: ReduceContext): PyValue | undefined {
  const isSuper = object.kind === 'call' && pathOf(object.callee) === 'builtins.super';
  if (isSuper) return context.inherited(name);
  const target = context.world.follow(object);
  if (isKnownClass(target) && !isEnum(target)) return context.attribute(target, name);
  if (isDatabase(target, context.world) && name !== 'Model') return ofSqlAlchemy(name, target.file);
  return undefined;
}
