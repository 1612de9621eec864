/** Calls: of functions in the same file, of a few pure builtins and methods, and of nothing else. */
import type { Range } from '../text/range.ts';
import type { SyntaxNode } from '../text/syntax.ts';
import { attributeOf, evaluate, evaluateField, forced, itemsOf } from './evaluate.ts';
import { bind, codeChildren, type Frame, forgetAll, lookUp, type PyCall, rangeOf } from './frame.ts';
import { callFunction } from './function.ts';
import { changedOpenList, openListOf } from './openList.ts';
import { textOf } from './operators.ts';
import { copied, ofSequences, pair } from './sequences.ts';
import { stringMethod } from './stringMethod.ts';
import { record } from './trace.ts';
import {
  isSequence,
  isSymbolic,
  none,
  type PyCallResult,
  type PyDict,
  type PyExpression,
  type PyObject,
  type PySequence,
  type PyValue,
  pathOf,
  unknown,
  unknownAt,
} from './value.ts';

export function evaluateCall(node: SyntaxNode, frame: Frame): PyValue {
  const call = readCall(node, frame);
  const answer = frame.world.onCall?.(call, frame);
  if (answer !== undefined) return answer;
  const followed = follow(call, frame);
  if (followed !== undefined) return followed;
  const builtin = builtinName(node, frame);
  const result =
    builtin === undefined
      ? (pathFunction(call) ?? method(call, node, frame))
      : callBuiltin(builtin, call, frame);
  if (result !== undefined) return result;
  const kept = frame.world.keepsExpressions ? keep(call, builtin, frame) : unknown;
  if (!isHarmless(call, builtin)) forgetArguments(node, frame);
  // Where models are read, what is handed on as a callback runs when they are complete.
  for (const argument of frame.world.classes === undefined ? call.positional : []) {
    if (argument.kind === 'function') callFunction(argument, undefined, frame);
  }
  return kept;
}

function follow(call: PyCall, frame: Frame): PyValue | undefined {
  if (call.callee.kind === 'function') return callFunction(call.callee, call, frame) ?? lost(call, frame);
  if (!frame.world.followsCalls) return undefined;
  const callee = forced(call.callee, frame);
  if (callee.kind === 'function') return callFunction(callee, call, frame) ?? lost(call, frame);
  return callee.kind === 'unknown' && callee.definedIn !== undefined
    ? frame.world.callElsewhere(callee, call, frame)
    : undefined;
}

/** A function of this file whose body was not followed. */
function lost(call: PyCall, frame: Frame): PyValue {
  return frame.world.keepsExpressions ? keep(call, undefined, frame) : unknown;
}

/** What was not followed is recorded, and stands for what it returns. */
function keep(call: PyCall, builtin: string | undefined, frame: Frame): PyValue {
  const { receiver, method: name, positional, named } = call;
  const kept: PyCallResult = {
    kind: 'call',
    callee: builtin === undefined ? call.callee : unknownAt(`builtins.${builtin}`),
    ...(receiver === undefined ? {} : { receiver }),
    ...(name === undefined ? {} : { method: name }),
    positional,
    named,
    open: call.openAt !== undefined,
    openNames: call.openNames,
    file: frame.world.file,
    range: rangeOf(call.node),
  };
  record({ kind: 'call', call: kept }, frame.world.trace);
  return kept;
}

/** It changes no list or dictionary that it is given. */
function isHarmless(call: PyCall, builtin: string | undefined): boolean {
  if (builtin !== undefined) return harmless.has(builtin);
  return /^(?:sqlalchemy|alembic|sqlmodel)\./.test(pathOf(call.callee) ?? '');
}

function readCall(node: SyntaxNode, frame: Frame): PyCall {
  const positional: PyValue[] = [];
  const named = new Map<string, PyValue>();
  const namedAt = new Map<string, Range>();
  let openAt: Range | undefined;
  let openPath: string | undefined;
  let openNames = false;
  const target = node.childForFieldName('function');
  const isMethod = target?.type === 'attribute';
  const receiver = isMethod ? evaluateField(target, 'object', frame) : undefined;
  const methodName = isMethod ? target.childForFieldName('attribute')?.text : undefined;
  for (const argument of argumentsOf(node)) {
    if (argument.type === 'keyword_argument') {
      const name = argument.childForFieldName('name')?.text ?? '';
      named.set(name, evaluateField(argument, 'value', frame));
      namedAt.set(name, rangeOf(argument));
    } else if (argument.type === 'dictionary_splat' || argument.type === 'list_splat') {
      const [inner] = codeChildren(argument);
      const spread = inner === undefined ? unknown : forced(evaluate(inner, frame), frame);
      if (spread.kind === 'dict' && argument.type === 'dictionary_splat') {
        for (const [name, value] of spread.entries) {
          named.set(name, value);
          namedAt.set(name, value.range ?? rangeOf(argument));
        }
      } else positional.push(...(itemsOf(spread) ?? []));
      if (itemsOf(spread) === undefined) {
        openAt = rangeOf(argument);
        openNames ||= argument.type === 'dictionary_splat';
        openPath = pathOf(spread);
      }
    } else positional.push(evaluate(argument, frame));
  }
  const callee =
    receiver !== undefined && methodName !== undefined
      ? attributeOf(receiver, methodName)
      : evaluateField(node, 'function', frame);
  return {
    node,
    callee,
    positional,
    named,
    namedAt,
    openAt,
    openNames,
    openPath,
    ...(receiver === undefined ? {} : { receiver }),
    ...(methodName === undefined ? {} : { method: methodName }),
  };
}

