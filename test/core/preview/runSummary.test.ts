import { expect, test } from 'vitest';
import type { LockMode } from '../../../src/core/preview/locks/impact.ts';
import type { RehearsalFailure, RehearsalResult } from '../../../src/core/preview/rehearsal/rehearsal.ts';
import type { StatementPreview } from '../../../src/core/preview/runPreview.ts';
import { runPreview, statementPreview } from '../../support/runPreviews.ts';

const condition = 'Whether this runs cannot be told.';
const failures = ['Table shop has no column b.'];

test('a statement that is known to fail makes the run fail', () => {
  const { verdict } = runPreview([statementPreview('ALTER TABLE shop DROP COLUMN b', { failures })]);
  expect(verdict).toEqual({
    kind: 'fails',
    text: 'This upgrade would fail at aaa: Table shop has no column b.',
  });
});

test('a statement that may not run makes nothing fail for certain', () => {
  const { verdict } = runPreview([
    statementPreview('ALTER TABLE shop DROP COLUMN b', { failures, condition }),
  ]);
  expect(verdict).toEqual({
    kind: 'unknown',
    text: '1 statement of 1 cannot be told without running the scripts.',
  });
});

test('the time of a run is told in the words of what reads or writes rows', () => {
  const { impact } = statementPreview('');
  const reads = { kind: 'instant', basis: 'It reads only tables that are empty.' } as const;
  const shop = { schema: 'public', name: 'shop' };
  const { summary } = runPreview([
    statementPreview('ALTER TABLE shop ADD COLUMN b integer'),
    statementPreview('CREATE INDEX i ON shop (b)', { impact: { ...impact, scans: [shop] }, time: reads }),
  ]);
  expect(summary.time).toEqual(reads);
});

test('what is read after a commit is not read under the lock from before it', () => {
  const shop = { schema: 'public', name: 'shop' };
  const { impact } = statementPreview('');
  const cost = (mode: LockMode, scans: readonly (typeof shop)[] = []) => ({
    tables: [{ table: shop }],
    impact: { ...impact, scans, locks: [{ relation: shop, kind: 'table' as const, mode }] },
  });
  const add = statementPreview('ALTER TABLE shop ADD COLUMN b integer', cost('ACCESS EXCLUSIVE'));
  const index = statementPreview('CREATE INDEX i ON shop (b)', cost('SHARE', [shop]));
  const own = {
    ...statementPreview('CREATE INDEX CONCURRENTLY i ON shop (b)', cost('SHARE UPDATE EXCLUSIVE', [shop])),
    autocommit: true,
  };
  const locked = (...statements: readonly StatementPreview[]) =>
    runPreview(statements).summary.locked.map(({ mode, scan }) => [mode, scan]);
  expect(locked(add, index)).toEqual([['ACCESS EXCLUSIVE', true]]);
  expect(locked(add, own)).toEqual([['ACCESS EXCLUSIVE', false]]);
  expect(locked(add, { ...own, ...cost('SHARE', [shop]) })).toEqual([
    ['ACCESS EXCLUSIVE', false],
    ['SHARE', true],
  ]);
});

test('what is lost is told apart from what cannot be taken back, and small tables from large ones', () => {
  const { impact } = statementPreview('');
  const costs = (kind: 'losesData' | 'irreversible') => ({ impact: { ...impact, reversibility: { kind } } });
  const rule = 'set-not-null-scan';
  const finding = { rule, severity: 'warning', message: 'It waits.', location: { file: 'a.py' } } as const;
  const here = 'Here shop has about 3 rows in 8 kB, so this is over at once.';
  const small = statementPreview('ALTER 1', { findings: [{ ...finding, here }, finding] });
  const large = statementPreview('ALTER 2', { findings: [finding] });
  const told = (...statements: readonly StatementPreview[]) => runPreview(statements).verdict.text;
  expect(
    told(statementPreview('DROP', costs('losesData')), statementPreview('ADD', costs('irreversible'))),
  ).toBe('Take care: 1 statement loses data; 1 statement cannot be taken back.');
  expect(told(small)).toBe(
    'Take care: 1 statement could be written in a safer way, though its table is small here.',
  );
  expect(told(small, large, small)).toBe(
    'Take care: 3 statements could be written in a safer way, 2 of them on tables that are small here.',
  );
});

test('a version table that cannot be made fails the run before its first revision', () => {
  const firstFailure = 'There is no schema ops.';
  expect(runPreview([], { firstFailure }).verdict).toEqual({
    kind: 'fails',
    text: 'This upgrade would fail before the first revision: There is no schema ops.',
  });
});

test('a rehearsal that failed beside the revisions says where', () => {
  const create = 'CREATE TABLE ops.version (id text)';
  const verdict = (sql: string) => runPreview([], { first: [create], rehearsal: failed(sql) }).verdict.text;
  expect(verdict(create)).toBe(
    'This upgrade failed in the rehearsal before the first revision: schema "ops" does not exist',
  );
  expect(verdict('COMMIT')).toBe(
    'This upgrade failed in the rehearsal when it was committed: schema "ops" does not exist',
  );
});

function failed(sql: string): RehearsalResult {
  const message = 'schema "ops" does not exist';
  const nothing = { revision: undefined, index: undefined, detail: undefined, hint: undefined };
  const failure: RehearsalFailure = { ...nothing, sql, message, code: '3F000' };
  return {
    outcome: 'failed',
    serverVersion: '18.1',
    server: 'embedded',
    failure,
    statements: [],
    remaining: undefined,
    limits: [],
  };
}
