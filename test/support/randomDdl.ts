/**
 * Sequences of DDL statements from a seed: names from a small pool, so that statements meet what earlier ones made;
 * many of them fail, which is as much worth comparing as those that succeed.
 */

export function randomStatements(seed: number, count: number): readonly string[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => statement(random));
}

/** Mulberry32: the same numbers on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  of<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new Error('Nothing to choose from.');
    return chosen;
  }

  /** Sometimes. */
  maybe(text: string, outOf = 3): string {
    return this.below(outOf) === 0 ? text : '';
  }
}

const tables = ['a', 'b', 'c', 'd'] as const;
const columns = ['id', 'x', 'y', 'z', 'w'] as const;
const types = [
  'int',
  'bigint',
  'text',
  'varchar(20)',
  'serial',
  'mood',
  'numeric(8, 2)',
  'timestamptz',
  'bool',
] as const;
const indexes = ['i1', 'i2', 'i3', 'a_x_idx', 'b_x_key'] as const;
const constraints = ['k1', 'k2', 'a_pkey', 'b_x_check', 'a_x_key', 'c_x_fkey'] as const;
const enums = ['mood', 'feeling'] as const;

type Make = (random: Random) => string;

/** A table may be the other schema's. */
const table: Make = (r) => `${r.maybe('s.', 8)}${r.of(tables)}`;
const column: Make = (r) => r.of(columns);
const some: Make = (r) => {
  const first = r.of(columns);
  const second = r.of(columns.filter((one) => one !== first));
  return r.below(2) === 0 ? first : `${first}, ${second}`;
};

const columnDefinition: Make = (r) => {
  const type = r.of(types);
  const value =
    type === 'int' || type === 'bigint'
      ? r.maybe(' DEFAULT 1')
      : type === 'text'
        ? r.maybe(" DEFAULT 'v'")
        : '';
  const extra = r.of([
    '',
    '',
    '',
    ' UNIQUE',
    ' PRIMARY KEY',
    ' NOT NULL',
    ` REFERENCES ${table(r)}`,
    ' CHECK (true)',
  ]);
  return `${type}${value}${extra}`;
};

const tableConstraint: Make = (r) => {
  const name = r.maybe(`CONSTRAINT ${r.of(constraints)} `);
  const what = r.of<Make>([
    (q) => `UNIQUE (${some(q)})`,
    (q) => `PRIMARY KEY (${some(q)})`,
    (q) => `CHECK (${column(q)} IS NOT NULL)`,
    (q) => `CHECK (${column(q)} IS NOT NULL OR ${column(q)} IS NULL)`,
    (q) =>
      `FOREIGN KEY (${column(q)}) REFERENCES ${table(q)}${q.maybe(' (id)')}${q.maybe(' ON DELETE CASCADE')}`,
  ]);
  return name + what(r);
};

const createTable: Make = (r) => {
  const defined = columns.slice(0, 2 + r.below(4)).map((name) => `${name} ${columnDefinition(r)}`);
  const all = [...defined, ...(r.below(2) === 0 ? [tableConstraint(r)] : [])];
  return `CREATE TABLE ${r.maybe('IF NOT EXISTS ', 5)}${table(r)} (${all.join(', ')})`;
};

const alterations: readonly Make[] = [
  (r) => `ADD COLUMN ${r.maybe('IF NOT EXISTS ')}${column(r)} ${columnDefinition(r)}`,
  (r) => `DROP COLUMN ${r.maybe('IF EXISTS ')}${column(r)}${r.maybe(' CASCADE')}`,
  (r) => `ADD ${tableConstraint(r)}`,
  (r) => `DROP CONSTRAINT ${r.maybe('IF EXISTS ')}${r.of(constraints)}${r.maybe(' CASCADE')}`,
  (r) => `ALTER COLUMN ${column(r)} TYPE ${r.of(['bigint', 'text', 'varchar(30)'])} USING NULL`,
  (r) => `ALTER COLUMN ${column(r)} ${r.of(['SET', 'DROP'])} NOT NULL`,
  (r) => `ALTER COLUMN ${column(r)} ${r.of(['DROP DEFAULT', 'SET DEFAULT NULL'])}`,
];

const statements: readonly Make[] = [
  createTable,
  createTable,
  createTable,
  (r) => `ALTER TABLE ${r.maybe('IF EXISTS ', 5)}${table(r)} ${r.of(alterations)(r)}`,
  (r) => `ALTER TABLE ${table(r)} ${r.of(alterations)(r)}`,
  (r) => `ALTER TABLE ${table(r)} ${r.of(alterations)(r)}, ${r.of(alterations)(r)}`,
  (r) => `ALTER TABLE ${table(r)} RENAME COLUMN ${column(r)} TO ${column(r)}`,
  (r) => `ALTER TABLE ${table(r)} RENAME TO ${r.of(tables)}`,
  (r) => `ALTER TABLE ${table(r)} RENAME CONSTRAINT ${r.of(constraints)} TO ${r.of(constraints)}`,
  (r) => `ALTER TABLE ${table(r)} SET SCHEMA ${r.of(['s', 'public'])}`,
  (r) => `DROP TABLE ${r.maybe('IF EXISTS ')}${table(r)}${r.maybe(' CASCADE')}`,
  (r) => `DROP TABLE ${r.of(['a', 'b'])}, ${r.of(['c', 'd'])}`,
  (r) =>
    `CREATE ${r.maybe('UNIQUE ')}INDEX ${r.maybe(r.of(indexes), 2)} ON ${table(r)} (${some(r)})${r.maybe(` WHERE ${column(r)} IS NOT NULL`)}`,
  (r) => `CREATE INDEX ON ${table(r)} ((${column(r)} IS NULL), ${column(r)})`,
  (r) => `DROP INDEX ${r.maybe('IF EXISTS ')}${r.of([...indexes, ...constraints])}`,
  (r) => `ALTER INDEX ${r.of([...indexes, ...constraints])} RENAME TO ${r.of(indexes)}`,
  (r) => `CREATE TYPE ${r.of(enums)} AS ENUM ('one', 'two')`,
  (r) => `DROP TYPE ${r.maybe('IF EXISTS ')}${r.of(enums)}${r.maybe(' CASCADE')}`,
  (r) => `ALTER TYPE ${r.of(enums)} RENAME TO ${r.of(enums)}`,
  (r) => `ALTER TYPE ${r.of(enums)} ADD VALUE ${r.maybe('IF NOT EXISTS ')}'three'${r.maybe(" BEFORE 'two'")}`,
  (r) => `CREATE VIEW ${r.of(['v', 'vv'])} AS SELECT ${column(r)} FROM ${r.of(tables)}`,
  (r) => `DROP VIEW ${r.maybe('IF EXISTS ')}${r.of(['v', 'vv'])}${r.maybe(' CASCADE')}`,
  (r) => `ALTER SEQUENCE ${r.of(tables)}_${column(r)}_seq RENAME TO ${r.of(tables)}_${column(r)}_seq`,
  (r) => `DROP SEQUENCE ${r.of(tables)}_${column(r)}_seq${r.maybe(' CASCADE')}`,
  (r) => `COMMENT ON COLUMN ${r.of(tables)}.${column(r)} IS 'said'`,
];

function statement(random: Random): string {
  return random.of(statements)(random);
}
