import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { md5 } from '../../../src/core/text/md5.ts';

test.each(['', 'a', 'BEGIN RETURN 1; END', 'Straße, 東京, 🐘', 'x'.repeat(1000)])('%s', (text) => {
  expect(md5(text)).toBe(createHash('md5').update(text).digest('hex'));
});

test('texts of every length around a block', () => {
  const lengths = Array.from({ length: 140 }, (_, length) => 'ü'.repeat(length >> 1) + 'y'.repeat(length));
  expect(lengths.map(md5)).toEqual(lengths.map((text) => createHash('md5').update(text).digest('hex')));
});
