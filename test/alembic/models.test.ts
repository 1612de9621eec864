/** Models as they are read, against what SQLAlchemy itself would create after it imported them. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { ScriptParsers } from '../../src/core/migration/operations/scriptOperations.ts';
import { newModelCache, readModels } from '../../src/core/models/read/readModels.ts';
import { applyOperations } from '../../src/core/schema/apply.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { readSql } from '../../src/core/sql/readSql.ts';
import { filesIn, inputOf, loadParsers } from '../core/models/read/reading.ts';
import { judgeModels } from '../support/judgeModels.ts';
import { askAlembic, askModelPackages } from './python.ts';

const fixtures = ['annotated', 'classic', 'inheritance', 'late', 'types'];
const ofPackages = ['flask', 'sqlmodel'];

let parsers: ScriptParsers;
beforeAll(async () => {
  parsers = await loadParsers();
});

test.each(fixtures)('%s.py', (name) => compare(name, askAlembic));

test.each(ofPackages)('%s.py', (name) => compare(name, askModelPackages));

async function compare(name: string, ask: typeof askAlembic): Promise<void> {
  const folder = new URL('../fixtures/models/read/', import.meta.url);
  const files = filesIn(readFileSync(new URL(`${name}.py`, folder), 'utf8'));
  const models = readModels(inputOf(files, parsers), newModelCache());
  const created = await createdBySqlAlchemy(files, ask);
  const readFile = (path: string) => files.get(path) ?? '';
  const judged = judgeModels(models, created, [], readFile, createExpressionComparer(parsers.sql));
  expect(judged.wrong).toEqual([]);
  expect(judged.unknownColumns).toEqual([]);
  expect(judged.columns).toBeGreaterThan(5);
}

async function createdBySqlAlchemy(
  files: ReadonlyMap<string, string>,
  ask: typeof askAlembic,
): Promise<SchemaSnapshot> {
  const relative = [...files].map(([path, text]) => [path.replace('/project/', ''), text] as const);
  const job = { files: Object.fromEntries(relative) };
  const statements = (await ask('create_models.py', job)) as readonly string[];
  const operations = statements.flatMap((statement) =>
    readSql(statement, parsers.sql, (range) => ({ file: 'created.sql', range })),
  );
  const context = { sql: parsers.sql, searchPath: ['public'] };
  const { snapshot, problems } = applyOperations(emptySnapshot, operations, context);
  expect(problems).toEqual([]);
  return snapshot;
}
