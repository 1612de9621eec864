import { expect, test } from 'vitest';
import { printable, printableLine } from '../../../src/core/text/printable.ts';

test('each control character, C1 and bidirectional ones among them, becomes visible', () => {
  const codes = [0x00, 0x07, 0x08, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0x61c, 0x200f, 0x2028, 0x202e, 0x2069];
  expect(printable(`a${String.fromCharCode(...codes)}z`)).toBe(`a${'\ufffd'.repeat(codes.length)}z`);
});

test('text of any language stays as it is', () => {
  const text = 'Größe → 数据库 🏳️‍🌈 עברית';
  expect(printable(text)).toBe(text);
});

test('a line is the first one that says something', () => {
  expect(printableLine('\n  Add\tusers \r\nand orders\n')).toBe('Add users');
  expect(printableLine('')).toBe('');
});
