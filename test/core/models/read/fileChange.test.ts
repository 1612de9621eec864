/** A change inside of one class of a file: what is read again, and that it comes to the same as a first reading. */
import { describe, expect, test } from 'vitest';
import { newModelCache, readModels } from '../../../../src/core/models/read/readModels.ts';
import type { SyntaxParser } from '../../../../src/core/text/syntax.ts';
import { filesIn, inputOf, loadParsers, schemaText } from './reading.ts';

const text = `import enum
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Color(enum.Enum):
    RED = 'red'


class Stamped:
    made_by: Mapped[str] = mapped_column(String(10))


class Named(Stamped):
    name = Column(String(20))


class Membership(Base):
    __tablename__ = 'memberships'
    id = Column(Integer, primary_key=True)


class User(Named, Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
    color: Mapped[Color]
    teams = relationship('Team', secondary=Membership.__table__)


class Team(Base):
    __tablename__ = 'teams'
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey('users.id'))
    color: Mapped['Color'] = mapped_column(nullable=True)
    users: Mapped[list['User']] = relationship()


class Log(Base):
    __tablename__ = 'logs'
    id = Column(Integer, primary_key=True)
    ix = Index('ix_memberships_twice', Membership.id)


class Line(Base):
    __tablename__ = 'lines'
    id = Column(Integer, primary_key=True)


Index('ix_lines', Line.id.desc())
`;

const parsers = await loadParsers();
const path = '/project/app/models.py';

/** What is parsed after an edit, by its first line; whole modules as such. */
function parsedAfter(before: string, after: string): readonly string[] {
  const parsed: string[] = [];
  const python: SyntaxParser = {
    read: (source, visit, start) => {
      const className = /^class (\w+)/.exec(source)?.[1];
      // Annotations in quotes are parsed as well.
      if (className !== undefined) parsed.push(className);
      else if (source.includes('import enum')) parsed.push('module');
      return parsers.python.read(source, visit, start);
    },
  };
  const files = filesIn(`# file: app/models.py\n${text}`);
  const source = files.get(path) ?? '';
  const input = inputOf(files, { ...parsers, python });
  const cache = newModelCache();
  const all: (readonly string[])[] = [];
  readModels(input, cache);
  expect(source).toContain(before);
  for (const changed of [source.replace(before, after), source]) {
    files.set(path, changed);
    parsed.length = 0;
    const again = readModels(input, cache);
    all.push([...parsed]);
    const afresh = readModels(input, newModelCache());
    expect(schemaText(again)).toBe(schemaText(afresh));
    expect([again.tables, again.unread]).toEqual([afresh.tables, afresh.unread]);
  }
  return all[0] ?? [];
}

describe('a change inside of a class reads again', { timeout: 60_000 }, () => {
  const edits: readonly (readonly [what: string, before: string, after: string, read: readonly string[]])[] =
    [
      ['that class alone', "ForeignKey('users.id')", "ForeignKey('users.id'), unique=True", ['Team']],
      ['those that inherit from it, and from them', 'String(10)', 'String(11)', ['Stamped', 'Named', 'User']],
      ['those that name it', "'memberships'\n", "'members'\n", ['module']],
      [
        'those that a type of their columns depends on',
        "'red'",
        "'red'\n    BLUE = 'blue'",
        ['Color', 'User', 'Team'],
      ],
      ['all where it states more than its own table', "'logs'", "'log'", ['module']],
      ['all where other statements need it', "'lines'", "'rows'", ['module']],
      ['all where it gets another name', 'class Team', 'class Group', ['Group', 'module']],
      [
        'in the whole text, where an error is in it',
        "color: Mapped['Color'] =",
        'color: = = =',
        ['Team', 'module'],
      ],
    ];
  test.each(edits)('%s', (_, before, after, read) => {
    expect(parsedAfter(before, after)).toEqual(read);
  });
});
