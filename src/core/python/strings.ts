/** String expressions: literals with their prefixes, f-strings, and literals side by side. */
import type { SyntaxNode } from '../text/syntax.ts';
import { evaluate, evaluateField, forced } from './evaluate.ts';
import { codeChildren, type Frame, rangeOf } from './frame.ts';
import { decodePiece, idRange, type LiteralKind, literalKind } from './literal.ts';
import { textOf } from './operators.ts';
import { expression, isSymbolic, type PyString, type PyValue, type TextPiece, unknown } from './value.ts';

export function evaluateString(node: SyntaxNode, frame: Frame): PyValue {
  const start = node.namedChildren[0]?.text ?? '';
  const kind = literalKind(start);
  const parts: PyValue[] = [];
  for (const child of codeChildren(node)) {
    if (child.type === 'string_content') parts.push(content(child, kind, frame));
    else if (child.type === 'interpolation') parts.push(interpolation(child, frame));
  }
  const range = idRange(node);
  if (kind.bytes || /t/i.test(start)) return { ...unknown, range: rangeOf(node) };
  return { ...joinText(parts, frame), range };
}

export function concatenate(node: SyntaxNode, frame: Frame): PyValue {
  const parts = codeChildren(node).map((part) => evaluate(part, frame));
  return { ...joinText(parts, frame), range: rangeOf(node) };
}

/** One string of several; kept in pieces if some of them are not known. */
export function joinText(parts: readonly PyValue[], frame: Frame): PyValue {
  let text = '';
  const pieces: TextPiece[] = [];
  for (const part of parts) {
    if (part.kind !== 'string')
      return frame.world.keepsExpressions ? expression('text', parts.flatMap(partsOf)) : unknown;
    text += part.text;
    pieces.push(...piecesOf(part));
  }
  return { kind: 'string', text, ...(frame.world.keepsExpressions ? { pieces } : {}) };
}

function partsOf(value: PyValue): readonly PyValue[] {
  return value.kind === 'expression' && value.operator === 'text' ? value.operands : [value];
}

/** A part of a string, which still knows where it comes from. */
export function sliceText(value: PyString, start: number, end: number = value.text.length): PyString {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const { length, from = 0, source } of piecesOf(value)) {
    const first = Math.max(start - at, 0);
    const last = Math.min(end - at, length);
    if (first < last)
      pieces.push({ length: last - first, ...(source === undefined ? {} : { from: from + first, source }) });
    at += length;
  }
  return { kind: 'string', text: value.text.slice(start, end), pieces };
}

/** `textwrap.dedent` */
export function dedent(value: PyString): PyString {
  const lines = [...value.text.matchAll(/[^\n]*(?:\n|$)/g)].filter(([line]) => line !== '');
  const margins = lines.flatMap(([line]) => (/\S/.test(line) ? [/^[ \t]*/.exec(line)?.[0] ?? ''] : []));
  const margin = margins.reduce(commonStart, margins[0] ?? '');
  const parts = lines.map(({ 0: line, index }) => {
    const blank = !/\S/.test(line);
    return sliceText(
      value,
      index + (blank ? line.replace(/\n$/, '').length : margin.length),
      index + line.length,
    );
  });
  return { kind: 'string', text: parts.map(({ text }) => text).join(''), pieces: parts.flatMap(piecesOf) };
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

export function piecesOf(value: PyString): readonly TextPiece[] {
  return value.pieces ?? [{ length: value.text.length }];
}

function content(node: SyntaxNode, kind: LiteralKind, frame: Frame): PyValue {
  const text = decodeContent(node.text, kind);
  if (text === undefined) return unknown;
  if (!frame.world.keepsExpressions) return { kind: 'string', text };
  const source = { file: frame.world.file, start: node.startIndex, text: node.text, kind };
  return { kind: 'string', text, pieces: [{ length: text.length, source }] };
}

function decodeContent(source: string, kind: LiteralKind): string | undefined {
  const text = decodePiece(source, kind.raw);
  return kind.formatted ? text?.replaceAll('{{', '{').replaceAll('}}', '}') : text;
}

function interpolation(node: SyntaxNode, frame: Frame): PyValue {
  const value = forced(evaluateField(node, 'expression', frame), frame);
  const plain = codeChildren(node).length === 1 && !/=\s*\}$/.test(node.text);
  if (!plain) return unknown;
  if (value.kind === 'string') return value;
  const text = textOf(value);
  if (text !== undefined) return { kind: 'string', text };
  return isSymbolic(value) ? value : unknown;
}
