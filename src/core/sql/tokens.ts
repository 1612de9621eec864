/**
 * The tokens of SQL text: enough to find where statements, parentheses and list items end. The grammar is the
 * parser's business. Comments and blanks are left out.
 */
import { endOfBlockComment } from './positions.ts';

export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'sign';
  readonly start: number;
  readonly end: number;
  /** A word in lower case, a sign; empty for all others. */
  readonly text: string;
  /** A string or quoted name that is never closed. */
  readonly open?: true;
}

/** Where one of these words begins a line behind a semicolon, a statement surely begins. */
const restart =
  /;[ \t]*\r?\n\s*(?=(?:alter|begin|comment|commit|copy|create|delete|do|drop|grant|insert|revoke|select|set|truncate|update)\b)/gi;

/**
 * A quote that is never closed ends with its statement, so that one bad edit spoils one statement only.
 *
 * @param from Where to begin, outside of any quote.
 */
export function* readTokens(text: string, from = 0, to = text.length): Generator<SqlToken, void> {
  for (let at = from; at < to; ) {
    const code = text.charCodeAt(at);
    if (code <= space) at++;
    else if (text.startsWith('--', at)) at = endOfLine(text, at);
    else if (text.startsWith('/*', at)) at = endOfBlockComment(text, at);
    else {
      const token = tokenAt(text, at, code);
      yield token;
      at = token.end;
    }
  }
}

const space = 32;

function tokenAt(text: string, start: number, code: number): SqlToken {
  const quote = isQuoteStart(code) ? matchAt(quotes, text, start) : undefined;
  if (quote !== undefined) return quoted(text, start, quote);
  if (isWordStart(code)) {
    const end = endOfWord(text, start + 1);
    return { kind: 'word', start, end, text: text.slice(start, end).toLowerCase() };
  }
  const number = isDigit(code) || code === dollar ? matchAt(numbers, text, start) : undefined;
  if (number !== undefined) return { kind: 'number', start, end: start + number.length, text: '' };
  return { kind: 'sign', start, end: start + 1, text: text[start] ?? '' };
}

/** What may begin a string or quoted name: quotes, those with a letter before them, and dollars. */
const quotes = /(?:[uU]&|[eEbBxXnN])?'|(?:[uU]&)?"|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const numbers = /\d[\w.]*|\$\d+/y;
const dollar = 36;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const isQuoteStart = (code: number): boolean => quoteStarts.includes(String.fromCharCode(code));
const quoteStarts = `'"$uUeEbBxXnN`;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** As PostgreSQL's scanner: letters, underscores, and whatever is not ASCII. */
const isWordStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;

function endOfWord(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); isWordStart(code) || isDigit(code) || code === dollar; ) {
    code = text.charCodeAt(++at);
  }
  return at;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function quoted(text: string, start: number, opening: string): SqlToken {
  const inside = start + opening.length;
  const close = opening.startsWith('$')
    ? endOfDollars(text, inside, opening)
    : endOfQuote(text, start, opening);
  const kind = opening.endsWith('"') ? 'quoted' : 'string';
  const end = close ?? endOfOpenQuote(text, start);
  return { kind, start, end, text: '', ...(close === undefined && { open: true }) };
}

function endOfDollars(text: string, from: number, mark: string): number | undefined {
  const close = text.indexOf(mark, from);
  return close < 0 ? undefined : close + mark.length;
}

/** A doubled quote does not close; nor does one behind a backslash in a string such as `E'…'`. */
function endOfQuote(text: string, start: number, opening: string): number | undefined {
  const stops = /^e/i.test(opening) ? /\\[\s\S]|''|'/g : opening.endsWith('"') ? /""|"/g : /''|'/g;
  stops.lastIndex = start + opening.length;
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    if (stop[0].length === 1) return stops.lastIndex;
  }
  return undefined;
}

function endOfOpenQuote(text: string, start: number): number {
  restart.lastIndex = start;
  return restart.exec(text)?.index ?? text.length;
}
