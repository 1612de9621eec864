import { expect, test } from 'vitest';
import type { Uncertainty } from '../../../src/core/schema/snapshot.ts';
import { type Subject, uncertaintyAbout } from '../../../src/core/schema/uncertainty.ts';

const name = { schema: 'public', name: 'shelf' };
const column: Subject = { kind: 'table', name, part: { kind: 'column', name: 'size' } };
const index: Subject = { kind: 'table', name, part: { kind: 'index', name: 'shelf_size' } };
const table: Subject = { kind: 'table', name };
const view: Subject = { kind: 'view', name };

const doubts = (doubt: Omit<Uncertainty, 'reason' | 'affects'>, subject: Subject): boolean =>
  uncertaintyAbout([{ reason: 'Not known.', affects: 'anything', ...doubt }], subject) !== undefined;

test('anything is in doubt unless a kind is told', () => {
  expect([column, index, table, view].map((subject) => doubts({}, subject))).not.toContain(false);
});

test('objects of one kind are in doubt, with all their parts', () => {
  const within = [{ kind: 'table' }] as const;
  expect([column, index, table, view].map((subject) => doubts({ within }, subject))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('parts of one kind are in doubt, but not whether their tables exist', () => {
  const within = [{ kind: 'table', parts: ['column'] }] as const;
  expect([column, index, table, view].map((subject) => doubts({ within }, subject))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('what became certain again is not in doubt', () => {
  expect(doubts({ within: [{ kind: 'table' }], except: [{ kind: 'table', name }] }, table)).toBe(false);
});

test('only schemas whose names begin so are in doubt, and what is in them', () => {
  const within = [{ kind: 'table', schema: { startsWith: 'tenant_' } }] as const;
  const inTenant: Subject = { kind: 'table', name: { schema: 'tenant_7', name: 'shelf' } };
  expect([table, column, inTenant].map((subject) => doubts({ within }, subject))).toEqual([
    false,
    false,
    true,
  ]);
  const schemas = [{ kind: 'schema', schema: { startsWith: 'tenant_' } }] as const;
  const schema = (named: string): Subject => ({ kind: 'schema', name: { schema: '', name: named } });
  expect(
    [schema('public'), schema('tenant_7')].map((subject) => doubts({ within: schemas }, subject)),
  ).toEqual([false, true]);
});
