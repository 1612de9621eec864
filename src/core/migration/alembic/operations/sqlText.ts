/** SQL that a script runs: its text as far as it is known, and where that is written. */
import { sourceOffset } from '../../../python/literal.ts';
import { piecesOf } from '../../../python/strings.ts';
import type { PyCallResult, PyString, PyValue, TextPiece } from '../../../python/value.ts';
import type { Location, Range } from '../../../text/range.ts';

/** Where a range of a string is written: exact inside its literals, else `fallback`. */
export function locateIn(value: PyString, fallback: Location): (range: Range) => Location {
  const pieces = piecesOf(value);
  return ({ start, end }) => {
    const first = placeOf(pieces, start, false);
    const last = placeOf(pieces, end, true);
    if (first === undefined || last === undefined || first.file !== last.file || last.at < first.at)
      return fallback;
    return { file: first.file, range: { start: first.at, end: last.at } };
  };
}

interface Place {
  readonly file: string;
  readonly at: number;
}

/** @param isEnd The place behind a character belongs to the piece of that character. */
function placeOf(pieces: readonly TextPiece[], offset: number, isEnd: boolean): Place | undefined {
  let at = 0;
  for (const { length, from = 0, source } of pieces) {
    const inside = isEnd ? offset <= at + length && offset > at : offset < at + length;
    if (inside) {
      if (source === undefined) return undefined;
      const decoded = from + offset - at;
      return { file: source.file, at: source.start + sourceOffset(source.text, source.kind, decoded) };
    }
    at += length;
  }
  return undefined;
}

/** A string of which parts are not known, with `${…}` in their place. */
export function withHoles(value: PyValue): PyString | undefined {
  const parts = partsOf(value);
  if (parts === undefined || !parts.some((part) => part.kind === 'string')) return undefined;
  const pieces: TextPiece[] = [];
  let text = '';
  for (const part of parts) {
    const known = part.kind === 'string' ? part : hole;
    text += known.text;
    pieces.push(...piecesOf(known));
  }
  return { kind: 'string', text, pieces };
}

export const hole: PyString = { kind: 'string', text: '${unknown}' };

function partsOf(value: PyValue): readonly PyValue[] | undefined {
  if (value.kind === 'string') return [value];
  if (value.kind === 'call')
    return value.method === 'join' ? joined(value) : formatted(value.method, value.receiver);
  if (value.kind !== 'expression') return undefined;
  const [left, right] = value.operands;
  switch (value.operator) {
    case 'text':
      return value.operands.flatMap((operand) => partsOf(operand) ?? [operand]);
    case '+': {
      if (left === undefined || right === undefined) return undefined;
      const [a, b] = [partsOf(left), partsOf(right)];
      return a === undefined && b === undefined ? undefined : [...(a ?? [left]), ...(b ?? [right])];
    }
    case '%':
      return left?.kind === 'string' ? template(left, /%(?:\(\w+\))?[sdr]/g) : undefined;
    default:
      return undefined;
  }
}

/** `' '.join([…])` */
function joined({ receiver, positional: [list] }: PyCallResult): readonly PyValue[] | undefined {
  if (receiver?.kind !== 'string' || (list?.kind !== 'list' && list?.kind !== 'tuple')) return undefined;
  return list.items.flatMap((item, index) => [
    ...(index === 0 ? [] : [receiver]),
    ...(partsOf(item) ?? [item]),
  ]);
}

/** `'…{}…'.format(…)`, and methods that keep the text. */
function formatted(
  method: string | undefined,
  receiver: PyValue | undefined,
): readonly PyValue[] | undefined {
  if (receiver === undefined) return undefined;
  if (method === 'format') return receiver.kind === 'string' ? template(receiver, /\{[^{}]*\}/g) : undefined;
  return method === 'strip' || method === 'replace' ? partsOf(receiver) : undefined;
}

function template({ text }: PyString, fields: RegExp): readonly PyValue[] {
  return [{ kind: 'string', text: text.replaceAll(fields, hole.text.replaceAll('$', '$$$$')) }];
}
