/**
 * The models of the incidents on the command line: what they say that a database contradicts, and nothing else. What is
 * expected of the columns was read from the catalogs; all of it is in `fixtures/incidents/check.txt`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CheckDocument, checkDocument } from '../../src/core/models/check/formats/checkDocument.ts';
import { root } from '../../src/dev/root.ts';
import { runOnDemo } from '../support/commandLine.ts';
import { openDemo } from '../support/demo.ts';

const demo = await openDemo();

const check = async (...args: readonly string[]) => {
  const { code, out, err } = await runOnDemo(demo, 'check', ...args);
  return [code, out, err] as const;
};

let whole: CheckDocument;
beforeAll(async () => {
  const [code, out] = await check('--format', 'json');
  expect(code).toBe(1);
  whole = checkDocument.parse(JSON.parse(out));
});

function checked(name: string) {
  const found = whole.projects.find(({ project }) => project === name);
  if (found === undefined) throw new Error(`There is no project ${name}.`);
  return found;
}

/** The objects of findings of a kind. */
const named = (project: string, kind: string) =>
  checked(project)
    .findings.filter((one) => one.kind === kind)
    .map(({ object }) => object)
    .sort();

test('every finding, with its line and its reason', async () => {
  const [code, out, err] = await check('--all');
  expect([code, err]).toEqual([1, '']);
  await expect(out).toMatchFileSnapshot('../fixtures/incidents/check.txt');
});

test('without a database, only what no migration makes so', async () => {
  const [code, out, err] = await check('--offline');
  expect([code, err]).toEqual([1, '']);
  await expect(out).toMatchFileSnapshot('../fixtures/incidents/check.offline.txt');
});

test('all columns are compared, of every project', () => {
  expect(whole.projects.map(({ project, counts }) => [project, counts?.unknown])).toEqual([
    ['admin-module', 0],
    ['credentialing', 0],
    ['deal-platform', 0],
    ['project-tracker', 0],
    ['query-module', 0],
    ['storage-element', 0],
  ]);
});

describe('the false stamp: the models say String(36), production has uuid', () => {
  /** By the statements that production was made with. */
  const uuidColumns = () => {
    const sql = readFileSync(join(root, 'src/demo/databases/deals_production.sql'), 'utf8');
    return [...sql.matchAll(/^CREATE TABLE (\S+) \(\n([\s\S]*?)^\);/gm)].flatMap(([, table, body = '']) =>
      [...body.matchAll(/^ +(\w+) UUID\b/gim)].map(([, column]) => `${table}.${column}`),
    );
  };

  test('both ids and every foreign key column that depends on them, each once and nothing else', () => {
    const columns = uuidColumns().sort();
    expect(named('deal-platform', 'type-mismatch')).toEqual(columns);
    expect([columns.length, columns.includes('users.id'), columns.includes('organizations.id')]).toEqual([
      128,
      true,
      true,
    ]);
    for (const { kind, severity, model, places } of checked('deal-platform').findings)
      if (kind === 'type-mismatch')
        expect([severity, model, places]).toMatchObject([
          'error',
          'character varying(36)',
          [{ environment: 'production', protected: true, database: 'uuid', reason: 'drifted' }],
        ]);
  });

  test('the expression that says so, and the migration line that did', () => {
    const { findings } = checked('deal-platform');
    const {
      file = '',
      line = 0,
      column = 0,
      endColumn = 0,
      lastSetBy,
    } = findings.find(({ object }) => object === 'users.id') ?? {};
    const text = readFileSync(join(demo.folder, file), 'utf8').split('\n')[line - 1];
    expect(text?.slice(column - 1, endColumn - 1)).toBe('String(36)');
    expect(lastSetBy).toMatchObject({ revision: 'a1c4e07d93b2', line: 60 });
  });

  test('the missing tables and the one column; staging has all of it as the models say', () => {
    expect(named('deal-platform', 'missing-table')).toEqual([
      'folders',
      'pipeline_templates',
      'rbac_audit_logs',
      'valuation_snapshots',
    ]);
    expect(named('deal-platform', 'missing-column')).toEqual(['pipelines.template_id']);
    const environments = checked('deal-platform').findings.flatMap(({ places }) =>
      places.map(({ environment }) => environment),
    );
    expect(new Set(environments)).toEqual(new Set(['production']));
  });
});

test('the half-applied database: a table with a hyphen, nine columns and two NOT NULLs', () => {
  expect(named('project-tracker', 'missing-table')).toEqual(['"vector-sync-status"']);
  expect(named('project-tracker', 'missing-column')).toEqual([
    'projects.cumulative_hours',
    'projects.description',
    'projects.launch_date',
    'projects.project_work_type',
    'projects.retainer_hours',
    'projects.send_meeting_emails',
    'projects.start_date',
    'projects.total_hours',
    'projects.weekly_meeting_day',
  ]);
  expect(named('project-tracker', 'nullability')).toEqual(['projects.created_at', 'projects.updated_at']);
  expect(checked('project-tracker').findings).toHaveLength(12);
});

describe('three services', () => {
  test('audit_log has an Integer where the database has uuid; staging, one revision behind, still agrees', () => {
    const errors = checked('admin-module').findings.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([
      {
        kind: 'type-mismatch',
        object: 'audit_log.user_id',
        model: 'integer',
        file: 'admin-module/app/models/audit_log.py',
        line: 15,
        places: [
          { environment: 'local', database: 'uuid', reason: 'unmigrated' },
          { environment: null, database: 'uuid', reason: 'unmigrated' },
        ],
      },
    ]);
  });

  test('what is pending is told, and no fault', async () => {
    const reasons = (project: string) => [
      ...new Set(checked(project).findings.flatMap(({ places }) => places.map(({ reason }) => reason))),
    ];
    expect(['storage-element', 'query-module', 'credentialing'].map(reasons)).toEqual([
      [],
      ['pending'],
      ['pending'],
    ]);
    const [code] = await check('--project', 'credentialing');
    expect(code).toBe(0);
  });
});
