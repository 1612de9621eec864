/** What a database has is added to the model, and columns that a foreign key holds together get one type. */
import { describe, expect, test } from 'vitest';
import { applyEdits, checkFiles } from '../../../support/modelFixes.ts';
import { loadParsers } from '../read/reading.ts';

const parsers = await loadParsers();
const file = '/project/models.py';

interface Outcome {
  readonly title: string | undefined;
  readonly lines: readonly string[];
  /** What is still wrong afterwards. */
  readonly left: readonly string[];
}

/** What the first fix of a kind does whose title begins so. */
function fixed(text: string, database: string, title: string): Outcome {
  const files = new Map([[file, text]]);
  const { findings, fixesFor } = checkFiles(files, database, parsers);
  const fix = findings.flatMap(fixesFor).find((one) => one.title.startsWith(title));
  const changed = applyEdits(files, fix?.edits ?? []);
  const before = new Set(text.split('\n'));
  const after = changed.get(file) ?? '';
  return {
    title: fix?.title,
    lines: after.split('\n').filter((line) => !before.has(line)),
    left: checkFiles(changed, database, parsers).findings.map(({ kind, object }) => `${kind} ${object.part}`),
  };
}

describe('a column', () => {
  const declarative = (column: string, imports: string) => `${imports}
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = 'users'

    id: Mapped[int] = mapped_column(primary_key=True)
    ${column}

    def greet(self) -> str:
        return 'hello'
`;

  test.each([
    [
      'that the annotation says',
      'name: Mapped[str]  # who',
      'name varchar not null, age integer not null',
      ['    age: Mapped[int]'],
    ],
    [
      'that may be NULL, with a type',
      'name: Mapped[str | None]',
      'name varchar, about text',
      ['from sqlalchemy import Text', '    about: Mapped[str | None] = mapped_column(Text)'],
    ],
    [
      'with a default',
      'name: Mapped[str]',
      'name varchar not null, at timestamptz not null default now(), data jsonb not null default \'{"a": 1}\'',
      [
        'import datetime',
        "    at: Mapped[datetime.datetime] = mapped_column(DateTime(timezone=True), server_default=text('now()'))",
      ],
    ],
    [
      'that has no Python type',
      'name: Mapped[str]',
      'name varchar not null, tags text[] not null',
      [
        'from sqlalchemy.dialects.postgresql import ARRAY',
        '    tags = mapped_column(ARRAY(Text), nullable=False)',
      ],
    ],
  ])('%s, beside annotations', (_, column, columns, lines) => {
    const text = declarative(column, 'import datetime\nfrom sqlalchemy import String');
    const outcome = fixed(text, `create table users (id serial primary key, ${columns})`, 'Add ');
    expect(outcome.lines).toEqual(expect.arrayContaining(lines.filter((line) => line.startsWith(' '))));
    expect(outcome.title).toMatch(/^Add users\.\w+ to the model$/);
    expect(outcome.left.filter((one) => !one.endsWith('data'))).toEqual([]);
  });

  const classic = `import sqlalchemy as sa
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = 'users'
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(
        sa.String(36),
        nullable=False,
    )
`;

  test('in the manner of Column(…)', () => {
    const columns =
      "id serial primary key, name varchar(36) not null, state varchar(9) not null default 'new'";
    expect(fixed(classic, `create table users (${columns})`, 'Add ')).toEqual({
      title: 'Add users.state to the model',
      lines: ['    state = sa.Column(sa.String(9), nullable=False, server_default=sa.text("\'new\'"))'],
      left: [],
    });
  });

  test.each([
    ['whose name is no name in Python', '"first name" text'],
    ['whose name means something else there', 'metadata text'],
    ['that numbers itself', 'no int generated always as identity'],
    ['that is computed', "no text generated always as (name || '') stored"],
    ['of a type that SQLAlchemy has no class for', 'place point'],
  ])('one %s is not added', (_, column) => {
    const columns = `id serial primary key, name varchar(36) not null, ${column}`;
    expect(fixed(classic, `create table users (${columns})`, 'Add ').title).toBeUndefined();
  });

  const fields = (column: string, imports = 'Field, SQLModel') => `from datetime import datetime
from sqlmodel import ${imports}


class User(SQLModel, table=True):
    __tablename__ = 'users'

    id: int = Field(primary_key=True)
    ${column}
`;

  test.each([
    ['that the annotation says', 'name: str', 'age integer not null', ['    age: int']],
    [
      'that may be NULL',
      'name: str = ""',
      'about varchar, born date',
      ['    about: Optional[str] = None', 'from typing import Optional'],
    ],
    [
      'with a length',
      'name: str | None = None',
      'about varchar(50)',
      ['    about: str | None = Field(default=None, max_length=50)'],
    ],
    [
      'of another type',
      'name: str | None = Field(default=None)',
      'at timestamp with time zone not null',
      [
        'from sqlalchemy import DateTime',
        'from sqlmodel import Column, Field, SQLModel',
        '    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))',
      ],
    ],
    [
      'with a default',
      'name: str | None = Field(default=None, sa_column=Column(Text))',
      "state text not null default 'new'",
      [
        'from sqlalchemy import text',
        '    state: str = Field(sa_column=Column(Text, nullable=False, server_default=text("\'new\'")))',
      ],
    ],
    [
      'of another type where the file uses sa_type',
      'name: str = Field(sa_type=Text)',
      'about text default 1',
      [
        'from sqlalchemy import text',
        'from typing import Optional',
        "    about: Optional[str] = Field(default=None, sa_type=Text, sa_column_kwargs={'server_default': text('1')})",
      ],
    ],
  ])('in the manner of SQLModel, %s', (_, last, column, lines) => {
    const imports = last.includes('Text') ? 'Column, Field, SQLModel, Text' : 'Field, SQLModel';
    const name = /Text/.test(last) ? 'name text' : 'name varchar';
    const notNull = last.includes('None') ? '' : ' not null';
    const database = `create table users (id serial primary key, ${name}${notNull}, ${column})`;
    const { lines: added, left } = fixed(fields(last, imports), database, 'Add ');
    expect({ added: [...added].sort(), left: left.length }).toEqual({
      added: [...lines].sort(),
      left: column.split(', ').length - 1,
    });
  });

  test.each([
    ["whose name is pydantic's", 'schema text'],
    ['that has no Python type of its own', 'data jsonb'],
  ])('one %s is not added to a class of SQLModel', (_, column) => {
    const database = `create table users (id serial primary key, name varchar not null, ${column})`;
    expect(fixed(fields('name: str'), database, 'Add ').title).toBeUndefined();
  });

  test('where two classes have the table, none is chosen', () => {
    const text = `${classic}\n\nclass Admin(User):\n    pass\n\n\nUser2 = sa.Table('users', Base.metadata, sa.Column('no', sa.Text), extend_existing=True)\n`;
    const columns = 'id serial primary key, name varchar(36) not null, no text, more text';
    expect(fixed(text, `create table users (${columns})`, 'Add ').title).toBeUndefined();
  });
});

