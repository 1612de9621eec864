/**
 * Models read without a server: a project of 300 files for the first time, and a long file after every keystroke.
 */
import { loadSql } from '../adapters/libpgQuery.ts';
import { loadPython } from '../adapters/treeSitter.ts';
import { type ModelInput, newModelCache, readModels } from '../core/models/read/readModels.ts';
import { project } from './benchProject.ts';

const FILES = 300;
/** As many classes as the files of public repositories have. */
const TABLES_IN_A_FILE = 2;
const TABLES_IN_THE_LONG_ONE = 100;
const KEYSTROKES = 100;

export async function benchModels(): Promise<void> {
  const parsers = { python: await loadPython(), sql: await loadSql() };
  const files = new Map([['/bench/base.py', base]]);
  for (let n = 0; n < FILES; n++) files.set(`/bench/models_${n}.py`, models(`f${n}`, TABLES_IN_A_FILE));
  const long = '/bench/long.py';
  files.set(long, models('long', TABLES_IN_THE_LONG_ONE));
  const input: ModelInput = {
    project,
    files: [...files.keys()],
    readFile: (path) => files.get(path),
    parsers,
    versions: { sqlalchemy: { from: [2, 0], below: [2, 1] }, sqlmodel: undefined, pydantic: undefined },
  };
  const cache = newModelCache();
  const [first, schema] = timed(() => readModels(input, cache));
  const text = files.get(long) ?? '';
  const middle = text.indexOf('String(', text.length / 2) + 'String('.length;
  const keystrokes = Array.from({ length: KEYSTROKES }, (_, n) => {
    files.set(long, `${text.slice(0, middle)}${n + 1}${text.slice(middle)}`);
    return timed(() => readModels(input, cache))[0];
  }).sort((a, b) => a - b);
  const lines = text.split('\n').length;
  const afresh = Array.from({ length: 5 }, () => {
    const alone: ModelInput = { ...input, files: [long] };
    return timed(() => readModels(alone, newModelCache()))[0];
  }).sort((a, b) => a - b);
  console.log(`\n${files.size} files of models, ${schema.tables.length} tables:`);
  console.log(`  read for the first time      ${first.toFixed(0)} ms`);
  console.log(`  a keystroke in ${lines} lines   ${at(keystrokes, 0.5)} ms, p95 ${at(keystrokes, 0.95)} ms`);
  console.log(`  that file alone, afresh      ${at(afresh, 0.5)} ms`);
}

function timed<T>(run: () => T): readonly [ms: number, result: T] {
  const start = performance.now();
  const result = run();
  return [performance.now() - start, result];
}

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
}

const base = `
from sqlalchemy import Column, DateTime, func
from sqlalchemy.orm import DeclarativeBase, declared_attr

class Base(DeclarativeBase):
    pass

class Stamped:
    created_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
`;

function models(prefix: string, count: number): string {
  const head = `
import enum
from typing import Optional
from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from base import Base, Stamped

class Kind_${prefix}(enum.Enum):
    SMALL = 'small'
    LARGE = 'large'
`;
  const classes = Array.from(
    { length: count },
    (_, n) => `

class T_${prefix}_${n}(Stamped, Base):
    """One of many."""

    __tablename__ = 't_${prefix}_${n}'
    __table_args__ = (UniqueConstraint('name', 'code'), Index('ix_${prefix}_${n}_code', 'code'))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(36), index=True)
    code: Mapped[Optional[str]]
    kind: Mapped[Kind_${prefix}] = mapped_column(default=Kind_${prefix}.SMALL)
    note: Mapped[str | None] = mapped_column(Text, server_default='')
    other_id: Mapped[int | None] = mapped_column(ForeignKey('t_${prefix}_0.id', ondelete='CASCADE'))
    size = mapped_column(Integer, nullable=False)

    others: Mapped[list['T_${prefix}_0']] = relationship(foreign_keys=[other_id])

    def __repr__(self) -> str:
        return f'<{self.name} {self.code}>'
`,
  );
  return head + classes.join('');
}
