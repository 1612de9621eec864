import { expect, test } from 'vitest';
import { bytesText, rowsText, sizeText } from '../../../src/core/preview/sizeWords.ts';

test.each([
  [0, 'about 0 rows'],
  [1, 'about 1 row'],
  [999, 'about 999 rows'],
  [1000, 'about 1 thousand rows'],
  [18_430, 'about 18 thousand rows'],
  [999_600, 'about 1 million rows'],
  [1_234_567, 'about 1.2 million rows'],
  [4_200_000_000, 'about 4.2 billion rows'],
])('%d is %s', (rows, text) => {
  expect(rowsText(rows)).toBe(text);
});

test.each([
  [0, '0 bytes'],
  [8192, '8 kB'],
  [1_048_576, '1 MB'],
  [1_048_200, '1 MB'],
  [88_080_384, '84 MB'],
  [3_435_973_837, '3.2 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test('what is not known is said', () => {
  expect(sizeText({ rows: 12, bytes: 8192 })).toBe('about 12 rows, 8 kB');
  expect(sizeText({ bytes: 8192 })).toBe('8 kB');
  expect(sizeText({})).toBe('size not known');
});
