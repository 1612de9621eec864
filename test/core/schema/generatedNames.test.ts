import { expect, test } from 'vitest';
import { generatedName, indexColumnNames, nameAddition } from '../../../src/core/schema/generatedNames.ts';

const free = () => false;

test('a name is table, columns and what it is', () => {
  expect(generatedName('orders', 'user_id', 'fkey', free)).toBe('orders_user_id_fkey');
  expect(generatedName('orders', undefined, 'pkey', free)).toBe('orders_pkey');
  expect(generatedName('orders', nameAddition(['a', 'b']), 'key', free)).toBe('orders_a_b_key');
});

test('a name that is taken gets a number after its label', () => {
  const taken = new Set(['t_a_idx', 't_a_idx1']);
  expect(generatedName('t', 'a', 'idx', (name) => taken.has(name))).toBe('t_a_idx2');
});

test('the longer part is shortened first, until both fit into 63 bytes', () => {
  expect(generatedName('t'.repeat(60), 'short', 'idx', free)).toBe(`${'t'.repeat(53)}_short_idx`);
  expect(generatedName('t'.repeat(40), 'c'.repeat(40), 'check', free)).toBe(
    `${'t'.repeat(28)}_${'c'.repeat(28)}_check`,
  );
});

test('bytes are counted in UTF-8, and no character is cut in two', () => {
  const name = generatedName('ä'.repeat(30), '日'.repeat(20), 'key', free);
  expect(name).toBe(`${'ä'.repeat(14)}_${'日'.repeat(9)}_key`);
  expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(63);
});

test('a column that an index has twice is numbered', () => {
  expect(indexColumnNames(['expr', 'a', 'expr', 'expr'])).toEqual(['expr', 'a', 'expr1', 'expr2']);
});
