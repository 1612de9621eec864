/** Scripts that rules have something to say about, or must not: what is there before, and what `upgrade()` does. */

import { lossRuleCases } from './lossRuleCases.ts';

export interface RuleCase {
  readonly before: string;
  /** Lines of `upgrade()`. */
  readonly python?: string;
  /** A script of a SQL tool. */
  readonly sql?: string;
  readonly tool?: 'goose' | 'dbmate' | 'golang-migrate' | 'flyway';
  readonly version?: number;
  /** Rules whose fix is there. */
  readonly fixes?: readonly string[];
}

const shop = `CREATE TABLE users (id int PRIMARY KEY, email text, age int);
CREATE TABLE orders (id int PRIMARY KEY, user_id int, code text NOT NULL, total numeric(10, 2));
CREATE INDEX ix_orders_code ON orders (code);
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE MATERIALIZED VIEW daily AS SELECT id, total FROM orders;
CREATE UNIQUE INDEX daily_id ON daily (id);
CREATE MATERIALIZED VIEW weekly AS SELECT total FROM orders;
CREATE TABLE events (id int NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE loose (id int NOT NULL, at date NOT NULL);
CREATE UNIQUE INDEX loose_id ON loose (id);
CREATE TABLE heap (id int);
CREATE UNIQUE INDEX heap_id ON heap (id);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2025-02-01')`;

