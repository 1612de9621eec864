/** String literals decode to what CPython makes of them. */
import { expect, test } from 'vitest';
import { decodePiece, literalKind } from '../../../src/core/python/literal.ts';

test.each([
  ['plain', 'plain'],
  ['a\\nb', 'a\nb'],
  ['tab\\t', 'tab\t'],
  ['\\x41\\u00e9\\U0001F600', 'Aé😀'],
  ['\\101\\60\\0', 'A0\0'],
  ['\\q\\.', '\\q\\.'],
  ['\\\'\\"\\\\', '\'"\\'],
  ['goes \\\non', 'goes on'],
  ['Windows\r\nline', 'Windows\nline'],
])('%j is %j', (source, text) => {
  expect(decodePiece(source, false)).toBe(text);
});

test('a raw literal keeps its backslashes', () => {
  expect(decodePiece('\\n', true)).toBe('\\n');
});

test('an escape that needs Unicode’s names is unknown', () => {
  expect(decodePiece('\\N{BULLET}', false)).toBeUndefined();
});

test.each([
  ['"', { raw: false, bytes: false, formatted: false }],
  ['Rb"""', { raw: true, bytes: true, formatted: false }],
  ["fr'", { raw: true, bytes: false, formatted: true }],
])('%s opens %j', (start, kind) => {
  expect(literalKind(start)).toEqual(kind);
});
