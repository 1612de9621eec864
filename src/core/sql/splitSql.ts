/**
 * The statements of SQL text, by our own count, so that one bad statement spoils no other.
 *
 * A semicolon ends a statement even inside parentheses, as nothing but CREATE RULE and BEGIN ATOMIC … END has one
 * there. The annotations of migration tools are comments to PostgreSQL; what they mean is the tools' own business.
 */
import type { Range } from '../text/range.ts';
import { readTokens, type SqlToken } from './tokens.ts';

export type SqlPiece =
  | {
      readonly kind: 'statement';
      /** From the first token to the last, without the semicolon. */
      readonly range: Range;
      readonly tokens: readonly SqlToken[];
    }
  /** A line for psql, such as `\connect`. */
  | { readonly kind: 'psql'; readonly range: Range };

/** @param from Where to begin, and `to` where to end: parts of a script that are read apart. */
export function splitSql(sql: string, from = 0, to = sql.length): readonly SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let at = from;
  while (at < to) {
    const { piece, next } = readPiece(sql, at, to);
    if (piece !== undefined) pieces.push(piece);
    at = next;
  }
  return pieces;
}

interface ReadPiece {
  readonly piece?: SqlPiece;
  readonly next: number;
}

function readPiece(sql: string, from: number, to: number): ReadPiece {
  const tokens: SqlToken[] = [];
  const nesting = new Nesting();
  for (const token of readTokens(sql, from, to)) {
    if (token.text === '\\') return tokens.length === 0 ? psqlLine(sql, token.start, to) : ended(token.start);
    if (token.text === ';' && !nesting.holds) return ended(token.end);
    tokens.push(token);
    nesting.enter(token, tokens);
    if (token.open) return ended(token.end);
  }
  return ended(to);

  function ended(end: number): ReadPiece {
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (first === undefined || last === undefined) return { next: end };
    const piece = {
      kind: 'statement',
      range: { start: first.start, end: Math.min(last.end, to) },
      tokens,
    } as const;
    return { piece, next: readsData(tokens) ? endOfData(sql, end, to) : end };
  }
}

/** Where a semicolon does not end the statement. */
class Nesting {
  #isRule = false;
  #parentheses = 0;
  /** Of `BEGIN ATOMIC` and the `CASE … END` within. */
  #blocks = 0;

  get holds(): boolean {
    return this.#blocks > 0 || (this.#isRule && this.#parentheses > 0);
  }

  enter({ text }: SqlToken, tokens: readonly SqlToken[]): void {
    if (text === 'rule' && tokens[0]?.text === 'create' && tokens.length <= 4) this.#isRule = true;
    else if (text === '(') this.#parentheses++;
    else if (text === ')') this.#parentheses--;
    else if (text === 'atomic' && tokens.at(-2)?.text === 'begin') this.#blocks = 1;
    else if (this.#blocks > 0 && text === 'case') this.#blocks++;
    else if (this.#blocks > 0 && text === 'end') this.#blocks--;
  }
}

function psqlLine(sql: string, start: number, to: number): ReadPiece {
  const newline = sql.indexOf('\n', start);
  const end = newline < 0 || newline > to ? to : newline;
  return {
    piece: { kind: 'psql', range: { start, end: start + sql.slice(start, end).trimEnd().length } },
    next: end,
  };
}

/** `COPY … FROM stdin`: lines of data follow. */
function readsData(tokens: readonly SqlToken[]): boolean {
  return (
    tokens[0]?.text === 'copy' &&
    tokens.some(({ text }, index) => text === 'from' && tokens[index + 1]?.text === 'stdin')
  );
}

function endOfData(sql: string, from: number, to: number): number {
  const mark = /^\\\.[ \t]*\r?$/gm;
  mark.lastIndex = from;
  const end = mark.exec(sql);
  return end === null || end.index >= to ? to : end.index + end[0].length;
}
