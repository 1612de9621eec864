/** Which tables a project compares where files state those of several MetaData. */
import { expect, test } from 'vitest';
import { type ModelCache, newModelCache, readModels } from '../../../../src/core/models/read/readModels.ts';
import { filesIn, inputOf, loadParsers } from './reading.ts';

const parsers = await loadParsers();
const env = '/project/migrations/env.py';

const bases = `# file: models.py
from sqlalchemy import Column, Integer
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class Side(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)


class Log(Side):
    __tablename__ = 'logs'
    id = Column(Integer, primary_key=True)


class SideUser(Side):
    __tablename__ = 'users'
    name = Column(Integer, primary_key=True)
`;

const binds = `# file: models.py
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Log(db.Model):
    __bind_key__ = 'logs'
    id = db.Column(db.Integer, primary_key=True)


notes = db.Table('note', db.Column('id', db.Integer), bind_key='logs')
words = db.Table('word', db.Column('id', db.Integer), bind_key=None)
`;

function tablesOf(text: string, cache: ModelCache = newModelCache()): readonly string[] {
  const files = filesIn(text);
  const input = inputOf(files, parsers);
  const project = { ...input.project, readFiles: [env] };
  const { tables } = readModels({ ...input, files: ['/project/models.py'], project }, cache);
  return tables.map(({ name, managed }) => `${name.name}${managed ? '' : ' not compared'}`);
}

const all = ['users', 'logs', 'users'];

test.each([
  [
    'from models import Base\ntarget_metadata = Base.metadata\ngo(target_metadata=target_metadata)',
    ['users', 'logs not compared'],
  ],
  ['import models\ngo(target_metadata=models.Side.metadata)', ['logs', 'users']],
  ['from models import Base, Side\nboth = [Base.metadata, Side.metadata]\ngo(target_metadata=both)', all],
  ['from elsewhere import Base\ngo(target_metadata=Base.metadata)', all],
  ['from sqlalchemy import MetaData\nalone = MetaData()\ngo(target_metadata=alone)', all],
  ['go(target_metadata=chosen())', all],
  ['from models import Base as made\ndef run(made):\n    go(target_metadata=made.metadata)', all],
  [
    'from models import Base as made\ndef run():\n    made = chosen()\n    go(target_metadata=made.metadata)',
    all,
  ],
  [
    'from models import Base as made\ndef choose():\n    global made\n    made = chosen()\ngo(target_metadata=made.metadata)',
    all,
  ],
  [
    'from models import Base\ncontext.configure(target_metadata=Base.metadata)\ncontext.configure(**given)',
    all,
  ],
  ['from models import Base, Side\nfor one in [Base, Side]:\n    go(target_metadata=one.metadata)', all],
  ['from models import Base as one, Side\ngo(target_metadata=one.metadata)\none = Side', all],
])('env.py that says %j', (text, expected) => {
  expect(tablesOf(`${bases}# file: migrations/env.py\n${text}\n`)).toEqual(expected);
});

const flask = "db = current_app.extensions['migrate'].db\ngo(target_metadata=db.metadata)";

test.each([
  [flask, ['user', 'log not compared', 'note not compared', 'word']],
  [`bind_names = []\n${flask}`, ['user', 'log', 'note', 'word']],
])('binds of Flask-SQLAlchemy, where env.py says %j', (text, expected) => {
  expect(tablesOf(`${binds}# file: migrations/env.py\n${text}\n`)).toEqual(expected);
});

test('env.py is read again when it, or what it names, has changed', () => {
  const cache = newModelCache();
  const target = (name: string) =>
    `# file: migrations/env.py\nfrom models import ${name}\ngo(target_metadata=${name}.metadata)\n`;
  expect(tablesOf(`${bases}${target('Base')}`, cache)).toEqual(['users', 'logs not compared']);
  expect(tablesOf(`${bases}${target('Side')}`, cache)).toEqual(['logs', 'users']);
  const swapped = bases.replace('Log(Side)', 'Log(Base)');
  expect(tablesOf(`${swapped}${target('Base')}`, cache)).toEqual(['users', 'logs']);
  expect(tablesOf(`${bases}${target('Base')}`, cache)).toEqual(['users', 'logs not compared']);
});
