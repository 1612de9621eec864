/**
 * A model is changed to what a database says: in the manner of its file, and so that the reader reads of it what the
 * database says. Text in, changed lines out.
 */
import { describe, expect, test } from 'vitest';
import { applyEdits, checkFiles } from '../../../support/modelFixes.ts';
import { loadParsers } from '../read/reading.ts';

const parsers = await loadParsers();
const file = '/project/models.py';

interface Outcome {
  readonly title: string | undefined;
  readonly lines: readonly string[];
  /** What is still wrong with the same thing afterwards. */
  readonly left: readonly string[];
}

/** What the first finding's fix does. */
function fixed(text: string, database: string): Outcome {
  const files = new Map([[file, text]]);
  const { findings, fixesFor } = checkFiles(files, database, parsers);
  const [finding] = findings;
  if (finding === undefined) throw new Error('Nothing is wrong.');
  const fix = fixesFor(finding).find(({ title }) => title.startsWith('Change the model'));
  if (fix === undefined) return { title: undefined, lines: [], left: [finding.kind] };
  const changed = applyEdits(files, fix.edits);
  const before = new Set(text.split('\n'));
  const after = changed.get(file) ?? '';
  const left = checkFiles(changed, database, parsers).findings;
  return {
    title: fix.title,
    lines: after
      .split('\n')
      .filter((line) => !before.has(line))
      .map((line) => line.trim()),
    left: left
      .filter(({ object }) => object.part === finding.object.part)
      .map(({ kind, model }) => `${kind} ${model}`),
  };
}

const classic = (imports: string, column: string) => `${imports}
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = 'users'
    key = Column(Integer, primary_key=True)
    ${column}
`;

const users = (column: string) => `create table users (key serial primary key, ${column})`;

