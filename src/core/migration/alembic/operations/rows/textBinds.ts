/** `sa.text('… :name …')` with the values of its parameters in their places. */
import { bindArguments } from '../../../../python/arguments.ts';
import { isSequence, type PyCallResult, type PyValue } from '../../../../python/value.ts';
import type { Range } from '../../../../text/range.ts';
import { calleeName, nameOf, type OperationContext } from '../context.ts';
import { literalOf } from './literal.ts';
import { anyType, valueTypeOf } from './valueType.ts';

export interface Bind {
  readonly value?: PyValue;
  readonly type?: PyValue;
  /** A list takes the place of the parameter. */
  readonly expanding?: boolean;
}

export type Binds = ReadonlyMap<string, Bind>;

export interface FilledText {
  readonly text: string;
  /** Where a range of it is in the text as it is written. */
  readonly written: (range: Range) => Range;
}

/** As SQLAlchemy finds them, and colons that are none. */
const pattern = /\\:\w*(?![:\w])|(?<![:\w\\]):(\w+)(?![:\w])/g;

export function hasBinds(text: string): boolean {
  return /(?<![:\w\\]):\w+(?![:\w])/.test(text);
}

/** @param literalFor What stands for a parameter; `undefined` where its value is not known, or has no literal. */
export function fillBinds(
  text: string,
  literalFor: (name: string) => string | undefined,
): FilledText | undefined {
  const pieces: {
    readonly at: number;
    readonly from: number;
    readonly length: number;
    readonly by: string;
  }[] = [];
  let isKnown = !/%\(\w+\)s/.test(text);
  let shift = 0;
  const filled = text.replaceAll(pattern, (found, name: string | undefined, from: number) => {
    const by = name === undefined ? found.slice(1) : literalFor(name);
    isKnown &&= by !== undefined && !isQuoted(text, from, name);
    pieces.push({ at: from + shift, from, length: found.length, by: by ?? '' });
    shift += (by ?? '').length - found.length;
    return by ?? '';
  });
  if (!isKnown) return undefined;
  const place = (offset: number): number => {
    const piece = pieces.findLast(({ at }) => at < offset);
    if (piece === undefined) return offset;
    const behind = offset - piece.at - piece.by.length;
    return piece.from + (behind < 0 ? 0 : piece.length + behind);
  };
  return { text: filled, written: ({ start, end }) => ({ start: place(start), end: place(end) }) };
}

/** SQLAlchemy looks into strings as well, and drivers do as they like with what it finds. */
function isQuoted(text: string, at: number, name: string | undefined): boolean {
  return name !== undefined && (text.slice(0, at).match(/'/g)?.length ?? 0) % 2 === 1;
}

export function bindLiteral(bind: Bind | undefined, context: OperationContext): string | undefined {
  if (bind?.value === undefined) return undefined;
  const type =
    bind.type === undefined || bind.type.kind === 'none' ? anyType : valueTypeOf(bind.type, context);
  if (bind.expanding !== true)
    return tupleLiteral(bind.value, context) ?? literalOf(bind.value, type, context);
  const list = bind.value.kind === 'import' ? context.follow(bind.value) : bind.value;
  if (!isSequence(list) || list.kind === 'set' || list.items.length === 0) return undefined;
  const items = list.items.map((item) => literalOf(item, type, context));
  return items.includes(undefined) ? undefined : `(${items.join(', ')})`;
}

/** psycopg2 writes a tuple as a list in parentheses. */
function tupleLiteral(value: PyValue, context: OperationContext): string | undefined {
  const known = value.kind === 'import' ? context.follow(value) : value;
  if (known.kind !== 'tuple' || known.items.length === 0) return undefined;
  const items = known.items.map((item) => literalOf(item, anyType, context));
  return items.includes(undefined) ? undefined : `(${items.join(', ')})`;
}

/** What `….bindparams(…)` and `….params(…)` say; `undefined` where that is not all known. */
export function bindsIn(call: PyCallResult): Binds | undefined {
  const binds = new Map<string, Bind>();
  if (call.open) return undefined;
  for (const one of call.positional) {
    if (one.kind === 'dict' && !one.open) for (const [name, value] of one.entries) binds.set(name, { value });
    else if (one.kind === 'call' && calleeName(one) === 'bindparam' && !one.open) {
      const given = bindArguments(one, ['key', 'value', 'type_']);
      const [name, value, type] = [nameOf(given.get('key')), given.get('value'), given.get('type_')];
      const expanding = given.get('expanding');
      if (name === undefined || (expanding !== undefined && expanding.kind !== 'bool')) return undefined;
      const isList = expanding?.kind === 'bool' && expanding.value;
      binds.set(name, { ...(value && { value }), ...(type && { type }), expanding: isList });
    } else return undefined;
  }
  for (const [name, value] of call.named) binds.set(name, { value });
  return binds;
}

/** Values over those that are known before; types and lists stay what they are. */
export function withBinds(before: Binds, added: Binds): Binds {
  return new Map([
    ...before,
    ...[...added].map(([name, bind]) => [name, { ...before.get(name), ...bind }] as const),
  ]);
}
