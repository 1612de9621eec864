/**
 * What an upgrade and a stamp would do in the demo's databases, on the command line: a platform whose production is four
 * revisions behind, and one whose stamp lies. What is expected is in `fixtures/incidents/preview.*`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { type JsonDocument, jsonDocument } from '../../src/core/preview/formats/jsonDocument.ts';
import { root } from '../../src/dev/root.ts';
import { runOnDemo } from '../support/commandLine.ts';
import { openDemo } from '../support/demo.ts';
import { demoConnection } from '../support/demoSchemas.ts';

const demo = await openDemo();

const preview = async (...args: readonly string[]) => {
  const { code, out, err } = await runOnDemo(demo, 'preview', ...args);
  return [code, out, err] as const;
};

const credentialing = ['--project', 'credentialing', '--env', 'production'];
const deals = ['--project', 'deal-platform', '--env', 'production'];

async function json(...args: readonly string[]): Promise<JsonDocument> {
  const [, out] = await preview(...args, '--format', 'json');
  return jsonDocument.parse(JSON.parse(out));
}

describe('a production that is four revisions behind', () => {
  test('every statement, with its locks, its time and what is lost', async () => {
    const [code, out, err] = await preview('upgrade', ...credentialing);
    expect([code, err]).toEqual([1, '']);
    await expect(out).toMatchFileSnapshot('../fixtures/incidents/preview.upgrade.txt');
  });

  test('as a report for a change ticket', async () => {
    const [, out] = await preview('upgrade', ...credentialing, '--format', 'md');
    await expect(out).toMatchFileSnapshot('../fixtures/incidents/preview.upgrade.md');
  });

  test('as a script for a person to run', async () => {
    const [, out] = await preview('upgrade', ...credentialing, '--format', 'sql');
    await expect(out).toMatchFileSnapshot('../fixtures/incidents/preview.upgrade.sql');
  });

  test('the rehearsal passes, and nothing differs from head afterwards', async () => {
    const told = await json('upgrade', ...credentialing, '--rehearse');
    expect(told.kind === 'upgrade' && told.rehearsal).toMatchObject({ outcome: 'passed', remaining: [] });
  });
});

describe('a stamp that lies', () => {
  test('to the revision that the schema is like, nothing that is claimed is missing', async () => {
    const [code, out, err] = await preview('stamp', ...deals, '--to', '9c1e5d0a7b34');
    // What is taken back is partly there all the same.
    expect([code, err]).toEqual([1, '']);
    await expect(out).toMatchFileSnapshot('../fixtures/incidents/preview.stamp.txt');
  });

  test('to the head, what is not there is said', async () => {
    const told = await json('stamp', ...deals, '--to', 'heads');
    expect(told.kind === 'stamp' && told.counts.false).toBe(10);
    expect(told.kind === 'stamp' && told.recommended).toEqual(['9c1e5d0a7b34']);
  });

  test('an upgrade from the real state fails where it must, before and in the rehearsal', async () => {
    const told = await json('upgrade', ...deals, '--from', '9c1e5d0a7b34', '--rehearse');
    if (told.kind !== 'upgrade') throw new Error('It is an upgrade.');
    expect(told.verdict).toEqual({
      kind: 'fails',
      text: expect.stringContaining('would fail at 4f0b8c2e6d19'),
    });
    expect(told.rehearsal).toMatchObject({
      outcome: 'failed',
      failure: { revision: '4f0b8c2e6d19', statement: 0, code: '42804' },
    });
    expect(told.revisions[0]?.statements[0]?.failures.join()).toContain('a foreign key cannot compare them');
  });

  test('once that is corrected, it passes, and nothing differs from head afterwards', async () => {
    const { target, password } = demoConnection(demo, 'deals_production');
    const { host, port, database, user } = target;
    const client = new Client({ host, port, database, user, password });
    await client.connect();
    await client.query(readFileSync(join(root, 'test/fixtures/incidents/correctedDeals.sql'), 'utf8'));
    await client.end();
    const told = await json('upgrade', ...deals, '--from', '9c1e5d0a7b34', '--rehearse');
    expect(told.kind === 'upgrade' && told.rehearsal).toMatchObject({ outcome: 'passed', remaining: [] });
  });

  test('from the stamp there is nothing to run', async () => {
    const [code, out] = await preview('upgrade', ...deals);
    expect([code, out]).toEqual([0, expect.stringContaining('There is nothing to upgrade.')]);
  });
});

test('a script that is not valid Python stops it, as it would stop Alembic', async () => {
  const name = 'credentialing/migrations/versions/20260127_0100_stage_changed.py';
  const file = join(demo.folder, name);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('def upgrade() -> None:', 'def upgrade( -> None:'));
  const [code, out, err] = await preview('upgrade', ...credentialing);
  writeFileSync(file, text);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('The script of 20260127_0100 is not valid Python, so nothing would run');
});
