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

/** In their order. */
export type Spans = readonly Span[];

export function spansOf({ statements }: ModuleLayout, length: number): Spans {
  return statements.map(({ start, className }, index) => ({
    known: start,
    start,
    end: statements[index + 1]?.start ?? length,
    className,
  }));
}

/** Places of a class that is read again begin at a multiple of it; no file is as long. */
export const distance = 2 ** 30;

export interface Edit {
  /** The statement that holds all of it. */
  readonly index: number;
  readonly text: string;
}

/** `undefined`: it is not inside of one statement alone. */
export function editIn(before: string, after: string, spans: Spans): Edit | undefined {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before.charCodeAt(same) === after.charCodeAt(same)) same++;
  let sameEnd = 0;
  while (
    sameEnd < most - same &&
    before.charCodeAt(before.length - 1 - sameEnd) === after.charCodeAt(after.length - 1 - sameEnd)
  )
    sameEnd++;
  const index = spans.findIndex(({ start, end }) => start < same && before.length - sameEnd <= end);
  const span = spans[index];
  // What is appended behind it may belong to the next statement as well.
  if (span === undefined || (before.length - sameEnd === span.end && index < spans.length - 1))
    return undefined;
  return { index, text: after.slice(span.start, span.end + after.length - before.length) };
}

export function moved(spans: Spans, { index, text }: Edit, known: number): Spans {
  const changed = spans[index];
  if (changed === undefined) return spans;
  const by = text.length - (changed.end - changed.start);
  return spans.map((span, at) => {
    if (at < index) return span;
    if (at > index) return { ...span, start: span.start + by, end: span.end + by };
    return { ...span, known, end: span.end + by };
  });
}

export function placeNow(location: Location, spans: Spans | undefined): Location {
  const { range } = location;
  if (spans === undefined || range === undefined) return location;
  const by = shiftAt(range, spans);
  return by === 0 ? location : { ...location, range: { start: range.start + by, end: range.end + by } };
}

function shiftAt({ start }: Range, spans: Spans): number {
  const span = spans.findLast(
    ({ known }) => known <= start && Math.floor(known / distance) === Math.floor(start / distance),
  );
  return span === undefined ? 0 : span.start - span.known;
}
