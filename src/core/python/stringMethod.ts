/** Methods of strings whose text is known. */
import type { PyCall } from './frame.ts';
import { textOf } from './operators.ts';
import { isSequence, type PyValue, unknown } from './value.ts';

/** `undefined` for a method that is not followed. */
export function stringMethod(text: string, name: string, call: PyCall): PyValue | undefined {
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
    case 'startswith':
    case 'endswith':
      if (first === undefined || call.positional.length !== 1) return undefined;
      return { kind: 'bool', value: name === 'startswith' ? text.startsWith(first) : text.endsWith(first) };
    case 'replace':
      return first === undefined || second === undefined
        ? undefined
        : replaced(text, first, second, call.positional[2]);
    case 'removeprefix':
      if (first === undefined) return undefined;
      return string(text.startsWith(first) ? text.slice(first.length) : text);
    case 'removesuffix':
      if (first === undefined) return undefined;
      return string(first !== '' && text.endsWith(first) ? text.slice(0, -first.length) : text);
    case 'split':
      return first !== undefined && first !== '' && call.positional.length === 1
        ? { kind: 'list', items: text.split(first).map(string) }
        : splitTimes(text, call);
    case 'format':
      return known(format(text, call));
    case 'join':
      return known(join(text, call.positional[0] ?? unknown));
    default:
      return undefined;
  }
}

function replaced(text: string, old: string, by: string, times: PyValue | undefined): PyValue | undefined {
  if (times === undefined) return { kind: 'string', text: text.replaceAll(old, () => by) };
  if (times.kind !== 'int' || old === '') return undefined;
  const parts = text.split(old);
  const last = times.value < 0 ? parts.length - 1 : Math.min(times.value, parts.length - 1);
  const head = parts.slice(0, last + 1).join(by);
  return { kind: 'string', text: [head, ...parts.slice(last + 1)].join(old) };
}

/** `split(separator, maxsplit)`, `split()` */
function splitTimes(text: string, { positional, named }: PyCall): PyValue | undefined {
  const [separator, times = named.get('maxsplit')] = positional;
  const list = (parts: readonly string[]): PyValue => ({
    kind: 'list',
    items: parts.map((part) => ({ kind: 'string', text: part })),
  });
  if (positional.length === 0 && named.size === 0)
    return list(
      text
        .trim()
        .split(/\s+/)
        .filter((part) => part !== ''),
    );
  if (separator?.kind !== 'string' || separator.text === '' || times?.kind !== 'int') return undefined;
  const parts = text.split(separator.text);
  const head = parts.slice(0, times.value);
  const rest = parts.slice(times.value);
  return list(rest.length === 0 ? head : [...head, rest.join(separator.text)]);
}

/** Otherwise the call itself is kept. */
function known(value: PyValue): PyValue | undefined {
  return value === unknown ? undefined : value;
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
