/** Types of models and of columns, measured on real servers: which are the same, and which are not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSql } from '../../../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import type { FindingKind } from '../../../../src/core/models/check/modelFinding.ts';
import { applyOperations } from '../../../../src/core/schema/apply.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../../../src/core/schema/snapshot.ts';
import { readSql } from '../../../../src/core/sql/readSql.ts';
import { check } from '../../../support/modelCheck.ts';
import { modelsIn } from '../../../support/modelSql.ts';
import { chainOf } from '../../../support/sqlChain.ts';
import { readScript } from '../../migration/alembic/operations/reading.ts';

const sql = await loadSql();
const python = await loadPython();
const nothing = chainOf({}, sql);
const context = { sql, searchPath: ['cc', 'public'] };

const schemas: SchemaSnapshot = {
  ...emptySnapshot,
  schemas: new Map(['public', 'cc', 'o'].map((name) => [name, { name }])),
};

const types = `
  create type cc.mood as enum ('a', 'b');
  create type cc.mood3 as enum ('a', 'b', 'c');
  create domain cc.email as text;
  create domain cc.posint as integer check (value > 0);
  create domain cc.usd as numeric(10, 2);
  create type o.mood as enum ('a', 'b');`;

const head = `
import sqlalchemy as sa
from alembic import op
from sqlalchemy import *
from sqlalchemy import ARRAY, CHAR, DECIMAL, JSON, REAL, UUID, BigInteger, Boolean, Date, DateTime, Double, Enum
from sqlalchemy import Float, Integer, Interval, LargeBinary, Numeric, SmallInteger, String, Text, Time, Uuid
from sqlalchemy.dialects.postgresql import BIT, INET, INT4RANGE, INTERVAL, JSONB, OID, TIMESTAMP, TSTZRANGE, TSVECTOR
`;

interface Pair {
  readonly model: string;
  readonly database: string;
  readonly verdict: string;
}

const file = join(import.meta.dirname, '../../../fixtures/models/type-pairs.tsv');
const pairs = readFileSync(file, 'utf8')
  .split('\n')
  .slice(2)
  .filter((line) => line !== '')
  .map((line): Pair => {
    const [model = '', database = '', verdict = ''] = line.split('\t');
    return { model, database, verdict };
  });

function modelOf(type: string): SchemaSnapshot {
  const script = `${head.replace('from sqlalchemy import *\n', '')}
def upgrade():
    op.create_table("t", sa.Column("c", ${type}))
`;
  const { upgrade } = readScript(script, { python, sql });
  const { snapshot, problems } = applyOperations(schemas, upgrade, context);
  expect(problems).toEqual([]);
  return snapshot;
}

function databaseOf(type: string): SchemaSnapshot {
  const operations = readSql(`${types} create table cc.t (c ${type})`, sql, () => ({ file: 'live.sql' }));
  return applyOperations(schemas, operations, context).snapshot;
}

const ofTypes: ReadonlySet<FindingKind> = new Set([
  'type-mismatch',
  'column-too-narrow',
  'column-wider',
  'enum-label-missing',
  'enum-label-surplus',
  'enum-label-order',
  'collation',
]);

function findingsOf({ model, database }: Pair) {
  const environments = { production: { stamped: undefined, live: databaseOf(database) } };
  // Also what is silent by default.
  const severities = [{ kind: '*', severity: 'hint' }] as const;
  const written = { models: modelsIn(modelOf(model)), chain: nothing, environments };
  const { report } = check(written, sql, { schema: 'cc', severities });
  expect(report.notCompared).toEqual([]);
  return report.findings.filter(({ kind }) => ofTypes.has(kind));
}

test('there are all pairs', () => {
  expect(pairs).toHaveLength(101);
});

test.each(pairs)('$model and $database: $verdict', (pair) => {
  const kinds = findingsOf(pair).map(({ kind }) => kind);
  expect(kinds.length === 0 ? 'equal' : 'different', kinds.join()).toBe(pair.verdict);
});
