/** More scripts for the rules: what is lost, what breaks running code, and locks that add up. */
import type { RuleCase } from './ruleCases.ts';

const linked = `CREATE TABLE users (id int PRIMARY KEY, email text, age int);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, code text NOT NULL, UNIQUE (user_id, code));
CREATE INDEX ix_orders_code ON orders (code);
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE VIEW emails AS SELECT email FROM users;
CREATE SEQUENCE numbers;
CREATE SCHEMA shop;
CREATE TABLE shop.items (id int);
CREATE TABLE events (id int NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2025-02-01')`;

export const lossRuleCases: Readonly<Record<string, Partial<RuleCase>>> = {
  'drop a schema': {
    before: linked,
    python: `
op.execute('CREATE SCHEMA empty')
op.execute('DROP SCHEMA empty CASCADE')
op.execute('DROP SCHEMA shop CASCADE')`,
  },
  'drop a database': {
    tool: 'goose',
    sql: '-- +goose NO TRANSACTION\n-- +goose Up\nDROP DATABASE old;\n',
  },
  'drop with cascade': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.execute('ALTER TABLE orders ADD m mood')
op.execute('DROP TYPE mood CASCADE')
op.execute('ALTER TABLE users DROP COLUMN email CASCADE')
op.execute('DROP TABLE users CASCADE')
op.execute('DROP TABLE shop.items CASCADE')`,
  },
  'drop a column of several keys': {
    before: linked,
    python: "op.execute(\"SET LOCAL lock_timeout = '3s'\")\nop.drop_column('orders', 'user_id')",
  },
  'drop a partition': {
    before: linked,
    python: "op.execute(\"SET LOCAL lock_timeout = '3s'\")\nop.execute('DROP TABLE events_1')",
  },
  'drop a column that is new': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.add_column('users', sa.Column('a', sa.Text()))
op.alter_column('users', 'a', new_column_name='b')
op.drop_column('users', 'b')`,
  },
  'drop an index and its table': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.drop_index('ix_orders_code', 'orders')
op.drop_table('orders')`,
  },
  'drop a primary key': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.drop_constraint('orders_pkey', 'orders')`,
  },
  'rename other things': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.execute("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'")
op.execute('ALTER TYPE mood RENAME TO humor')
op.execute('ALTER SEQUENCE numbers RENAME TO counts')
op.execute('ALTER VIEW emails RENAME TO mails')
op.execute('ALTER TABLE orders SET SCHEMA shop')
op.execute('CREATE TYPE size AS ENUM (\\'s\\')')
op.execute('ALTER TYPE size RENAME TO extent')
op.execute("ALTER TYPE extent RENAME VALUE 's' TO 'm'")`,
  },
  'new column that becomes required': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.add_column('users', sa.Column('a', sa.Integer(), server_default='1', nullable=False))
op.alter_column('users', 'a', server_default=None)
op.add_column('users', sa.Column('b', sa.Integer(), server_default='1'))
op.alter_column('users', 'b', nullable=False)`,
    fixes: ['set-not-null-scan'],
  },
  'column with a trigger that becomes required': {
    before: `CREATE TABLE users (id int);
CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.a := 1; RETURN NEW; END';
CREATE TRIGGER fill BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION fill()`,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.add_column('users', sa.Column('a', sa.Integer(), server_default='1', nullable=False))
op.alter_column('users', 'a', server_default=None)`,
  },
  'required column of a table that was emptied': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.execute('TRUNCATE shop.items')
op.execute('ALTER TABLE shop.items ADD a int NOT NULL')
op.execute('INSERT INTO shop.items (a) VALUES (1)')
op.execute('ALTER TABLE shop.items ADD b int NOT NULL')`,
  },
  json: {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.add_column('users', sa.Column('a', sa.JSON()))
op.add_column('users', sa.Column('b', sa.JSON()))
op.create_table('settings', sa.Column('a', sa.JSON()))`,
  },
  'foreign keys and their indexes': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.create_table('a', sa.Column('user_id', sa.Integer()), sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk', ondelete='CASCADE'))
op.create_table('b', sa.Column('user_id', sa.Integer()), sa.Column('n', sa.Integer()), sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk', ondelete='CASCADE'))
op.create_index('ix_b_user_id', 'b', ['user_id', 'n'])
op.execute('ALTER TABLE b ADD order_id int REFERENCES orders (id) ON DELETE SET NULL')
op.execute('ALTER TABLE b ADD item_id int REFERENCES orders (id)')`,
  },
  'rewritten twice': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.alter_column('users', 'age', type_=sa.BigInteger())
op.alter_column('users', 'id', type_=sa.BigInteger())
op.alter_column('orders', 'id', type_=sa.BigInteger())`,
  },
  'two tables': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.add_column('users', sa.Column('a', sa.Text()))
op.add_column('users', sa.Column('b', sa.Text()))
op.add_column('orders', sa.Column('a', sa.Text()))
op.execute('ALTER TABLE events ADD a int')`,
  },
  'two tables, committed between': {
    before: linked,
    python: `
op.execute("SET lock_timeout = '3s'")
op.add_column('users', sa.Column('a', sa.Text()))
with op.get_context().autocommit_block():
    op.execute('ANALYZE users')
op.add_column('orders', sa.Column('a', sa.Text()))`,
  },
  'lock table': {
    before: linked,
    python: `
op.execute("SET lock_timeout = '3s'")
op.execute('LOCK TABLE users IN SHARE MODE')
op.execute('LOCK TABLE orders IN ACCESS SHARE MODE')`,
  },
  'lock timeout that is none': {
    before: linked,
    python: `
op.execute("SET lock_timeout = '2min'")
op.execute('SET LOCAL lock_timeout TO 0')
op.add_column('users', sa.Column('a', sa.Text()))`,
    fixes: ['lock-timeout-missing', 'lock-timeout-too-long'],
  },
  'triggers switched off': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.execute('ALTER TABLE users DISABLE TRIGGER ALL')
