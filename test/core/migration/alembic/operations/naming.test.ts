/** Whether the name of a constraint that a script leaves open is known, by what env.py tells Alembic of its metadata. */
import { expect, test } from 'vitest';
import { loadSql } from '../../../../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../../../../src/adapters/treeSitter.ts';
import { readScript } from './reading.ts';

const reading = { python: await loadPython(), sql: await loadSql() };
const script = `from alembic import op
import sqlalchemy as sa

def upgrade():
    op.create_table('pens', sa.Column('id', sa.Integer(), primary_key=True))
`;

const imports = 'from alembic import context\nfrom sqlalchemy import MetaData\nimport structlog\n';

test.each([
  ['PostgreSQL makes it', 'context.configure(connection=connection)'],
  ['PostgreSQL makes it', 'context.configure(target_metadata=None)'],
  ['PostgreSQL makes it', 'structlog.configure()\ncontext.configure(target_metadata=MetaData())'],
  ['pk_pens', "context.configure(target_metadata=MetaData(naming_convention={'pk': 'pk_%(table_name)s'}))"],
  ['unknown', 'context.configure(**options())'],
  ['unknown', 'context.configure(target_metadata=elsewhere())'],
  ['unknown', 'structlog.configure()'],
])('%s: %s', (expected, configure) => {
  const { upgrade } = readScript(script, reading, { env: `${imports}${configure}\n` });
  const [create, ...doubts] = upgrade;
  const key = create?.kind === 'createTable' ? create.definition.constraints[0] : undefined;
  const known = key?.name ?? 'PostgreSQL makes it';
  expect(doubts.some(({ kind }) => kind === 'opaque') ? 'unknown' : known).toBe(expected);
});