describe('a label', () => {
  const model = (type: string, before = '') => `import enum
from sqlalchemy import Column, Enum, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()
${before}

class User(Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
    mood = Column(${type})
`;
  const database = (...labels: readonly string[]) =>
    `create type mood as enum (${labels.map((label) => `'${label}'`).join(', ')});
     create table users (id serial primary key, mood mood)`;

  test.each([
    [
      'at its place among strings',
      model("Enum('sad', 'happy', name='mood')"),
      database('sad', 'so so', 'happy'),
      ["    mood = Column(Enum('sad', 'so so', 'happy', name='mood'))"],
    ],
    [
      'as the first string',
      model('Enum("sad", "happy", name="mood")'),
      database('angry', 'sad', 'happy'),
      ['    mood = Column(Enum("angry", "sad", "happy", name="mood"))'],
    ],
    [
      'as a member whose name is the label',
      model('Enum(Mood)', "\n\nclass Mood(enum.Enum):\n    sad = 'sad'  # :(\n    happy = 'happy'\n"),
      database('sad', 'calm', 'happy'),
      ["    calm = 'calm'"],
    ],
    [
      'as a member whose value is the label',
      model(
        'Enum(Mood, values_callable=lambda x: [e.value for e in x])',
        '\n\nclass Mood(str, enum.Enum):\n    SO_SO = "so-so"\n    HAPPY = "happy"\n',
      ),
      database('very-sad', 'so-so', 'happy'),
      ['    VERY_SAD = "very-sad"'],
    ],
  ])('%s', (_, text, sql, lines) => {
    expect(fixed(text, sql, "Add '")).toMatchObject({ lines, left: [] });
  });

  test.each([
    [
      'values follow no rule',
      model('Enum(Mood)', '\n\nclass Mood(enum.Enum):\n    sad = 1\n    happy = 2\n'),
    ],
    ['the strings are elsewhere', model("Enum(*MOODS, name='mood')", "\n\nMOODS = ['sad', 'happy']\n")],
  ])('none is added where %s', (_, text) => {
    expect(fixed(text, database('sad', 'happy', 'calm'), "Add '").title).toBeUndefined();
  });
});

describe('a foreign key between types', () => {
  const model = (column: string) => `from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = 'users'
    id = Column(UUID(as_uuid=True), primary_key=True)


class Order(Base):
    __tablename__ = 'orders'
    id = Column(Integer, primary_key=True)
    ${column}
`;
  const database = `create table users (id uuid primary key);
    create table orders (id serial primary key, user_id uuid references users)`;

  test('the column that refers gets the type of the other', () => {
    const text = model("user_id = Column(String(36), ForeignKey('users.id'))");
    const { findings, fixesFor } = checkFiles(new Map([[file, text]]), database, parsers);
    const finding = findings.find(({ kind }) => kind === 'foreign-key-type');
    const [fix] = finding === undefined ? [] : fixesFor(finding);
    expect(fix?.title).toBe('Change the model to uuid, as users.id is');
    const changed = applyEdits(new Map([[file, text]]), fix?.edits ?? []);
    expect(changed.get(file)).toContain("user_id = Column(UUID(as_uuid=True), ForeignKey('users.id'))");
    expect(changed.get(file)).toContain('from sqlalchemy import Column, ForeignKey, Integer\n');
    expect(checkFiles(changed, database, parsers).findings).toEqual([]);
  });
});
