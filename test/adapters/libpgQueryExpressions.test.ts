/** What a person wrote and what PostgreSQL prints of it are one expression; two different ones never are. */
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import type { ColumnTypes, ExpressionComparer } from '../../src/core/schema/expression.ts';
import type { SqlType } from '../../src/core/schema/type.ts';
import { parseType } from '../../src/core/schema/typeName.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { conditions, defaults, expressionTable } from '../support/expressions.ts';
import { hasPostgres, PostgresServer, type PostgresVersion } from '../support/postgres.ts';

const versions: readonly PostgresVersion[] = [15, 18];

interface Printed {
  readonly written: string;
  readonly printed: string;
  readonly type?: SqlType;
}

describe.each(versions.filter(hasPostgres))('PostgreSQL %i', (version) => {
  let server: PostgresServer;
  let comparer: ExpressionComparer;
  let client: Client;
  let checks: readonly Printed[];
  let types: ColumnTypes;
  const printedDefaults = new Map<string, readonly Printed[]>();

  beforeAll(async () => {
    comparer = createExpressionComparer(await loadSql());
    server = await PostgresServer.start(version);
    await server.createDatabase('expressions', expressionTable);
    client = await server.connect('expressions');
    checks = await printConditions(client);
    types = await columnTypes(client);
    for (const [column, written] of Object.entries(defaults)) {
      printedDefaults.set(column, await printDefaults(client, column, written));
    }
  });

  afterAll(async () => {
    await client.end();
    await server.stop();
  });

  test('a condition is recognised in what is printed', () => {
    expect(checks.length).toBe(conditions.length);
    expect(notRecognised(checks)).toEqual([]);
  });

  test('a default is recognised in what is printed', () => {
    expect([...printedDefaults.values()].flatMap(notRecognised)).toEqual([]);
  });

  test('what is printed differently is a condition of its own, unless it says the same', () => {
    expect(wronglySame(checks)).toEqual([]);
  });

  test('what is printed differently is a default of its own, unless it says the same', () => {
    expect([...printedDefaults.values()].flatMap(wronglySame)).toEqual([]);
  });

  const same = (a: string, b: string, type?: SqlType) =>
    comparer.same(a, b, type, { before: types, after: types });

  const notRecognised = (all: readonly Printed[]): readonly string[] =>
    all
      .filter(({ written, printed, type }) => same(written, printed, type) !== true)
      .map(({ written, printed, type }) => `${written} → ${printed}: ${same(written, printed, type)}`);

  const wronglySame = (all: readonly Printed[]): readonly string[] =>
    all.flatMap((one) =>
      all
        .filter(({ printed }) => printed !== one.printed)
        .filter(({ printed }) => same(one.written, printed, one.type) === true)
        .filter(({ written }) => !saysTheSame(one.written, written))
        .map(({ printed }) => `${one.written} → ${printed}`),
    );
});

/** Printed apart, though one says what the other does. */
const groups: readonly (readonly string[])[] = [
  ['at < now()', 'at < CURRENT_TIMESTAMP'],
  ['seen < now()', 'seen < CURRENT_TIMESTAMP', 'seen < transaction_timestamp()'],
  ["seen > now() - INTERVAL '1 day'", "seen > now() - INTERVAL '1' DAY"],
  ['big = id', 'id::bigint = big'],
  ["feeling = 'sad'", "feeling::text = 'sad'"],
  ['0', '0::bigint', '0::numeric(10,2)'],
  ["'a'::varchar", "'a'::character varying(20)"],
  ['gen_random_uuid()', 'gen_random_uuid()::text'],
  ['now()', 'CURRENT_TIMESTAMP', 'transaction_timestamp()', 'now()::timestamp', 'now()::date'],
  ["now() AT TIME ZONE 'utc'", "timezone('utc', now())"],
];

const saysTheSame = (a: string, b: string): boolean =>
  groups.some((group) => group.includes(a) && group.includes(b));

async function columnTypes(client: Client): Promise<ColumnTypes> {
  const { rows } = await client.query<{ readonly name: string; readonly types: readonly string[] }>(
    `SELECT attname AS name, ARRAY[format_type(t.oid, atttypmod), format_type(nullif(t.typbasetype, 0), t.typtypmod)] AS types
     FROM pg_attribute JOIN pg_type t ON t.oid = atttypid WHERE attrelid = 'things'::regclass AND attnum > 0`,
  );
  return (column) => {
    const written = rows.find(({ name }) => name === column)?.types ?? [];
    return written.flatMap((type) => (type === null ? [] : parseType(type)));
  };
}

async function printConditions(client: Client): Promise<readonly Printed[]> {
  const printed: Printed[] = [];
  for (const written of conditions) {
    await client.query(`ALTER TABLE things ADD CONSTRAINT one CHECK (${written})`);
    const { rows } = await client.query<{ readonly text: string }>(
      "SELECT pg_get_expr(conbin, conrelid) AS text FROM pg_constraint WHERE conname = 'one'",
    );
    await client.query('ALTER TABLE things DROP CONSTRAINT one');
    printed.push({ written, printed: rows[0]?.text ?? '' });
  }
  return printed;
}

async function printDefaults(
  client: Client,
  column: string,
  written: readonly string[],
): Promise<readonly Printed[]> {
  const printed: Printed[] = [];
  for (const one of written) {
    await client.query(`ALTER TABLE things ALTER COLUMN "${column}" SET DEFAULT ${one}`);
    const { rows } = await client.query<{ readonly text: string; readonly type: string }>(
      `SELECT pg_get_expr(adbin, adrelid) AS text, format_type(atttypid, atttypmod) AS type
       FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
       WHERE adrelid = 'things'::regclass AND attname = $1`,
      [column],
    );
    const [row] = rows;
    // DEFAULT NULL is no default.
    if (row !== undefined) printed.push({ written: one, printed: row.text, type: parseType(row.type) });
  }
  return printed;
}
