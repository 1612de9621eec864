import { expect, test } from 'vitest';
import { withDashedValues } from '../../src/cli/dashedValues.ts';

test('steps back are values of the option before them', () => {
  expect(withDashedValues(['preview', 'downgrade', '--to', '-2', '--env', 'a'])).toEqual([
    'preview',
    'downgrade',
    '--to=-2',
    '--env',
    'a',
  ]);
});

test('options stay options', () => {
  const args = ['preview', '--to', '--env', '-1', '--to', 'aaa', '-h'];
  expect(withDashedValues(args)).toEqual(args);
});
