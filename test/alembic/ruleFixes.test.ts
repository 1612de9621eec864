/**
 * Scripts as the fixes of rules leave them, run by Alembic on PostgreSQL: each makes the schema that Driftline reads of
 * it, which is the one that the script made before.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diffSnapshots } from '../../src/core/drift/diffSnapshots.ts';
import { nameKey } from '../../src/core/schema/name.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { addFile, createProject } from '../support/alembicProject.ts';
import { comparisonText, readSchema } from '../support/demoSchemas.ts';
import { hasPostgres, PostgresServer, superuser, superuserPassword } from '../support/postgres.ts';
import { sql } from '../support/replaySql.ts';
import { ruleCases } from '../support/ruleCases.ts';
import { applyFix, checkScript, revisionText } from '../support/ruleChecks.ts';
import { askAlembic } from './python.ts';

const version = 18;

interface Fixed {
  readonly name: string;
  readonly before: string;
  readonly text: string;
  readonly after: SchemaSnapshot;
}

/** One for each fix of a script of Alembic that then has no error left. */
const fixedScripts: readonly Fixed[] = Object.entries(ruleCases).flatMap(([name, one]) => {
  if (one.python === undefined || one.version !== undefined) return [];
  const script = {
    file: '/w/a.py',
    text: revisionText(one.python),
    convention: 'alembic',
    before: one.before,
    serverVersion: version,
  } as const;
  return checkScript(script).findings.flatMap(({ rule, fix }, index): readonly Fixed[] => {
    if (fix === undefined) return [];
    const text = applyFix(script.text, fix);
    const { findings, after } = checkScript({ ...script, text });
    if (findings.some(({ severity }) => severity === 'error')) return [];
    return [{ name: `${name} ${rule} ${index}`, before: one.before, text, after }];
  });
});

describe.skipIf(!hasPostgres(version))('scripts that fixes left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'driftline-rules-'));
  const expressions = createExpressionComparer(sql);
  let server: PostgresServer;
  let errors: ReadonlyMap<string, string | null>;

  const url = (database: string) =>
    `postgresql+psycopg://${superuser}:${superuserPassword}@127.0.0.1:${server.port}/${database}`;

  function write(name: string, before: string, text: string): string {
    const project = join(folder, name);
    createProject(project, before);
    addFile({ file: `${project}/migrations/versions/r1.py`, text });
    return project;
  }

  beforeAll(async () => {
    server = await PostgresServer.start(version);
    const jobs = [];
    for (const [index, { before, text }] of fixedScripts.entries()) {
      const database = `fixed ${index}`;
      await server.createDatabase(database, '');
      jobs.push({ folder: write(database, before, text), url: url(database), moves: [['upgrade', 'head']] });
    }
    const answers = (await askAlembic('run_moves.py', jobs)) as readonly (string | null)[];
    errors = new Map(fixedScripts.map(({ name }, index) => [name, answers[index] ?? null]));
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  test.each(fixedScripts.map((one, index) => ({ ...one, index })))('$name', async (fixed) => {
    expect(errors.get(fixed.name), fixed.text).toBeNull();
    const target = server.target(`fixed ${fixed.index}`);
    const there = await readSchema({ target, password: superuserPassword });
    const key = nameKey({ schema: 'public', name: 'alembic_version' });
    const tables = new Map([...there.tables].filter(([name]) => name !== key));
    const different = diffSnapshots(fixed.after, { ...there, tables }, { expressions });
    expect(comparisonText(different), fixed.text).toEqual(['nothing']);
  });

  test('an index whose build failed is built when the script is run again', async () => {
    const before = 'CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)';
    const text = revisionText("op.create_index('t_a', 't', ['a'], unique=True)");
    const script = {
      file: '/w/a.py',
      text,
      convention: 'alembic',
      before,
      serverVersion: version,
    } as const;
    const [fix] = checkScript(script).findings.flatMap((one) => one.fix ?? []);
    if (fix === undefined) throw new Error('No fix is offered.');
    await server.createDatabase('again', '');
    const job = {
      folder: write('again', before, applyFix(text, fix)),
      url: url('again'),
      moves: [['upgrade', 'head']],
    };
    expect(await askAlembic('run_moves.py', [job])).toEqual([expect.stringContaining('UniqueViolation')]);
    const client = await server.connect('again');
    try {
      const valid = async () =>
        (await client.query('SELECT indisvalid FROM pg_index WHERE indrelid = $1::regclass', ['t'])).rows;
      expect(await valid()).toEqual([{ indisvalid: false }]);
      await client.query('UPDATE t SET a = 2 WHERE ctid = (SELECT min(ctid) FROM t)');
      expect(await askAlembic('run_moves.py', [job])).toEqual([null]);
      expect(await valid()).toEqual([{ indisvalid: true }]);
    } finally {
      await client.end();
    }
  });
});