/** A generator expression may be the only one, without parentheses of its own. */
function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const given = node.childForFieldName('arguments');
  if (given?.type === 'generator_expression') return [given];
  return codeChildren(given ?? node);
}

function builtinName(node: SyntaxNode, frame: Frame): string | undefined {
  const target = node.childForFieldName('function');
  return target?.type === 'identifier' && lookUp(target.text, frame.scope) === undefined
    ? target.text
    : undefined;
}

/** Builtins that change nothing they are given. */
const harmless = new Set([
  'print',
  'len',
  'bool',
  'int',
  'isinstance',
  'sorted',
  'repr',
  'getattr',
  'hasattr',
  'type',
]);

function callBuiltin(name: string, call: PyCall, frame: Frame): PyValue | undefined {
  const [first, second] = call.positional;
  switch (name) {
    case 'str': {
      const text = first === undefined ? '' : textOf(first);
      return text === undefined ? undefined : { kind: 'string', text };
    }
    case 'tuple':
    case 'list':
    case 'set':
      return first === undefined ? { kind: name, items: [] } : (copied(first) ?? listOf(name, first));
    case 'dict':
      return isSymbolic(first ?? unknown) ? undefined : newDict(first, call);
    case 'enumerate':
    case 'zip':
    case 'reversed':
    case 'range':
    case 'sorted':
    case 'len':
      return ofSequences(name, call);
    case 'next':
      return nextOf(call);
    case 'getattr':
      return first !== undefined && second?.kind === 'string' && call.positional.length === 2
        ? attributeOf(first, second.text)
        : undefined;
    case 'exec':
    case 'eval':
      forgetAll(frame.scope);
      return unknown;
    case 'setattr':
      if (mayBeModule(first, frame)) forgetAll(frame.world.module);
      return unknown;
    default:
      return undefined;
  }
}

/** Of a generator that nobody else asks. */
function nextOf({ node, positional: [generator, fallback] }: PyCall): PyValue | undefined {
  const [written] = argumentsOf(node);
  if (written?.type !== 'generator_expression' || generator?.kind !== 'list') return undefined;
  return generator.items[0] ?? fallback;
}

/** Models set attributes of classes and objects, which are looked at by themselves. */
function mayBeModule(object: PyValue | undefined, { world }: Frame): boolean {
  const path = pathOf(object ?? unknown);
  return path === undefined ? world.classes === undefined : path.startsWith('sys.modules');
}

function listOf(kind: PySequence['kind'], value: PyValue): PyValue | undefined {
  const items = itemsOf(value);
  return items === undefined ? undefined : { kind, items };
}

function newDict(first: PyValue | undefined, call: PyCall): PyDict {
  const base = first?.kind === 'dict' ? first : undefined;
  const open =
    call.openAt !== undefined || (first !== undefined && base === undefined) || base?.open === true;
  const origin = first === undefined ? undefined : pathOf(first);
  const entries = new Map([...(base?.entries ?? []), ...call.named]);
  return { kind: 'dict', entries, open, ...(origin === undefined ? {} : { origin }) };
}

/** The few functions of `os.path` that scripts use to name themselves after their file. */
function pathFunction(call: PyCall): PyValue | undefined {
  const [first] = call.positional;
  if (first?.kind !== 'string' || call.positional.length !== 1) return undefined;
  const slash = first.text.lastIndexOf('/');
  switch (pathOf(call.callee)) {
    case 'os.path.basename':
      return { kind: 'string', text: first.text.slice(slash + 1) };
    case 'os.path.dirname':
      return { kind: 'string', text: first.text.slice(0, Math.max(slash, 0)) };
    case 'os.path.abspath':
    case 'os.path.realpath':
      return first.text.startsWith('/') ? first : undefined;
    case 'os.path.splitext': {
      const dot = first.text.lastIndexOf('.');
      const at = dot > slash + 1 ? dot : first.text.length;
      const items = [first.text.slice(0, at), first.text.slice(at)];
      return { kind: 'tuple', items: items.map((text) => ({ kind: 'string', text })) };
    }
    default:
      return undefined;
  }
}

