/**
 * Where the statements of a file are now that was read before it was changed.
 *
 * A class that is read again has places of its own, far behind all others, so that no other place has to be changed:
 * whoever shows one asks here where it is.
 */
import type { ModuleLayout } from '../../python/moduleLayout.ts';
import type { Location, Range } from '../../text/range.ts';

/** A statement at the top level of a file. */
export interface Span {
  /** Where ranges in it begin, as they are known. */
  readonly known: number;
  readonly start: number;
  /** Up to where the next one begins. */
  readonly end: number;
  readonly className: string | undefined;
}

export interface Spans {
  /** In the order of the text. */
  readonly inText: readonly Span[];
  /** By where ranges in them begin, as they are known. */
  readonly byKnown: readonly Span[];
}

export function spansOf({ statements }: ModuleLayout, length: number): Spans {
  const inText = statements.map(({ start, className }, index) => ({
    known: start,
    start,
    end: statements[index + 1]?.start ?? length,
    className,
  }));
  return { inText, byKnown: inText };
}

/** Places of a class that is read again begin at a multiple of it; no file is as long. */
export const distance = 2 ** 30;

export interface Edit {
  /** The statement that holds all of it. */
  readonly index: number;
  /** By how much that is longer now. */
  readonly by: number;
}

/** `undefined`: it is not inside of one statement alone. */
export function editIn(before: string, after: string, { inText }: Spans): Edit | undefined {
  const same = sameLength(before, after);
  const sameEnd = Math.min(sameLengthAtEnd(before, after), Math.min(before.length, after.length) - same);
  const index = inText.findIndex(({ start, end }) => start < same && before.length - sameEnd <= end);
  const span = inText[index];
  // What is appended behind it may belong to the next statement as well.
  if (span === undefined || (before.length - sameEnd === span.end && index < inText.length - 1))
    return undefined;
  return { index, by: after.length - before.length };
}

/** Where they are after an edit. */
export function textMoved({ inText, byKnown }: Spans, { index, by }: Edit): Spans {
  if (by === 0) return { inText, byKnown };
  return sorted(
    inText.map((span, at) => {
      if (at < index) return span;
      return { ...span, start: at === index ? span.start : span.start + by, end: span.end + by };
    }),
  );
}

/** A statement has been read again: ranges in it begin at `known`. */
export function moved({ inText }: Spans, index: number, known: number): Spans {
  return sorted(inText.map((span, at) => (at === index ? { ...span, known } : span)));
}

function sorted(inText: readonly Span[]): Spans {
  return { inText, byKnown: inText.toSorted((a, b) => a.known - b.known) };
}

export function placeNow(location: Location, spans: ReadonlyMap<string, Spans>): Location {
  const { file, range } = location;
  const by = range === undefined ? 0 : shiftAt(range, spans.get(file));
  if (range === undefined || by === 0) return location;
  return { ...location, range: { start: range.start + by, end: range.end + by } };
}

/** Where a place begins now. */
export function startNow({ file, range }: Location, spans: ReadonlyMap<string, Spans>): number | undefined {
  return range === undefined ? undefined : range.start + shiftAt(range, spans.get(file));
}

function shiftAt({ start }: Range, spans: Spans | undefined): number {
  if (spans === undefined) return 0;
  const { byKnown } = spans;
  let [low, high] = [0, byKnown.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((byKnown[middle]?.known ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const span = byKnown[low - 1];
  const isIn = span !== undefined && Math.floor(span.known / distance) === Math.floor(start / distance);
  return isIn ? span.start - span.known : 0;
}

/** Texts are long, and comparing them by pieces is what the engine does fastest. */
const piece = 1024;

function sameLength(a: string, b: string): number {
  let same = 0;
  while (same + piece <= b.length && a.startsWith(b.slice(same, same + piece), same)) same += piece;
  while (same < a.length && same < b.length && a.charCodeAt(same) === b.charCodeAt(same)) same++;
  return same;
}

function sameLengthAtEnd(a: string, b: string): number {
  let same = 0;
  const isSamePiece = (): boolean =>
    a.endsWith(b.slice(b.length - same - piece, b.length - same), a.length - same);
  while (same + piece <= Math.min(a.length, b.length) && isSamePiece()) same += piece;
  while (
    same < Math.min(a.length, b.length) &&
    a.charCodeAt(a.length - 1 - same) === b.charCodeAt(b.length - 1 - same)
  )
    same++;
  return same;
}
