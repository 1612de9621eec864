import { expect, test } from 'vitest';
import { findingHere } from '../../../src/core/preview/findingHere.ts';
import type { TimeClass } from '../../../src/core/preview/runPreview.ts';
import { statementPreview } from '../../support/runPreviews.ts';

const shop = { schema: 'public', name: 'shop' };
const finding = { rule: 'r', severity: 'warning', message: 'It waits.', location: { file: 'a.py' } } as const;

function here(size: object, kind: TimeClass['kind'] = 'instant', severity: 'warning' | 'error' = 'warning') {
  const { impact } = statementPreview('');
  const time = { kind, basis: '' };
  const tables = [{ table: shop, ...size }];
  return findingHere({ ...finding, severity }, { impact: { ...impact, scans: [shop] }, tables, time }).here;
}

test('what the size of its table makes of a finding', () => {
  expect(here({ rows: 40, bytes: 8192 })).toBe(
    'Here shop has about 40 rows in 8 kB, so this is over at once.',
  );
  expect(here({ rows: 0, bytes: 0 })).toBe('Here shop is empty, so this is over at once.');
  expect(here({ bytes: 3 * 1024 ** 3 }, 'minutes')).toBe(
    'Here shop has 3 GB, so this takes minutes or more.',
  );
});

test('nothing is said where the size is not known, nor of what fails, nor of what reads no rows', () => {
  expect(here({})).toBeUndefined();
  expect(here({ rows: 40, bytes: 8192 }, 'instant', 'error')).toBeUndefined();
  expect(findingHere(finding, statementPreview('')).here).toBeUndefined();
});