describe('Column(…)', () => {
  test.each([
    [
      'a type by its name, in a sorted list of imports',
      'from sqlalchemy import Column, Integer, String',
      'a = Column(String(36), nullable=False, index=True)',
      'a text not null',
      ['from sqlalchemy import Column, Integer, Text', 'a = Column(Text, nullable=False, index=True)'],
    ],
    [
      'a type of PostgreSQL, beside the other imports',
      'from sqlalchemy import Column, Integer, String',
      "a = Column('a', String(36))",
      'a uuid',
      [
        'from sqlalchemy import Column, Integer',
        'from sqlalchemy.dialects.postgresql import UUID',
        "a = Column('a', UUID(as_uuid=True))",
      ],
    ],
    [
      'a name that is taken gets another one',
      'from uuid import UUID\nfrom sqlalchemy import Column, Integer, String',
      'a = Column(String(36))',
      'a uuid',
      [
        'from sqlalchemy import Column, Integer',
        'from sqlalchemy.dialects.postgresql import UUID as PgUUID',
        'a = Column(PgUUID(as_uuid=True))',
      ],
    ],
    [
      'an alias that is there',
      'from sqlalchemy import Column, Integer, String\nfrom sqlalchemy.dialects.postgresql import UUID as GUID',
      'a = Column(String(36))',
      'a uuid',
      ['from sqlalchemy import Column, Integer', 'a = Column(GUID(as_uuid=True))'],
    ],
    [
      'a module of PostgreSQL types',
      'from sqlalchemy import Column, Integer, String\nfrom sqlalchemy.dialects import postgresql as pg',
      'a = Column(String(36))',
      'a jsonb',
      ['from sqlalchemy import Column, Integer', 'a = Column(pg.JSONB)'],
    ],
    [
      'a list of imports over several lines',
      'from sqlalchemy import (\n    Column,\n    Integer,\n    String,\n)',
      'a = Column(String)',
      'a date',
      ['Date,', 'a = Column(Date)'],
    ],
    [
      'only the length, and all other arguments stay',
      'from sqlalchemy import Column, Integer, String',
      "a = Column(String(length=36, collation='C'), unique=False)",
      'a varchar(50) collate "C"',
      ["a = Column(String(50, collation='C'), unique=False)"],
    ],
    [
      'no length any more',
      'from sqlalchemy import Column, Integer, String',
      'a = Column(String(36))',
      'a varchar',
      ['a = Column(String())'],
    ],
    [
      'precision and scale',
      'from sqlalchemy import Column, Integer, Numeric',
      'a = Column(Numeric(10, 2, asdecimal=False))',
      'a numeric(12, 4)',
      ['a = Column(Numeric(12, 4, asdecimal=False))'],
    ],
    [
      'a time with a zone',
      'from sqlalchemy import Column, DateTime, Integer',
      'a = Column(DateTime)',
      'a timestamptz',
      ['a = Column(DateTime(timezone=True))'],
    ],
    [
      'an array',
      'from sqlalchemy import Column, Integer, String',
      'a = Column(String)',
      'a integer[]',
      [
        'from sqlalchemy import Column, Integer',
        'from sqlalchemy.dialects.postgresql import ARRAY',
        'a = Column(ARRAY(Integer))',
      ],
    ],
    [
      'an enum',
      'from sqlalchemy import Column, Integer, String',
      'a = Column(String)',
      'a mood',
      [
        'from sqlalchemy import Column, Integer',
        'from sqlalchemy.dialects.postgresql import ENUM',
        "a = Column(ENUM('happy', 'sad', name='mood'))",
      ],
    ],
    [
      'a domain is what its values are',
      'from sqlalchemy import Column, Integer, String',
      'a = Column(Integer)',
      'a email',
      ['a = Column(String(99))'],
    ],
    [
      'NULL allowed',
      'from sqlalchemy import Column, Integer',
      'a = Column(Integer, nullable=False)',
      'a int',
      ['a = Column(Integer, nullable=True)'],
    ],
    [
      'NOT NULL',
      'from sqlalchemy import Column, Integer',
      'a = Column(Integer)',
      'a int not null',
      ['a = Column(Integer, nullable=False)'],
    ],
  ])('%s', (_, imports, column, database, lines) => {
    const types = "create type mood as enum ('happy', 'sad'); create domain email as varchar(99);";
    const outcome = fixed(classic(imports, column), `${types}${users(database)}`);
    expect(outcome.lines).toEqual(lines);
    expect(outcome.left).toEqual([]);
  });

  test.each([
    ['a foreign key has the type of what it refers to', "a = Column(ForeignKey('users.key'))", 'a uuid'],
    [
      'types of other databases stand beside it',
      "a = Column(String(9).with_variant(Integer, 'sqlite'))",
      'a text[]',
    ],
  ])('nothing is offered where %s', (_, column, database) => {
    const text = classic('from sqlalchemy import Column, ForeignKey, Integer, String', column);
    expect(fixed(text, users(database)).title).toBeUndefined();
  });
});

test.each([
  ['sa.', 'import sqlalchemy as sa', 'a = sa.Column(sa.String(36))', ['a = sa.Column(sa.Text)']],
  [
    'sa., called',
    'import sqlalchemy as sa',
    'a = sa.Column(sa.Unicode())',
    ['a = sa.Column(sa.LargeBinary())'],
  ],
])('in the manner of the file: %s', (_, imports, column, lines) => {
  const text = classic(imports, column)
    .replaceAll('Column(Integer', 'sa.Column(sa.Integer')
    .replaceAll('sa.sa.', 'sa.');
  const type = column.includes('Unicode') ? 'bytea' : 'text';
  expect(fixed(text, users(`a ${type}`)).lines).toEqual(lines);
});

test('in the manner of the file: db.', () => {
  const text = `from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class User(db.Model):
    __tablename__ = 'users'
    key = db.Column(db.Integer, primary_key=True)
    a = db.Column(db.String(80), default='x')
`;
  expect(fixed(text, users('a text[]')).lines).toEqual([
    'from sqlalchemy.dialects.postgresql import ARRAY',
    "a = db.Column(ARRAY(db.Text), default='x')",
  ]);
  expect(fixed(text, users('a bigint')).lines).toEqual(["a = db.Column(db.BigInteger, default='x')"]);
});

const mapped = (imports: string, column: string) => `${imports}
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = 'users'
    key: Mapped[int] = mapped_column(primary_key=True)
    ${column}
`;

