/** The text of a Python string literal: prefixes and escapes. Values inside f-strings are the evaluator's. */
import type { SyntaxNode } from '../text/syntax.ts';

const simpleEscapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const escapeSequence =
  /\\(?:\r\n|[\r\n]|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[\s\S])/g;

export interface LiteralKind {
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly formatted: boolean;
}

/** @param start The opening of a literal, such as `rb"""`. */
export function literalKind(start: string): LiteralKind {
  const prefix = start.replace(/["'].*$/s, '').toLowerCase();
  return {
    raw: prefix.includes('r'),
    bytes: prefix.includes('b'),
    formatted: prefix.includes('f') || prefix.includes('t'),
  };
}

/** What a piece of a literal stands for; `undefined` for an escape that needs Unicode's names. */
export function decodePiece(source: string, raw: boolean): string | undefined {
  const text = source.replaceAll('\r\n', '\n');
  if (raw || !text.includes('\\')) return text;
  let named = false;
  const decoded = text.replace(escapeSequence, (sequence) => {
    const body = sequence.slice(1);
    if (body === '\n' || body === '\r') return '';
    if (/^[0-7]/.test(body)) return String.fromCodePoint(Number.parseInt(body, 8));
    if (/^[xuU][0-9a-fA-F]/.test(body) && body.length > 1) return fromHex(body.slice(1));
    if (body.startsWith('N{')) named = true;
    return simpleEscapes[body] ?? sequence;
  });
  return named ? undefined : decoded;
}

/** Where in a literal's source a place of its decoded text is. */
export function sourceOffset(source: string, kind: LiteralKind, offset: number): number {
  const pieces = kind.raw ? newline : kind.formatted ? formattedSequence : escapeOrNewline;
  let decoded = 0;
  let at = 0;
  for (const match of source.matchAll(pieces)) {
    if (decoded + match.index - at >= offset) break;
    decoded += match.index - at + decodedLength(match[0], kind);
    at = match.index + match[0].length;
  }
  return at + Math.max(offset - decoded, 0);
}

const newline = /\r\n/g;
const escapeOrNewline = new RegExp(`${escapeSequence.source}|\\r\\n`, 'g');
const formattedSequence = new RegExp(`${escapeOrNewline.source}|\\{\\{|\\}\\}`, 'g');

function decodedLength(sequence: string, { raw }: LiteralKind): number {
  if (sequence === '{{' || sequence === '}}' || sequence === '\r\n') return 1;
  return decodePiece(sequence, raw)?.length ?? 1;
}

/** The range between the quotes of a literal that has neither escapes nor values in it; else of the whole node. */
export function idRange(node: SyntaxNode): { readonly start: number; readonly end: number } {
  const [start, content, end, more] = node.namedChildren;
  const plain =
    node.type === 'string' && more === undefined && start != null && content != null && end != null;
  return plain && content.type === 'string_content' && !content.text.includes('\\')
    ? { start: content.startIndex, end: content.endIndex }
    : { start: node.startIndex, end: node.endIndex };
}

function fromHex(digits: string): string {
  const code = Number.parseInt(digits, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}