const cases = {
  'create index': {
    python: "op.create_index('ix_orders_user', 'orders', ['user_id'])",
    fixes: ['create-index-concurrently'],
  },
  'create index, broken lines': {
    python: `
op.create_index(
    op.f('ix_orders_user'),
    'orders',
    ['user_id'],
    unique=True,
)  # noqa: E501
op.execute("SELECT 1")`,
    fixes: ['create-index-concurrently'],
  },
  'create index, in a loop': {
    python: `
for column in ('user_id', 'total'):
    op.create_index(f'ix_orders_{column}', 'orders', [column])`,
    fixes: ['create-index-concurrently'],
  },
  'create index, SQL': {
    python: 'op.execute("CREATE UNIQUE INDEX ix_orders_user ON orders (user_id) WHERE total > 0")',
    fixes: ['create-index-concurrently'],
  },
  'create index, SQL of several lines': {
    python: `
op.execute(
    sa.text(
        """
        CREATE INDEX ix_orders_user
            ON orders (user_id);
        """
    )
)`,
    fixes: ['create-index-concurrently'],
  },
  'create index, several statements': {
    python: `op.execute("CREATE INDEX a ON orders (user_id); CREATE INDEX b ON orders (total)")`,
  },
  'create index, partitioned': { python: "op.create_index('ix_events_at', 'events', ['at'])" },
  'create index on a new table': {
    python: `
op.create_table('new', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.Integer()))
op.create_index('ix_new_a', 'new', ['a'])
op.create_unique_constraint('uq_new_a', 'new', ['a'])
op.create_check_constraint('ck_new_a', 'new', 'a > 0')
op.alter_column('new', 'a', nullable=False)
op.drop_index('ix_new_a', 'new')`,
  },
  'create index on a table that was committed empty': {
    python: `
op.create_table('new', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.Integer()))
with op.get_context().autocommit_block():
    op.execute('ANALYZE users')
op.create_index('ix_new_a', 'new', ['a'])
op.add_column('new', sa.Column('b', sa.Integer(), nullable=False))`,
  },
  'unique constraint and foreign key of a new column': {
    python: `
op.add_column('users', sa.Column('b', sa.Integer(), unique=True))
op.add_column('orders', sa.Column('c', sa.Integer(), sa.ForeignKey('users.id', name='fk'), nullable=True))`,
  },
  'drop index': {
    python: "op.drop_index('ix_orders_code', table_name='orders')",
    fixes: ['drop-index-concurrently'],
  },
  'drop index, SQL': {
    python: "op.execute('DROP INDEX IF EXISTS ix_orders_code')",
    fixes: ['drop-index-concurrently'],
  },
  'drop index, CASCADE': { python: "op.execute('DROP INDEX ix_orders_code CASCADE')" },
  'foreign key': {
    python:
      "op.create_foreign_key('fk_orders_user', 'orders', 'users', ['user_id'], ['id'], ondelete='CASCADE')",
    fixes: ['add-foreign-key-not-valid'],
  },
  'foreign key, SQL': {
    python:
      "op.execute('ALTER TABLE orders ADD CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users (id)')",
    fixes: ['add-foreign-key-not-valid'],
  },
  'foreign key without a name': {
    python: "op.execute('ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id)')",
  },
  'foreign key, NOT VALID and validated at once': {
    python: `
op.create_foreign_key('fk', 'orders', 'users', ['user_id'], ['id'], postgresql_not_valid=True)
op.execute('ALTER TABLE orders VALIDATE CONSTRAINT fk')`,
    fixes: ['validate-in-same-transaction', 'lock-timeout-missing'],
  },
  check: {
    python: "op.create_check_constraint(op.f('ck_users_age'), 'users', 'age > 0')",
    fixes: ['add-check-not-valid'],
  },
  'check, SQL': {
    python: 'op.execute("ALTER TABLE users ADD CONSTRAINT ck_users_age CHECK (age > 0)")',
    fixes: ['add-check-not-valid'],
  },
  'set not null': {
    python: "op.alter_column('users', 'email', existing_type=sa.Text(), nullable=False)",
    fixes: ['set-not-null-scan'],
  },
  'set not null, SQL': {
    python: 'op.execute("ALTER TABLE users ALTER COLUMN email SET NOT NULL")',
    fixes: ['set-not-null-scan'],
  },
  'set not null, PostgreSQL 11': {
    version: 11,
    python: "op.alter_column('users', 'email', existing_type=sa.Text(), nullable=False)",
  },
  'set not null, proven': {
    python: `
op.execute('ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID')
with op.get_context().autocommit_block():
    op.execute('ALTER TABLE users VALIDATE CONSTRAINT c')
op.alter_column('users', 'email', nullable=False)`,
  },
  'unique constraint': {
    python: "op.create_unique_constraint('uq_users_email', 'users', ['email'], deferrable=True)",
    fixes: ['add-unique-using-index'],
  },
  'unique constraint, SQL': {
    python: "op.execute('ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE (email, age)')",
    fixes: ['add-unique-using-index'],
  },
  'primary key that replaces another': {
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.drop_constraint('orders_pkey', 'orders')
op.create_primary_key('orders_code_key', 'orders', ['code'])`,
  },
  'primary key': {
    python: "op.create_primary_key('loose_pk', 'loose', ['id', 'at'])",
    fixes: ['add-unique-using-index'],
  },
  'primary key on a nullable column': {
    python:
      "op.drop_constraint('users_pkey', 'users')\nop.create_primary_key('users_pk', 'users', ['email'])",
    fixes: ['lock-timeout-missing'],
  },
  'enum label': {
    python: `op.execute("ALTER TYPE mood ADD VALUE 'happy'")`,
    fixes: ['add-enum-label-in-transaction'],
  },
  'enum label that is used at once': {
    python: `
op.execute("ALTER TYPE mood ADD VALUE 'happy'")
op.add_column('users', sa.Column('mood', sa.Enum(name='mood', create_type=False), server_default='happy'))`,
    fixes: ['add-enum-label-in-transaction'],
  },
  'enum label of a new type': {
    version: 17,
    python: `
op.execute("CREATE TYPE size AS ENUM ('s')")
op.execute("ALTER TYPE size ADD VALUE 'm'")`,
  },
  'enum label, PostgreSQL 11': {
    version: 11,
    python: `op.execute("ALTER TYPE mood ADD VALUE 'happy'")`,
    fixes: ['concurrently-in-transaction'],
  },
  'enum label, outside': {
    python: `
with op.get_context().autocommit_block():
    op.execute("ALTER TYPE mood ADD VALUE 'happy'")`,
  },
  'concurrently in a transaction': {
    python: "op.create_index('ix_orders_user', 'orders', ['user_id'], postgresql_concurrently=True)",
    fixes: ['concurrently-in-transaction'],
  },
  'concurrently in a transaction, SQL': {
    python: "op.execute('CREATE INDEX CONCURRENTLY ix_orders_user ON orders (user_id)')",
    fixes: ['concurrently-in-transaction'],
  },
  'concurrently after COMMIT': {
    python:
      "op.execute('COMMIT')\nop.execute('CREATE INDEX CONCURRENTLY ix_orders_user ON orders (user_id)')",
  },
  'concurrently, outside': {
    python: `
with op.get_context().autocommit_block():
    op.create_index('ix_orders_user', 'orders', ['user_id'], postgresql_concurrently=True)
    op.execute('VACUUM users')`,
  },
  'vacuum in a transaction': {
    python: "op.execute('VACUUM users')",
    fixes: ['concurrently-in-transaction'],
  },
  'vacuum full': {
    python: "with op.get_context().autocommit_block():\n    op.execute('VACUUM FULL users')",
  },
  refresh: {
    python: "op.execute('REFRESH MATERIALIZED VIEW daily')",
    fixes: ['refresh-concurrently'],
  },
  'rename a schema': {
    before: 'CREATE SCHEMA shop',
    python: "op.execute('ALTER SCHEMA shop RENAME TO store')",
  },
  'refresh without a unique index': { python: "op.execute('REFRESH MATERIALIZED VIEW weekly')" },
  reindex: { python: "op.execute('REINDEX TABLE orders')", fixes: ['reindex-concurrently'] },
  'reindex, PostgreSQL 11': { version: 11, python: "op.execute('REINDEX INDEX ix_orders_code')" },
  detach: {
    python: "op.execute('ALTER TABLE events DETACH PARTITION events_1')",
  },
  'detach, PostgreSQL 13': {
    version: 13,
    python: "op.execute('ALTER TABLE events DETACH PARTITION events_1')",
  },
  attach: {
    python: `
op.execute("CREATE TABLE old (id int NOT NULL, at date NOT NULL)")
op.execute("ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM ('2025-03-01') TO ('2025-04-01')")`,
  },
  'attach a table with rows': {
    python: `op.execute("ALTER TABLE events ATTACH PARTITION loose FOR VALUES FROM ('2025-03-01') TO ('2025-04-01')")`,
  },
  'primary key using an index': {
    python: `
op.execute('ALTER TABLE loose ADD CONSTRAINT loose_pk PRIMARY KEY USING INDEX loose_id')
op.execute('ALTER TABLE heap ADD CONSTRAINT heap_pk PRIMARY KEY USING INDEX heap_id')`,
    fixes: ['lock-timeout-missing'],
  },
  'add column': {
    python: `
op.add_column('users', sa.Column('a', sa.Text(), nullable=True))
op.add_column('users', sa.Column('b', sa.Boolean(), server_default='f', nullable=False))
op.add_column('users', sa.Column('c', sa.DateTime(), server_default=sa.text('now()')))`,
    fixes: ['lock-timeout-missing'],
  },
  'add column, rewritten': {
    python: `
op.execute("SET lock_timeout = '2s'")
op.add_column('users', sa.Column('a', sa.Uuid(), server_default=sa.text('gen_random_uuid()')))
op.add_column('users', sa.Column('b', sa.Integer(), sa.Identity()))
op.add_column('users', sa.Column('c', sa.Integer(), sa.Computed('age * 2', persisted=True)))`,
  },
  'add column, required': {
    python: "op.add_column('users', sa.Column('a', sa.Text(), nullable=False))",
  },
  'add column with constraints': {
    python: `
op.execute('ALTER TABLE users ADD a int UNIQUE')
op.execute('ALTER TABLE users ADD b int DEFAULT 1 REFERENCES orders (id)')
op.execute('ALTER TABLE users ADD c int CHECK (c > 0)')
op.execute('ALTER TABLE users ADD d int REFERENCES orders (id)')`,
  },
  'change type': {
    python: `
op.alter_column('users', 'age', type_=sa.BigInteger())
op.alter_column('orders', 'total', type_=sa.Numeric(12, 2))
op.alter_column('users', 'email', type_=sa.String(50))`,
  },
  'data that goes': {
    before:
      'CREATE TABLE users (id int PRIMARY KEY, age int); CREATE TABLE orders (user_id int REFERENCES users)',
    python: `
op.drop_column('users', 'age')
op.drop_table('orders')
op.execute('TRUNCATE users CASCADE')`,
    fixes: ['lock-timeout-missing'],
  },
  rename: {
    python: `
op.alter_column('users', 'age', new_column_name='years')
op.rename_table('users', 'people')`,
    fixes: ['lock-timeout-missing'],
  },
  backfill: {
    python: `
op.add_column('users', sa.Column('active', sa.Boolean()))
op.execute('UPDATE users SET active = true')
op.alter_column('users', 'active', nullable=False)`,
    fixes: ['lock-timeout-missing', 'set-not-null-scan'],
  },
  'slow after a lock': {
    python: `
op.add_column('users', sa.Column('active', sa.Boolean()))
op.create_index('ix_orders_user', 'orders', ['user_id'])`,
    fixes: ['lock-timeout-missing', 'create-index-concurrently'],
  },
  'new table with a foreign key': {
    python: "op.create_table('new', sa.Column('user_id', sa.Integer(), sa.ForeignKey('users.id')))",
    fixes: ['lock-timeout-missing'],
  },
  exclusion: { python: "op.execute('ALTER TABLE users ADD CONSTRAINT e EXCLUDE (age WITH =)')" },
  domain: {
    python: `
op.execute('CREATE DOMAIN positive AS int')
op.execute('ALTER TABLE users ADD p positive')
op.execute('ALTER DOMAIN positive ADD CONSTRAINT c CHECK (VALUE > 0)')`,
    fixes: ['lock-timeout-missing'],
  },
  unlogged: { python: "op.execute('ALTER TABLE users SET UNLOGGED')" },
  'lock timeout that is over': {
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
with op.get_context().autocommit_block():
    op.execute('ANALYZE users')
op.add_column('users', sa.Column('a', sa.Text()))`,
    fixes: ['lock-timeout-missing'],
  },
  'goose, create index': {
    tool: 'goose',
    sql: '-- +goose Up\nCREATE INDEX ix_orders_user ON orders (user_id);\n\n-- +goose Down\nDROP INDEX ix_orders_user;\n',
    fixes: ['create-index-concurrently'],
  },
  'goose, foreign key': {
    tool: 'goose',
    sql: '-- +goose Up\nALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id);\n',
    fixes: ['add-foreign-key-not-valid'],
  },
  'goose, set not null': {
    tool: 'goose',
    sql: '-- +goose Up\nALTER TABLE users ALTER email SET NOT NULL;\n',
    fixes: ['set-not-null-scan'],
  },
  'goose, concurrently': {
    tool: 'goose',
    sql: '-- +goose Up\nDROP INDEX CONCURRENTLY ix_orders_code;\n',
    fixes: ['concurrently-in-transaction'],
  },
  'goose, concurrently, outside': {
    tool: 'goose',
    sql: '-- +goose NO TRANSACTION\n-- +goose Up\nDROP INDEX CONCURRENTLY ix_orders_code;\n',
  },
  'goose, among others': {
    tool: 'goose',
    sql: '-- +goose Up\nALTER TABLE users ADD a int;\nCREATE INDEX ix_orders_user ON orders (user_id);\n',
    fixes: ['lock-timeout-missing'],
  },
  'dbmate, create index': {
    tool: 'dbmate',
    sql: '-- migrate:up\nCREATE INDEX ix_orders_user ON orders (user_id);\n\n-- migrate:down\n',
    fixes: ['create-index-concurrently'],
  },
  'dbmate, foreign key': {
    tool: 'dbmate',
    sql: '-- migrate:up\nALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id);\n\n-- migrate:down\n',
  },
  'golang-migrate, drop index': {
    tool: 'golang-migrate',
    sql: 'DROP INDEX ix_orders_code;\n',
    fixes: ['drop-index-concurrently'],
  },
  'golang-migrate, concurrently': {
    tool: 'golang-migrate',
    sql: 'DROP INDEX CONCURRENTLY ix_orders_code;\n',
  },
  'flyway, create index': {
    tool: 'flyway',
    sql: 'CREATE INDEX ix_orders_user ON orders (user_id);\n',
  },
} satisfies Readonly<Record<string, Partial<RuleCase>>>;

export const ruleCases: Readonly<Record<string, RuleCase>> = Object.fromEntries(
  Object.entries({ ...cases, ...lossRuleCases }).map(([name, one]) => [name, { before: shop, ...one }]),
);
