/**
 * The migrations that fixes write, run by Alembic on PostgreSQL: an upgrade makes the database what the model says, a
 * downgrade brings it back, and Driftline reads of the script what PostgreSQL made of it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { diffSnapshots } from '../../src/core/drift/diffSnapshots.ts';
import { readAlembicOperations } from '../../src/core/migration/alembic/operations/readAlembicOperations.ts';
import type { MigrationOperation } from '../../src/core/migration/operations/operation.ts';
import { fixesFor } from '../../src/core/models/fix/fixesFor.ts';
import { applyOperations } from '../../src/core/schema/apply.ts';
import { nameKey } from '../../src/core/schema/name.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import type { NewFile } from '../../src/core/text/edit.ts';
import { addFile, createProject, projectAt, readFile, writingFor } from '../support/alembicProject.ts';
import { comparisonText, readSchema } from '../support/demoSchemas.ts';
import { type MigrationCase, migrationCases } from '../support/migrationCases.ts';
import { finding } from '../support/modelFindings.ts';
import { hasPostgres, PostgresServer, superuser, superuserPassword } from '../support/postgres.ts';
import { apply, sql } from '../support/replaySql.ts';
import { askAlembic } from './python.ts';

const python = await loadPython();
const expressions = createExpressionComparer(sql);
const schemas = { models: 'public', database: 'public' };

interface Written {
  readonly model: SchemaSnapshot;
  readonly head: SchemaSnapshot;
  readonly file: NewFile;
  readonly title: string;
}

/** The fix for a case, in a project of its own. */
function write(folder: string, { before, after, wrong, isRepair }: MigrationCase): Written {
  const model = apply([after]).snapshot;
  const head = apply([isRepair === true ? after : before]).snapshot;
  const live = apply([before]).snapshot;
  const project = createProject(folder, isRepair === true ? after : before);
  const fixes = fixesFor(finding(wrong, isRepair === true), {
    models: { snapshot: model, tables: [], unread: [] },
    schemaOf: (environment) => ({ snapshot: environment === undefined ? head : live, schemas }),
    textOf: () => undefined,
    python,
    writing: writingFor(project, head),
  });
  const fix = fixes.find(({ newFiles }) => newFiles.length > 0);
  const [file] = fix?.newFiles ?? [];
  if (fix === undefined || file === undefined) throw new Error('No migration is offered.');
  addFile(file);
  return { model, head, file, title: fix.title };
}

function read({ file, head }: Written, project: string) {
  const script = { file: file.file, text: file.text, readImport: readFile };
  const { upgrade } = readAlembicOperations(script, { python, sql }, projectAt(project)).value;
  return {
    upgrade,
    snapshot: applyOperations(head, upgrade, { sql, searchPath: ['public'], revision: 'new' }),
  };
}

function opaque(operations: readonly MigrationOperation[]): readonly string[] {
  return operations.flatMap((one) => {
    if (one.kind === 'conditional') return [...opaque(one.then), ...opaque(one.otherwise)];
    return one.kind === 'opaque' ? [one.reason] : [];
  });
}

function differences(before: SchemaSnapshot, after: SchemaSnapshot): readonly string[] {
  const key = nameKey({ schema: 'public', name: 'alembic_version' });
  const without = { ...after, tables: new Map([...after.tables].filter(([name]) => name !== key)) };
  return comparisonText(diffSnapshots(before, without, { expressions }));
}

describe.skipIf(!hasPostgres(18))('migrations that fixes write', () => {
  const folder = mkdtempSync(join(tmpdir(), 'driftline-fixes-'));
  const written = new Map<string, Written>();
  let server: PostgresServer;
  let errors: ReadonlyMap<string, string | null>;

  const url = (database: string) =>
    `postgresql+psycopg://${superuser}:${superuserPassword}@127.0.0.1:${server.port}/${database}`;
  const connection = (database: string) => ({ target: server.target(database), password: superuserPassword });

  beforeAll(async () => {
    server = await PostgresServer.start(18);
    const jobs = [];
    for (const [name, one] of Object.entries(migrationCases)) {
      const project = `${folder}/${name}`;
      written.set(name, write(project, one));
      for (const database of [`${name} up`, `${name} down`])
        await server.createDatabase(database, one.isRepair === true ? one.before : '');
      const start = one.isRepair === true ? ['stamp', 'base0001'] : ['upgrade', 'base0001'];
      const up = ['upgrade', 'head'];
      jobs.push({ name: `${name} up`, folder: project, url: url(`${name} up`), moves: [start, up] });
      jobs.push({
        name: `${name} down`,
        folder: project,
        url: url(`${name} down`),
        moves: [start, up, ['downgrade', '-1']],
      });
    }
    const answers = (await askAlembic('run_moves.py', jobs)) as readonly (string | null)[];
    errors = new Map(jobs.map(({ name }, index) => [name, answers[index] ?? null]));
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  test.each(Object.entries(migrationCases))('%s', async (name, one) => {
    const revision = written.get(name);
    if (revision === undefined) throw new Error('Nothing was written.');
    expect(revision.title).toBe(one.title);
    expect([errors.get(`${name} up`), errors.get(`${name} down`)], revision.file.text).toEqual([null, null]);
    const there = await readSchema(connection(`${name} up`));
    expect(differences(revision.model, there), revision.file.text).toEqual(['nothing']);
    const back = await readSchema(connection(`${name} down`));
    const expected = one.isRepair === true ? revision.model : apply([one.back ?? one.before]).snapshot;
    expect(differences(expected, back), revision.file.text).toEqual(['nothing']);

    const { upgrade, snapshot } = read(revision, `${folder}/${name}`);
    expect(opaque(upgrade), revision.file.text).toEqual([]);
    expect(snapshot.problems).toEqual([]);
    expect(differences(revision.model, snapshot.snapshot), revision.file.text).toEqual(['nothing']);
  });
});