op.execute('UPDATE users SET age = 1 WHERE id = 1')
op.execute('ALTER TABLE users ENABLE TRIGGER ALL')
op.execute('ALTER TABLE orders DISABLE TRIGGER ALL')
op.execute('ALTER TABLE users DISABLE TRIGGER USER')`,
  },
  'all rows': {
    before: linked,
    python: `
op.execute('UPDATE users SET age = 1')
op.execute("UPDATE users SET age = 1 WHERE email = 'a'")
op.execute('DELETE FROM orders')
op.create_table('new', sa.Column('id', sa.Integer()))
op.execute('UPDATE new SET id = 1')`,
  },
  'backfill by key': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.add_column('users', sa.Column('a', sa.Text()))
op.execute("UPDATE users SET a = 'x' WHERE id IN (1, 2) AND age > 1")
op.execute("UPDATE users SET a = 'x' WHERE age = 1")
op.execute("INSERT INTO orders (id, user_id, code) SELECT 1, 1, 'a'")`,
  },
  'transaction that ends': {
    before: linked,
    python: `
op.execute('COMMIT')
op.execute("SET lock_timeout = '3s'")
op.add_column('users', sa.Column('a', sa.Text()))
op.execute('COMMIT')
op.execute('SAVEPOINT a')
op.execute('ROLLBACK TO SAVEPOINT a')`,
  },
  'goose, transaction that ends': {
    before: linked,
    tool: 'goose',
    sql: '-- +goose Up\nSELECT * FROM users;\nROLLBACK;\n',
  },
  'goose, transaction of its own': {
    before: linked,
    tool: 'goose',
    sql: '-- +goose NO TRANSACTION\n-- +goose Up\nBEGIN;\nSELECT * FROM users;\nCOMMIT;\n',
  },
  'index that may be left invalid': {
    before: linked,
    python: `
with op.get_context().autocommit_block():
    op.create_index('ix_a', 'users', ['age'], postgresql_concurrently=True, if_not_exists=True)
    op.create_index('ix_orders_code', 'orders', ['code'], postgresql_concurrently=True, if_not_exists=True)
    op.execute('DROP INDEX CONCURRENTLY IF EXISTS ix_b')
    op.execute('CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_b ON users (email)')`,
    fixes: ['invalid-index-leftover'],
  },
  'goose, index that may be left invalid': {
    before: linked,
    tool: 'goose',
    sql: '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY IF NOT EXISTS ix_a ON users (age);\n',
    fixes: ['invalid-index-leftover'],
  },
  'index that is replaced': {
    before: linked,
    python: `
with op.get_context().autocommit_block():
    op.drop_index('ix_orders_code', 'orders', postgresql_concurrently=True)
    op.create_index('ix_orders_code_id', 'orders', ['code', 'id'], postgresql_concurrently=True)`,
  },
  'index that is replaced in one transaction': {
    before: linked,
    tool: 'goose',
    sql: "-- +goose Up\nSET LOCAL lock_timeout = '3s';\nDROP INDEX ix_orders_code;\nCREATE INDEX ix_orders_code ON orders (code, id);\n",
  },
  'new partition': {
    before:
      'CREATE TABLE events (id int NOT NULL DEFAULT 1, at date NOT NULL, CHECK (id > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at)',
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.execute("CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2025-02-01') TO ('2025-03-01')")`,
    fixes: ['create-partition-of'],
  },
  'goose, new partition': {
    before: linked,
    tool: 'goose',
    sql: "-- +goose Up\nSET LOCAL lock_timeout = '3s';\nCREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');\n",
    fixes: ['create-partition-of'],
  },
  'new partition beside a default one': {
    before: `${linked};\nCREATE TABLE events_rest PARTITION OF events DEFAULT`,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.execute("CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2025-02-01') TO ('2025-03-01')")`,
  },
  'validated under another lock': {
    before: 'CREATE TABLE users (age int); ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID',
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.add_column('users', sa.Column('a', sa.Text()))
op.execute('ALTER TABLE users VALIDATE CONSTRAINT c')`,
    fixes: ['validate-in-same-transaction'],
  },
  'validated in the same statement': {
    before: linked,
    tool: 'goose',
    sql: "-- +goose Up\nSET LOCAL lock_timeout = '3s';\nALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID, VALIDATE CONSTRAINT c;\n",
  },
  'read after a lock': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.add_column('users', sa.Column('a', sa.Text()))
op.execute('SELECT count(*) FROM users')`,
  },
  'other heavy commands': {
    version: 18,
    python: `
op.execute("SET lock_timeout = '3s'")
op.execute('ALTER TABLE users SET TABLESPACE fast')
with op.get_context().autocommit_block():
    op.execute('VACUUM (FULL false) users')`,
  },
  'several commands, some of which are slow': {
    before: linked,
    python: `
op.execute("SET LOCAL lock_timeout = '3s'")
op.execute('''ALTER TABLE users ADD a uuid DEFAULT gen_random_uuid(), ADD b timestamptz DEFAULT now(),
    ALTER age TYPE bigint, ALTER email TYPE varchar''')`,
  },
  'serial column': {
    before: linked,
    python: "op.execute(\"SET LOCAL lock_timeout = '3s'\")\nop.execute('ALTER TABLE users ADD n serial')",
  },
};
