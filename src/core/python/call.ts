/** Calls: of functions in the same file, of a few pure builtins and methods, and of nothing else. */
import type { Range } from '../text/range.ts';
import type { SyntaxNode } from '../text/syntax.ts';
import { attributeOf, evaluate, evaluateField, forced } from './evaluate.ts';
import { callFunction } from './execute.ts';
import { bind, codeChildren, type Frame, forgetAll, lookUp, type PyCall, rangeOf } from './frame.ts';
import { textOf } from './operators.ts';
import { isSequence, none, type PyDict, type PySequence, type PyValue, pathOf, unknown } from './value.ts';

export function evaluateCall(node: SyntaxNode, frame: Frame): PyValue {
  const call = readCall(node, frame);
  const answer = frame.world.onCall?.(call);
  if (answer !== undefined) return answer;
  const { callee } = call;
  if (callee.kind === 'function') return callFunction(callee, call, frame);
  const builtin = builtinName(node, frame);
  const result =
    builtin === undefined
      ? (pathFunction(call) ?? method(call, node, frame))
      : callBuiltin(builtin, call, frame);
  if (result === undefined) {
    forgetArguments(node, builtin, frame);
    for (const argument of call.positional) {
      if (argument.kind === 'function') callFunction(argument, undefined, frame);
    }
  }
  return result ?? unknown;
}

function readCall(node: SyntaxNode, frame: Frame): PyCall {
  const positional: PyValue[] = [];
  const named = new Map<string, PyValue>();
  const namedAt = new Map<string, Range>();
  let openAt: Range | undefined;
  let openPath: string | undefined;
  const target = node.childForFieldName('function');
  const isMethod = target?.type === 'attribute';
  const receiver = isMethod ? evaluateField(target, 'object', frame) : undefined;
  const methodName = isMethod ? target.childForFieldName('attribute')?.text : undefined;
  for (const argument of codeChildren(node.childForFieldName('arguments') ?? node)) {
    if (argument.type === 'keyword_argument') {
      const name = argument.childForFieldName('name')?.text ?? '';
      named.set(name, evaluateField(argument, 'value', frame));
      namedAt.set(name, rangeOf(argument));
    } else if (argument.type === 'dictionary_splat' || argument.type === 'list_splat') {
      const [inner] = codeChildren(argument);
      const spread = inner === undefined ? unknown : forced(evaluate(inner, frame), frame);
      if (spread.kind === 'dict') {
        for (const [name, value] of spread.entries) {
          named.set(name, value);
          namedAt.set(name, value.range ?? rangeOf(argument));
        }
      } else if (isSequence(spread)) positional.push(...spread.items);
      if (!(isSequence(spread) || (spread.kind === 'dict' && !spread.open))) {
        openAt = rangeOf(argument);
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
    openPath,
    ...(receiver === undefined ? {} : { receiver }),
    ...(methodName === undefined ? {} : { method: methodName }),
  };
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
      return first === undefined
        ? { kind: name, items: [] }
        : isSequence(first)
          ? { kind: name, items: first.items }
          : undefined;
    case 'dict':
      return newDict(first, call);
    case 'getattr':
      return first !== undefined && second?.kind === 'string' && call.positional.length === 2
        ? attributeOf(first, second.text)
        : undefined;
    case 'exec':
    case 'eval':
      forgetAll(frame.scope);
      return unknown;
    case 'setattr':
      if (pathOf(first ?? unknown)?.startsWith('sys.modules') !== false) forgetAll(frame.world.module);
      return unknown;
    default:
      return undefined;
  }
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
  if (receiver.kind === 'dict' && name === 'get') return fromDict(receiver, call);
  if (name === 'copy' && (receiver.kind === 'dict' || isSequence(receiver))) return receiver;
  const object = node.childForFieldName('function')?.childForFieldName('object');
  if (object?.type === 'call' && /^(?:globals|locals|vars)\(\)$/.test(object.text)) {
    if (name !== 'get') forgetAll(frame.world.module);
  } else if (object?.type === 'identifier' && (receiver.kind === 'dict' || isSequence(receiver))) {
    bind(object.text, changed(receiver, name, call), frame);
    return unknown;
  }
  return undefined;
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

function stringMethod(text: string, name: string, call: PyCall): PyValue | undefined {
  const [first, second] = call.positional.map((argument) =>
    argument.kind === 'string' ? argument.text : undefined,
  );
  const string = (value: string): PyValue => ({ kind: 'string', text: value });
  const bare = call.positional.length === 0 && call.named.size === 0 && call.openAt === undefined;
  switch (name) {
    case 'lower':
      return bare ? string(text.toLowerCase()) : undefined;
    case 'upper':
      return bare ? string(text.toUpperCase()) : undefined;
    case 'strip':
      return bare ? string(text.trim()) : undefined;
    case 'replace':
      return first !== undefined && second !== undefined ? string(text.replaceAll(first, second)) : undefined;
    case 'split':
      return first !== undefined && first !== '' && call.positional.length === 1
        ? { kind: 'list', items: text.split(first).map(string) }
        : undefined;
    case 'format':
      return format(text, call);
    case 'join':
      return join(text, call.positional[0] ?? unknown);
    default:
      return undefined;
  }
}

function join(separator: string, items: PyValue): PyValue {
  if (!isSequence(items) || items.kind === 'set') return unknown;
  const texts = items.items.map((item) => (item.kind === 'string' ? item.text : undefined));
  return texts.includes(undefined) ? unknown : { kind: 'string', text: texts.join(separator) };
}

/** `'{}_{name}'.format(…)` with plain fields only. */
function format(template: string, call: PyCall): PyValue {
  let next = 0;
  let known = call.openAt === undefined;
  const text = template.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, field: string | undefined) => {
    if (field === undefined) return whole.slice(1);
    const at = field === '' ? next++ : /^\d+$/.test(field) ? Number(field) : undefined;
    const piece = textOf((at === undefined ? call.named.get(field) : call.positional[at]) ?? unknown);
    if (piece === undefined) known = false;
    return piece ?? '';
  });
  return known ? { kind: 'string', text } : unknown;
}

/** A function that was not followed may have changed the lists and dictionaries it was given. */
function forgetArguments(node: SyntaxNode, builtin: string | undefined, frame: Frame): void {
  if (builtin !== undefined && harmless.has(builtin)) return;
  for (const argument of codeChildren(node.childForFieldName('arguments') ?? node)) {
    if (argument.type !== 'identifier') continue;
    const value = lookUp(argument.text, frame.scope);
    if (value?.kind === 'dict' || value?.kind === 'list' || value?.kind === 'set')
      bind(argument.text, unknown, frame);
  }
}