function method(call: PyCall, node: SyntaxNode, frame: Frame): PyValue | undefined {
  const { receiver, method: name } = call;
  if (receiver === undefined || name === undefined) return undefined;
  if (receiver.kind === 'string') return stringMethod(receiver.text, name, call);
  if (receiver.kind === 'expression' && receiver.operator === 'text' && name === 'startswith')
    return startOf(receiver, call.positional);
  if (receiver.kind === 'object' && (name === 'get' || name === 'group')) return fromObject(receiver, call);
  if (receiver.kind === 'dict' && name === 'get') return fromDict(receiver, call);
  if (receiver.kind === 'dict' && !receiver.open && call.positional.length === 0) {
    const view = viewOf(receiver, name);
    if (view !== undefined) return view;
  }
  if (name === 'copy' && (receiver.kind === 'dict' || isSequence(receiver))) return receiver;
  const object = node.childForFieldName('function')?.childForFieldName('object');
  if (object?.type === 'call' && /^(?:globals|locals|vars)\(\)$/.test(object.text)) {
    if (name !== 'get') forgetAll(frame.world.module);
  } else if (object?.type === 'identifier' && openListOf(receiver) !== undefined) {
    const open = openListOf(receiver) ?? { known: [], others: [] };
    bind(object.text, changedOpenList(open, name, call.positional), frame);
    return unknown;
  } else if (object?.type === 'identifier' && (receiver.kind === 'dict' || isSequence(receiver))) {
    bind(object.text, changed(receiver, name, call), frame);
    return unknown;
  }
  return undefined;
}

/** Of a string whose beginning is known. */
function startOf({ operands: [first] }: PyExpression, [given]: readonly PyValue[]): PyValue | undefined {
  if (first?.kind !== 'string' || given?.kind !== 'string') return undefined;
  if (first.text.startsWith(given.text)) return { kind: 'bool', value: true };
  return given.text.startsWith(first.text) ? undefined : { kind: 'bool', value: false };
}

function viewOf({ entries }: PyDict, name: string): PyValue | undefined {
  const key = (text: string): PyValue => ({ kind: 'string', text });
  switch (name) {
    case 'items':
      return { kind: 'list', items: [...entries].map(([text, value]) => pair(key(text), value)) };
    case 'keys':
      return { kind: 'list', items: [...entries.keys()].map(key) };
    case 'values':
      return { kind: 'list', items: [...entries.values()] };
    default:
      return undefined;
  }
}

/** What a list, set or dictionary is after one of its methods was called. */
function changed(value: PyDict | PySequence, name: string, call: PyCall): PyValue {
  const [first, second] = call.positional;
  const one =
    first !== undefined && second === undefined && call.named.size === 0 && call.openAt === undefined;
  if (value.kind === 'dict') {
    if (['items', 'keys', 'values', 'copy'].includes(name)) return value;
    if (name === 'update') return updated(value, call);
    if (name === 'setdefault' && first?.kind === 'string') {
      const entries = new Map(value.entries);
      if (!entries.has(first.text)) entries.set(first.text, value.open ? unknown : (second ?? none));
      return { ...value, entries };
    }
    return unknown;
  }
  if (['index', 'count', 'copy'].includes(name)) return value;
  if (one && (name === 'append' || name === 'add')) return { ...value, items: [...value.items, first] };
  return one && name === 'extend' && isSequence(first)
    ? { ...value, items: [...value.items, ...first.items] }
    : unknown;
}

function updated(value: PyDict, call: PyCall): PyDict {
  const more = newDict(call.positional[0], call);
  if (!more.open) return { ...value, entries: new Map([...value.entries, ...more.entries]) };
  return { ...value, entries: new Map([...value.entries.keys()].map((key) => [key, unknown])), open: true };
}

function fromDict(dict: PyDict, call: PyCall): PyValue {
  const [key, fallback] = call.positional;
  if (key?.kind !== 'string') return unknown;
  return dict.entries.get(key.text) ?? (dict.open ? unknown : (fallback ?? none));
}

/** `collection.get('name')`, `match.group(1)` */
function fromObject({ items }: PyObject, { positional: [key, fallback] }: PyCall): PyValue | undefined {
  const name = textOf(key ?? { kind: 'int', value: 0 });
  if (items === undefined || name === undefined) return undefined;
  return items.get(name) ?? fallback ?? none;
}

/** A function that was not followed may have changed the lists and dictionaries it was given. */
function forgetArguments(node: SyntaxNode, frame: Frame): void {
  for (const argument of codeChildren(node.childForFieldName('arguments') ?? node)) {
    if (argument.type !== 'identifier') continue;
    const value = lookUp(argument.text, frame.scope);
    const isChangeable = /^(?:dict|list|set)$/.test(value?.kind ?? '');
    if (isChangeable || (value !== undefined && openListOf(value) !== undefined))
      bind(argument.text, unknown, frame);
  }
}