describe('Mapped[…]', () => {
  test.each([
    [
      'a type beside the annotation',
      'from sqlalchemy import String',
      'a: Mapped[str] = mapped_column(String(36))',
      'a varchar(50) not null',
      ['a: Mapped[str] = mapped_column(String(50))'],
    ],
    [
      'text stays text in Python',
      'from sqlalchemy import String',
      'a: Mapped[str] = mapped_column(String(36))',
      'a uuid not null',
      ['from sqlalchemy import Uuid', 'a: Mapped[str] = mapped_column(Uuid(as_uuid=False))'],
    ],
    [
      'a type where the annotation said all',
      'import sqlalchemy as sa',
      'a: Mapped[str]',
      'a varchar(50) not null',
      ['a: Mapped[str] = mapped_column(sa.String(50))'],
    ],
    [
      'a type in a call without one',
      'from sqlalchemy import Index',
      'a: Mapped[int] = mapped_column(index=False)',
      'a bigint not null',
      ['from sqlalchemy import BigInteger, Index', 'a: Mapped[int] = mapped_column(BigInteger, index=False)'],
    ],
    [
      'a type behind the name',
      'from sqlalchemy import Index',
      "b: Mapped[int] = mapped_column('a')",
      'a bigint not null',
      ['from sqlalchemy import BigInteger, Index', "b: Mapped[int] = mapped_column('a', BigInteger)"],
    ],
    [
      'the annotation, where that says it',
      'from datetime import datetime',
      'a: Mapped[str]',
      'a timestamp not null',
      ['a: Mapped[datetime]'],
    ],
    [
      'the annotation, with an import',
      '',
      'a: Mapped[int]',
      'a uuid not null',
      ['import uuid', 'a: Mapped[uuid.UUID]'],
    ],
    [
      'a time with a zone',
      'from datetime import datetime\nfrom sqlalchemy import String',
      'a: Mapped[datetime]',
      'a timestamptz not null',
      [
        'from sqlalchemy import DateTime, String',
        'a: Mapped[datetime] = mapped_column(DateTime(timezone=True))',
      ],
    ],
    [
      'Optional, where it is usual',
      'from typing import Optional',
      'a: Mapped[int]',
      'a int',
      ['a: Mapped[Optional[int]]'],
    ],
    [
      '| None, where it is usual',
      '',
      'b: Mapped[str | None]\n    a: Mapped[int]',
      'b varchar, a int',
      ['a: Mapped[int | None]'],
    ],
    [
      'Optional, with an import',
      '',
      'a: Mapped[int]',
      'a int',
      ['from typing import Optional', 'a: Mapped[Optional[int]]'],
    ],
    [
      'no Optional',
      'from typing import Optional',
      'a: Mapped[Optional[int]] = mapped_column()',
      'a int not null',
      ['a: Mapped[int] = mapped_column()'],
    ],
    ['no None', '', 'a: Mapped[int | None]', 'a int not null', ['a: Mapped[int]']],
    [
      'what nullable= says',
      '',
      'a: Mapped[int] = mapped_column(nullable=True)',
      'a int not null',
      ['a: Mapped[int] = mapped_column(nullable=False)'],
    ],
  ])('%s', (_, imports, column, database, lines) => {
    const outcome = fixed(mapped(imports, column), users(database));
    expect(outcome.lines).toEqual(lines);
    expect(outcome.left).toEqual([]);
  });
});

describe('Field(…)', () => {
  test.each([
    [
      'a length',
      'a: str = Field(max_length=36)',
      'a varchar(50) not null',
      ['a: str = Field(max_length=50)'],
    ],
    ['a length that was not said', 'a: str', 'a varchar(50) not null', ['a: str = Field(max_length=50)']],
    ['a type that the annotation says', 'a: str', 'a integer not null', ['a: int']],
    [
      'a type that it cannot say',
      'a: str',
      'a text[] not null',
      [
        'from sqlalchemy import Text',
        'from sqlalchemy.dialects.postgresql import ARRAY',
        'a: str = Field(sa_type=ARRAY(Text))',
      ],
    ],
    [
      'NOT NULL',
      'a: int | None = Field(default=None)',
      'a int not null',
      ['a: int | None = Field(default=None, nullable=False)'],
    ],
    ['NULL allowed', 'a: int', 'a int', ['from typing import Optional', 'a: Optional[int]']],
  ])('%s', (_, column, database, lines) => {
    const text = `from sqlmodel import Field, SQLModel


class User(SQLModel, table=True):
    __tablename__ = 'users'
    key: int = Field(primary_key=True)
    ${column}
`;
    const outcome = fixed(text, users(database));
    expect(outcome.lines).toEqual(lines);
    expect(outcome.left).toEqual([]);
  });
});

