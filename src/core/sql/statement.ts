/**
 * One statement of a SQL text: its tokens, and how the places in its syntax tree lead back to the text.
 *
 * Expressions are kept as they are written. The tree says where they begin; the tokens say where they end.
 */
import type { Range } from '../text/range.ts';
import type { ScriptRoutines } from './scriptRoutines.ts';
import type { SqlToken } from './tokens.ts';

export interface Statement {
  /** The whole text; all ranges and offsets are of it. */
  readonly sql: string;
  readonly range: Range;
  readonly tokens: readonly SqlToken[];
  /** Where a place of the tree (`location`) is in `sql`. */
  offset(location: number | undefined): number;
  /** What the script has created before. */
  readonly routines: ScriptRoutines;
}

export const textIn = ({ sql }: Statement, { start, end }: Range): string => sql.slice(start, end);

/** The index of the first token that begins at or behind `offset`. */
export function tokenAt({ tokens }: Statement, offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the first of `words` outside of parentheses, from token `from` on; -1 where there is none. */
export function findWord(
  { tokens }: Statement,
  words: readonly string[],
  from = 0,
  to = tokens.length,
): number {
  let depth = 0;
  for (let index = from; index < to; index++) {
    const { text } = tokens[index] ?? endToken;
    if (depth === 0 && words.includes(text)) return index;
    depth += depthOf(text);
    if (depth < 0) return -1;
  }
  return -1;
}

const endToken: SqlToken = { kind: 'sign', start: 0, end: 0, text: '' };

const depthOf = (text: string): number =>
  text === '(' || text === '[' ? 1 : text === ')' || text === ']' ? -1 : 0;

/** The index behind the list item that token `from` is in: of the comma or parenthesis that ends it. */
export function endOfItem({ tokens }: Statement, from: number, to = tokens.length): number {
  let depth = 0;
  for (let index = from; index < to; index++) {
    const { text } = tokens[index] ?? endToken;
    if (depth === 0 && text === ',') return index;
    depth += depthOf(text);
    if (depth < 0) return index;
  }
  return to;
}

/** From token `from` up to, but not including, token `to`. */
export function rangeOf({ tokens, range }: Statement, from: number, to: number): Range {
  const [first, last] = [tokens[from], tokens[to - 1]];
  if (first === undefined || last === undefined || to <= from) return { start: range.end, end: range.end };
  return { start: first.start, end: last.end };
}

/** The tokens between the first parenthesis at or behind token `from` and the one that closes it. */
export function parenthesised(statement: Statement, from: number): readonly [number, number] | undefined {
  const open = statement.tokens.findIndex(({ text }, index) => index >= from && text === '(');
  return open < 0 ? undefined : [open + 1, closing(statement, open)];
}

/** The index of the parenthesis that closes the one at `open`; behind the last token where none does. */
export function closing({ tokens }: Statement, open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    depth += depthOf((tokens[index] ?? endToken).text);
    if (depth === 0) return index;
  }
  return tokens.length;
}

/** The items of a list, as pairs of token indexes. */
export function itemsIn(
  statement: Statement,
  from: number,
  to: number,
): readonly (readonly [number, number])[] {
  const items: (readonly [number, number])[] = [];
  for (let start = from; start < to; ) {
    const end = endOfItem(statement, start, to);
    items.push([start, end]);
    start = end + 1;
  }
  return items;
}

/** The text of an expression, without parentheses around all of it. */
export function expressionIn(statement: Statement, from: number, to: number): string {
  let [first, last] = [from, to];
  while (
    last - first > 2 &&
    statement.tokens[first]?.text === '(' &&
    closing(statement, first) === last - 1
  ) {
    first++;
    last--;
  }
  return textIn(statement, rangeOf(statement, first, last));
}

/** The expression in the first parentheses behind token `from`. */
export function expressionBehind(statement: Statement, from: number): string {
  const inside = parenthesised(statement, from);
  return inside === undefined ? '' : expressionIn(statement, ...inside);
}
