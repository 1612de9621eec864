/**
 * Revisions that ask their database what is there, beside what they do where that is known: the comments that follow
 * their first line are the SQL that made it. Each says in its first line what is special about it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../../../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../../../../src/adapters/treeSitter.ts';
import {
  readAlembicOperations,
  readAlembicOperationsAt,
} from '../../../../../src/core/migration/alembic/operations/readAlembicOperations.ts';
import { applyOperations } from '../../../../../src/core/schema/apply.ts';
import { emptySnapshot } from '../../../../../src/core/schema/snapshot.ts';
import { readSql } from '../../../../../src/core/sql/readSql.ts';
import { operationsText } from '../../../../support/operationText.ts';
import { projectWithout, type ScriptReading } from './reading.ts';

const folder = new URL('../../../../fixtures/operations/asked/', import.meta.url);
const scripts = readdirSync(folder).filter((name) => name.endsWith('.py'));
const searchPath = ['public'];

let reading: ScriptReading;
beforeAll(async () => {
  reading = { python: await loadPython(), sql: await loadSql() };
});

describe.each(scripts)('%s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');

  test('does this to the schema it finds', async () => {
    const { sql } = reading;
    const made = text.match(/^# .*$/gm)?.map((line) => line.slice(2)) ?? [];
    const before = readSql(made.join('\n'), sql, (range) => ({ file: 'before.sql', range }));
    const { snapshot, problems } = applyOperations(emptySnapshot, before, { sql, searchPath });
    const script = { file: '/project/versions/0002_second.py', text, readImport: () => undefined };
    const found = { snapshot, searchPath, revision: '0002' };
    const operations = readAlembicOperationsAt(script, reading, projectWithout, found) ?? [];
    const applied = applyOperations(snapshot, operations, { sql, searchPath });
    const unsure = applied.snapshot.uncertainties.map(
      ({ reason, affects, within }) => `unsure: ${reason} ${JSON.stringify(within ?? affects)}\n`,
    );
    expect(problems).toEqual([]);
    expect(applied.problems).toEqual([]);
    expect(readAlembicOperations(script, reading, projectWithout).value.asksSchema).toBe(true);
    const expected = new URL(name.replace('.py', '.txt'), folder);
    await expect(`${operationsText(operations, text)}${unsure.join('')}`).toMatchFileSnapshot(
      expected.pathname,
    );
  });
});