test('a mixin changes all its tables, and says so', () => {
  const text = `from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Named:
    name = Column(String(10))


class User(Named, Base):
    __tablename__ = 'users'
    key = Column(Integer, primary_key=True)


class Team(Named, Base):
    __tablename__ = 'teams'
    key = Column(Integer, primary_key=True)
`;
  const database = `${users('name varchar(20)')}; create table teams (key serial primary key, name varchar(20))`;
  expect(fixed(text, database)).toEqual({
    title: 'Change the model to character varying(20) (in 2 tables)',
    lines: ['name = Column(String(20))'],
    left: [],
  });
});

describe('a column that has its type from what it refers to', () => {
  const users = '/project/users.py';
  const files = (key: string, column: string) =>
    new Map([
      [
        users,
        `from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = 'users'
    id${key}
`,
      ],
      [
        file,
        `from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column
from users import Base


class Order(Base):
    __tablename__ = 'orders'
    key: Mapped[int] = mapped_column(primary_key=True)
    user_id${column}
`,
      ],
    ]);

  test.each([
    [
      ': Mapped[int] = mapped_column(primary_key=True)',
      ': Mapped[int] = mapped_column(ForeignKey("users.id"))',
      ['import uuid', 'id: Mapped[uuid.UUID] = mapped_column(primary_key=True)'],
      ['import uuid', 'user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))'],
    ],
    [
      ' = Column(String(36), primary_key=True)',
      ' = Column(ForeignKey("users.id"), nullable=False)',
      ['from sqlalchemy import Column, Integer, Uuid', 'id = Column(Uuid, primary_key=True)'],
      [],
    ],
  ])('%s, %s: both are changed together', (key, column, ofUsers, ofOrders) => {
    const before = files(key, column);
    const database = `create table users (id uuid primary key);
      create table orders (key serial primary key, user_id uuid not null references users)`;
    const { findings, fixesFor } = checkFiles(before, database, parsers);
    const finding = findings.find(({ object }) => object.part === 'user_id');
    if (finding === undefined) throw new Error('Nothing is wrong.');
    const { start = 0, end = 0 } = finding.location?.range ?? {};
    expect(before.get(file)?.slice(start, end)).toBe('ForeignKey("users.id")');
    const fix = fixesFor(finding).find(({ title }) => title.startsWith('Change'));
    expect(fix?.title).toBe('Change the model of users.id to uuid, which orders.user_id follows');
    const after = applyEdits(before, fix?.edits ?? []);
    expect([newLines(users, before, after), newLines(file, before, after)]).toEqual([ofUsers, ofOrders]);
    const left = checkFiles(after, database, parsers).findings;
    expect(left.map(({ kind, object }) => `${kind} ${object.part}`)).toEqual([]);
  });
});

function newLines(
  path: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const known = new Set(before.get(path)?.split('\n'));
  const lines = after.get(path)?.split('\n') ?? [];
  return lines.filter((line) => !known.has(line)).map((line) => line.trim());
}

