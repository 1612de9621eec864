/** Where things are said, and what is read again after a change. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ScriptParsers } from '../../../../src/core/migration/operations/scriptOperations.ts';
import type { ModelSchema, ModelTable } from '../../../../src/core/models/modelSchema.ts';
import {
  type ModelCache,
  newModelCache,
  readModels,
  readModelsInSteps,
} from '../../../../src/core/models/read/readModels.ts';
import type { SyntaxParser } from '../../../../src/core/text/syntax.ts';
import { filesIn, inputOf, loadParsers, schemaText, textAt } from './reading.ts';

let parsers: ScriptParsers;
beforeAll(async () => {
  parsers = await loadParsers();
});

const models = `# file: app/base.py
from sqlalchemy import Column, DateTime, func
from sqlalchemy.orm import DeclarativeBase, declared_attr


class Base(DeclarativeBase):
    pass


class Stamped:
    created_at = Column(DateTime, server_default=func.now())
# file: app/users.py
from typing import Optional

from sqlalchemy import Column, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base import Base, Stamped


class User(Stamped, Base):
    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("name", "email"), Index("ix_users_email", "email"))

    id = Column(Integer, primary_key=True)
    name = Column("full_name", String(36), nullable=False, unique=True, key="name")
    email: Mapped[Optional[str]]
    boss_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)


class Team(Base):
    __tablename__ = "teams"
    id = Column(Integer, primary_key=True)
    owner_id = Column(ForeignKey(User.id))
`;

function read(files: ReadonlyMap<string, string>, cache: ModelCache = newModelCache()): ModelSchema {
  return readModels(inputOf(files, parsers), cache);
}

function tableIn(schema: ModelSchema, name: string): ModelTable {
  const table = schema.tables.find((one) => one.name.name === name);
  if (table === undefined) throw new Error(`No table ${name}`);
  return table;
}

describe('locations', () => {
  const files = filesIn(models);

  test('of a class, its columns and their parts', () => {
    const users = tableIn(read(files), 'users');
    const lines = users.columns.map((column) =>
      [
        column.name,
        column.attribute,
        column.location.file,
        textAt(column.location, files),
        column.typeText,
        textAt(column.type, files),
        textAt(column.nullable, files),
        textAt(column.unique, files),
        textAt(column.index, files),
        textAt(column.default, files),
        ...column.foreignKeys.map((key) => textAt(key, files)),
      ]
        .map((part) => part ?? '-')
        .join(' | '),
    );
    expect(textAt(users.location, files)).toBe('User');
    expect(lines).toEqual([
      'id | id | /project/app/users.py | id | Integer | Integer | - | - | - | -',
      'full_name | name | /project/app/users.py | name | String(36) | String(36) | False | True | - | -',
      'email | email | /project/app/users.py | email | Optional[str] | Optional[str] | Optional[str] | - | - | -',
      'boss_id | boss_id | /project/app/users.py | boss_id | ForeignKey("users.id") | ForeignKey("users.id") | int | None | - | True | - | ForeignKey("users.id")',
      'created_at | created_at | /project/app/base.py | created_at | DateTime | DateTime | - | - | - | func.now()',
    ]);
  });

  test('of whole statements', () => {
    const [, name] = tableIn(read(files), 'users').columns;
    expect(textAt(name?.statement, files)).toBe(
      'name = Column("full_name", String(36), nullable=False, unique=True, key="name")',
    );
  });

  test('of what is written apart from columns', () => {
    const parts = tableIn(read(files), 'users').parts.map(
      (part) => `${part.kind} ${part.name}: ${textAt(part.location, files)}`,
    );
    expect(parts).toEqual([
      'constraint users_full_name_email_key: UniqueConstraint("name", "email")',
      'index ix_users_email: Index("ix_users_email", "email")',
    ]);
  });
});

describe('a second reading', () => {
  test('of the same texts gives the same objects', () => {
    const files = filesIn(models);
    const cache = newModelCache();
    const [first, second] = [read(files, cache), read(files, cache)];
    expect(second.tables.every((table, index) => table === first.tables[index])).toBe(true);
    expect(
      [...second.snapshot.tables].every(([key, table]) => table === first.snapshot.tables.get(key)),
    ).toBe(true);
  });

  const edits: readonly (readonly [what: string, file: string, before: string, after: string])[] = [
    ['a type', 'users.py', 'String(36)', 'String(37)'],
    ['a name that others refer to', 'users.py', '__tablename__ = "users"', '__tablename__ = "people"'],
    ['a mixin in another file', 'base.py', 'created_at = Column(DateTime', 'made_at = Column(Date'],
    [
      'a mixin, to have one column more',
      'base.py',
      'class Stamped:',
      'class Stamped:\n    extra = Column(DateTime)\n',
    ],
    [
      'the type that a foreign key takes',
      'users.py',
      'id = Column(Integer, primary',
      'id = Column(String, primary',
    ],
    ['a class, to be gone', 'users.py', 'class Team(Base)', 'class Team'],
    ['a text with an error', 'users.py', 'String(36)', 'String(36'],
    ['an import', 'users.py', 'import Base, Stamped', 'import Base'],
    ['a line above', 'users.py', 'from typing', '\n\n\nfrom typing'],
    [
      'a class above',
      'users.py',
      'class User',
      'class Other(Base):\n    __tablename__ = "o"\n    id = Column(Integer)\n\n\nclass User',
    ],
  ];

  test.each(edits)(
    'after a change of %s is as a first one, and so is the way back',
    (_, name, before, after) => {
      const files = filesIn(models);
      const path = `/project/app/${name}`;
      const text = files.get(path) ?? '';
      const cache = newModelCache();
      read(files, cache);
      for (const changed of [text.replace(before, after), text]) {
        files.set(path, changed);
        const [again, afresh] = [read(files, cache), read(files)];
        expect(schemaText(again)).toBe(schemaText(afresh));
        expect(again.tables).toEqual(afresh.tables);
      }
      expect(text).toContain(before);
    },
  );

  test('keeps the tables that do not depend on what changed', () => {
    const files = filesIn(models);
    const cache = newModelCache();
    const before = read(files, cache);
    files.set(
      '/project/app/users.py',
      (files.get('/project/app/users.py') ?? '').replace('String(36)', 'Text'),
    );
    const after = read(files, cache);
    const key = [...before.snapshot.tables.keys()].find((one) => one.endsWith('teams')) ?? '';
    expect(after.snapshot.tables.get(key)).toEqual(before.snapshot.tables.get(key));
  });

  test('after a change inside of a class parses that class alone', () => {
    const files = filesIn(models);
    const cache = newModelCache();
    const parsed: string[] = [];
    const python: SyntaxParser = {
      read: (text, visit, start) => {
        parsed.push(text);
        return parsers.python.read(text, visit, start);
      },
    };
    const input = inputOf(files, { ...parsers, python });
    readModels(input, cache);
    parsed.length = 0;
    const path = '/project/app/users.py';
    files.set(
      path,
      (files.get(path) ?? '').replace('ForeignKey(User.id)', 'ForeignKey(User.id), unique=True'),
    );
    const owner = tableIn(readModels(input, cache), 'teams').columns.find(({ name }) => name === 'owner_id');
    expect(parsed).toEqual([expect.stringMatching(/^class Team\(Base\):/)]);
    expect(textAt(owner?.unique, files)).toBe('True');
  });

  test('goes file by file, and only where something has to be read', () => {
    const files = filesIn(models);
    const cache = newModelCache();
    const count = (): number => [...readModelsInSteps(inputOf(files, parsers), cache)].length;
    expect([count(), count()]).toEqual([2, 0]);
  });
});
