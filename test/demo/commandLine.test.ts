/** The command line on the demo: what it says of the incidents, for people and for programs, and with which code. */
import { describe, expect, test } from 'vitest';
import { driftDocument } from '../../src/core/drift/driftDocument.ts';
import { runOnDemo } from '../support/commandLine.ts';
import { openDemo } from '../support/demo.ts';

const demo = await openDemo();

const run = (...args: readonly string[]) => runOnDemo(demo, ...args);

async function documentOf(...args: readonly string[]) {
  const { code, out } = await run(...args, '--json');
  return { code, document: driftDocument.parse(JSON.parse(out)) };
}

const production = (project: string) => ['--project', project, '--env', 'production'] as const;

describe('diff', () => {
  test('a schema as its stamp says: one line and 0', async () => {
    expect(await run('diff', '--project', 'deal-platform', '--env', 'staging')).toMatchObject({
      code: 0,
      out: 'deal-platform · staging\n✓ The schema is that of its stamp, dc2c0f69c1b1 (head).\n',
    });
  });

  test('a stamp that lies: the pattern once, every missing table, the operations behind them, and 1', async () => {
    const { code, out } = await run('diff', ...production('deal-platform'));
    expect(code).toBe(1);
    expect(out).toContain('but the schema is most like that of 9c1e5d0a7b34');
    expect(out.match(/instead of character varying\(36\)/g)).toHaveLength(1);
    expect(out).toContain('  ~ 128 columns: uuid instead of character varying(36)\n');
    for (const table of ['folders', 'pipeline_templates', 'rbac_audit_logs', 'valuation_snapshots'])
      expect(out).toMatch(
        new RegExp(`− ${table}: missing \\(\\d+ columns, .*\\n.* deal-platform/alembic/.*\\.py:\\d+\\n`),
      );
  });

  test('with --all each column is told with its own revision', async () => {
    const { out } = await run('diff', '--all', ...production('deal-platform'));
    expect(out.match(/instead of character varying\(36\)/g)).toHaveLength(128);
  });

  test('for programs: the verdict, and each difference with its reason and its place', async () => {
    const { code, document } = await documentOf('diff', ...production('project-tracker'));
    expect(code).toBe(1);
    const [environment] = document.environments;
    expect([document.clean, environment?.state, environment?.verdict]).toMatchObject([
      false,
      'read',
      { kind: 'disagrees', stamped: ['e46a90c7b5d2'], matches: ['2fd18c6b03e9'], agreeing: 116, facts: 127 },
    ]);
    expect(environment?.differences).toContainEqual({
      object: '"vector-sync-status"',
      kind: 'table',
      difference: 'missing',
      expected: '7 columns, 3 constraints, 1 index',
      explanation: 'drifted',
      text: 'drifted: e46a90c7b5d2 adds it',
      revision: 'e46a90c7b5d2',
      file: 'project-tracker/alembic/versions/e46a90c7b5d2_vector_sync_status.py',
      line: 32,
    });
    expect(environment?.differences?.find(({ object }) => object === 'projects.created_at')).toMatchObject({
      of: 'projects',
      property: 'nullable',
      expected: 'not null',
      actual: 'nullable',
      explanation: 'partial',
    });
    expect(environment?.rest).toBeUndefined();
  });

  test('what is left out is counted, and with --all listed', async () => {
    const { document } = await documentOf('diff', '--all', '--project', 'query-module', '--env', 'local');
    const [environment] = document.environments;
    expect(environment?.counts).toEqual({ notCompared: 0, unmanaged: 1, ignored: 1 });
    expect(environment?.rest).toEqual([
      { why: 'unmanaged', object: 'query_saved_searches', kind: 'table' },
      {
        why: 'ignored',
        object: 'alembic_version',
        kind: 'table',
        reason: 'version table alembic_version',
      },
    ]);
    expect(environment?.foreign?.map(({ project }) => project)).toEqual(['admin-module', 'storage-element']);
  });
});

describe('whereis', () => {
  test('one verdict for each environment, and 1', async () => {
    const { code, out } = await run('whereis', '--project', 'credentialing', '--project', 'billing');
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'credentialing · local',
      '✓ The schema is that of its stamp, 7702d353e5b8.',
      '',
      'credentialing · production',
      '✓ The schema is that of its stamp, 20260115_0200.',
      '',
      'billing · staging',
      '✗ Stamped 3, but the schema is that of 2.',
      '',
    ]);
  });

  test('a stamp that no script has is not taken for base', async () => {
    const { document } = await documentOf('whereis', '--project', 'query-module', '--env', 'local');
    const [environment] = document.environments;
    expect(environment?.verdict).toMatchObject({
      kind: 'unstamped',
      stamped: null,
      matches: ['16c6973431df'],
    });
    expect(environment).not.toHaveProperty('differences');
  });
});

test('no password is printed', async () => {
  const [password = ''] = Object.values(demo.environment);
  const { out } = await run('diff', '--json', '--all', ...production('credentialing'));
  expect(password.length).toBeGreaterThan(3);
  expect(out).not.toContain(password);
});