describe('imports that are left without use', () => {
  const model = (imports: string, column: string) => `${imports}
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = 'users'
    key: Mapped[int] = mapped_column(primary_key=True)
    ${column}
`;

  /** What stands there instead of the imports. */
  function importsAfter(imports: string, column: string, database: string, path = file): string {
    const files = new Map([[path, model(imports, column)]]);
    const { findings, fixesFor } = checkFiles(files, users(database), parsers);
    const fix = findings.flatMap(fixesFor).find(({ title }) => title.startsWith('Change'));
    const text = applyEdits(files, fix?.edits ?? []).get(path) ?? '';
    return text.slice(0, text.indexOf('from sqlalchemy.orm'));
  }

  test.each([
    ['the first', 'from sqlalchemy import Integer, Text', 'Integer', 'from sqlalchemy import Text\n'],
    [
      'one within',
      'from sqlalchemy import Date, Integer, Text',
      'Integer',
      'from sqlalchemy import Date, Text\n',
    ],
    ['the last', 'from sqlalchemy import Date, Text, Uuid', 'Uuid', 'from sqlalchemy import Date, Text\n'],
    [
      'the only one',
      'import os\nfrom sqlalchemy import Integer\nfrom sqlalchemy.types import Text',
      'Integer',
      'import os\nfrom sqlalchemy.types import Text\n',
    ],
    [
      'one of a line of its own',
      'from sqlalchemy import (\n    Date,\n    Integer,\n    Text,\n)',
      'Integer',
      'from sqlalchemy import (\n    Date,\n    Text,\n)\n',
    ],
    [
      'one that another takes the place of',
      'from sqlalchemy import Integer',
      'Integer',
      'from sqlalchemy import Text\n',
    ],
    [
      'one before which another comes',
      'from sqlalchemy import Date, Uuid',
      'Uuid',
      'from sqlalchemy import Date, Text\n',
    ],
    [
      'an alias',
      'from sqlalchemy import Date, Integer as Int, Text',
      'Int',
      'from sqlalchemy import Date, Text\n',
    ],
  ])('%s goes', (_, imports, type, expected) => {
    expect(importsAfter(imports, `a: Mapped[str] = mapped_column(${type})`, 'a text not null')).toBe(
      expected,
    );
  });

  test.each([
    [
      'is used elsewhere',
      'from sqlalchemy import Integer, Text',
      'b: Mapped[int] = mapped_column(Integer)\n    ',
    ],
    ['stands in a string', "from sqlalchemy import Integer, Text\n__all__ = ['Integer']", ''],
    ['bears a comment', 'from sqlalchemy import Integer, Text  # noqa: F401', ''],
    ['comes from the project', 'from sqlalchemy import Text\nfrom own import Integer', ''],
  ])('what %s stays', (_, imports, before) => {
    const column = `${before}a: Mapped[str] = mapped_column(Integer)`;
    expect(
      importsAfter(imports, column, `${before === '' ? '' : 'b integer not null, '}a text not null`),
    ).toBe(`${imports}\n`);
  });

  test('what a package imports stays: it may be for others', () => {
    const imports = 'from sqlalchemy import Integer, Text';
    const column = 'a: Mapped[str] = mapped_column(Integer)';
    const path = '/project/models/__init__.py';
    expect(importsAfter(imports, column, 'a text not null', path)).toBe(`${imports}\n`);
  });

  test('Optional goes with the last of it', () => {
    const column = 'a: Mapped[Optional[int]]';
    expect(importsAfter('from typing import Optional', column, 'a int not null')).toBe('');
  });
});

describe('ignore here', () => {
  const ignored = (column: string) => {
    const files = new Map([[file, classic('from sqlalchemy import Column, Integer, String', column)]]);
    const { findings, fixesFor } = checkFiles(files, users('a uuid not null'), parsers);
    const finding = findings.find(({ kind }) => kind === 'type-mismatch');
    if (finding === undefined) throw new Error('Nothing is wrong.');
    const fix = fixesFor(finding).find(({ title }) => title.startsWith('Ignore'));
    const changed = applyEdits(files, fix?.edits ?? []);
    const left = checkFiles(changed, users('a uuid not null'), parsers).findings.map(({ kind }) => kind);
    const line = changed
      .get(file)
      ?.split('\n')
      .find((one) => one.includes('String('));
    return { line: line?.trim(), left };
  };

  test.each([
    [
      'a = Column(String(36), nullable=False)',
      'a = Column(String(36), nullable=False)  # driftline: ignore[type-mismatch]',
    ],
    [
      'a = Column(String(36), nullable=False)  # the key',
      'a = Column(String(36), nullable=False)  # the key  # driftline: ignore[type-mismatch]',
    ],
    [
      'a = Column(String(36), nullable=False)  # driftline: ignore[index]',
      'a = Column(String(36), nullable=False)  # driftline: ignore[index, type-mismatch]',
    ],
    ["a = Column(\n        String(36), doc='''x\n''', nullable=False)", undefined],
  ])('%s', (column, line) => {
    expect(ignored(column)).toEqual(
      line === undefined
        ? { line: expect.not.stringContaining('driftline'), left: ['type-mismatch'] }
        : { line, left: [] },
    );
  });
});
