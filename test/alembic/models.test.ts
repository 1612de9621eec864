/** Models as they are read, against what SQLAlchemy itself would create after it imported them. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { ScriptParsers } from '../../src/core/migration/operations/scriptOperations.ts';
import type { ModelSchema } from '../../src/core/models/modelSchema.ts';
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

const several = `# file: app/models.py
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, declarative_base, registry

side = MetaData()
mapped = registry()
Old = declarative_base(metadata=side)


class Base(DeclarativeBase):
    pass


class Other(DeclarativeBase):
    pass


class Abstract(Other):
    __abstract__ = True
    made_by = Column(String(10))


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class OtherUser(Abstract):
    __tablename__ = "users"
    id = Column(String(20), primary_key=True)


class Team(Other):
    __tablename__ = "teams"
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("users.id"))


class Log(Old):
    __tablename__ = "logs"
    id = Column(Integer, primary_key=True)


@mapped.mapped
class Line:
    __tablename__ = "lines"
    id = Column(Integer, primary_key=True)


Table("notes", side, Column("id", Integer, primary_key=True))
Table("words", mapped.metadata, Column("id", Integer, primary_key=True))
Table("pages", Base.metadata, Column("id", Integer, primary_key=True))
`;

test('each of several MetaData has the tables of its own', async () => {
  const targets = [
    'Base.metadata',
    'Other.metadata',
    'side',
    'Old.metadata',
    'mapped.metadata',
    '[Base.metadata, side]',
  ];
  const job = { ...jobOf(filesIn(several)), module: 'app.models', targets };
  const answers = (await askAlembic('create_models.py', job)) as readonly (readonly string[])[];
  for (const [index, target] of targets.entries()) {
    const created = schemaOf(answers[index] ?? []);
    const files = filesIn(`${several}${envOf(target)}`);
    const input = inputOf(files, parsers);
    const models = readModels(
      {
        ...input,
        files: ['/project/app/models.py'],
        project: { ...input.project, readFiles: ['/project/migrations/env.py'] },
      },
      newModelCache(),
    );
    expect(judged(models, created, files).wrong).toEqual([]);
    expect([...models.snapshot.tables.keys()].sort()).toEqual([...created.tables.keys()].sort());
    expect(created.tables.size).toBeGreaterThan(0);
  }
});

function envOf(target: string): string {
  return `# file: migrations/env.py
from alembic import context
from app.models import Base, Old, Other, mapped, side

target_metadata = ${target}


def run():
    context.configure(target_metadata=target_metadata)


run()
`;
}

async function compare(name: string, ask: typeof askAlembic): Promise<void> {
  const folder = new URL('../fixtures/models/read/', import.meta.url);
  const files = filesIn(readFileSync(new URL(`${name}.py`, folder), 'utf8'));
  const models = readModels(inputOf(files, parsers), newModelCache());
  const created = schemaOf((await ask('create_models.py', jobOf(files))) as readonly string[]);
  const { wrong, unknownColumns, columns } = judged(models, created, files);
  expect(wrong).toEqual([]);
  expect(unknownColumns).toEqual([]);
  expect(columns).toBeGreaterThan(5);
}

function judged(models: ModelSchema, created: SchemaSnapshot, files: ReadonlyMap<string, string>) {
  const readFile = (path: string) => files.get(path) ?? '';
  return judgeModels(models, created, [], readFile, createExpressionComparer(parsers.sql));
}

function jobOf(files: ReadonlyMap<string, string>) {
  const relative = [...files].map(([path, text]) => [path.replace('/project/', ''), text] as const);
  return { files: Object.fromEntries(relative) };
}

function schemaOf(statements: readonly string[]): SchemaSnapshot {
  const operations = statements.flatMap((statement) =>
    readSql(statement, parsers.sql, (range) => ({ file: 'created.sql', range })),
  );
  const context = { sql: parsers.sql, searchPath: ['public'] };
  const { snapshot, problems } = applyOperations(emptySnapshot, operations, context);
  expect(problems).toEqual([]);
  return snapshot;
}
