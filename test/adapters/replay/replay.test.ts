/**
 * Replay against the real thing: after every statement, what PostgreSQL's catalogs say and what replay says are the
 * same, and a statement that PostgreSQL refuses is a problem for replay too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { createSchemaReader } from '../../../src/adapters/postgres/schema/createSchemaReader.ts';
import type { SqlParser } from '../../../src/core/sql/sqlParser.ts';
import {
  hasPostgres,
  PostgresServer,
  type PostgresVersion,
  postgresVersions,
  superuserPassword,
} from '../../support/postgres.ts';
import { randomStatements } from '../../support/randomDdl.ts';
import { type Disagreement, replayBoth, statementsOf } from '../../support/replayOnServer.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/replay', import.meta.url));
/** `.18.sql`: from that version on. */
const scripts = readdirSync(fixtures).filter((name) => name.endsWith('.sql'));
/** Each version meets some, the newest all. */
const seeds: Readonly<Record<PostgresVersion, readonly number[]>> = {
  12: [1, 2],
  13: [3],
  15: [4],
  18: [1, 2, 3, 4],
};

describe.each(postgresVersions)('PostgreSQL %i', (version) => {
  const reader = createSchemaReader(() => ({ connectTimeoutMs: 10_000, statementTimeoutMs: 30_000 }));
  let server: PostgresServer;
  let parser: SqlParser;
  let databases = 0;

  beforeAll(async () => {
    parser = await loadSql();
    if (hasPostgres(version)) server = await PostgresServer.start(version);
  });
  afterAll(() => server?.stop());

  async function run(statements: readonly string[]): Promise<readonly Disagreement[]> {
    const database = `replay_${++databases}`;
    await server.createDatabase(database, 'SELECT 1');
    const client = await server.connect(database);
    try {
      const connection = { target: server.target(database), password: superuserPassword };
      return await reader.withSession(connection, new AbortController().signal, (session) =>
        replayBoth({ client, session, parser }, statements),
      );
    } finally {
      await client.end();
    }
  }

  const known = scripts.filter((name) => version >= Number(/\.(\d+)\.sql$/.exec(name)?.[1] ?? 0));
  test.skipIf(!hasPostgres(version)).each(known)('%s', async (name) => {
    const statements = statementsOf(readFileSync(join(fixtures, name), 'utf8'));
    expect(statements.length).toBeGreaterThan(20);
    expect(await run(statements)).toEqual([]);
  });

  test.skipIf(!hasPostgres(version)).each(seeds[version])('random statements, seed %i', async (seed) => {
    const prepare = ['CREATE SCHEMA s', "CREATE TYPE mood AS ENUM ('sad', 'ok')"];
    const found = await run([...prepare, ...randomStatements(seed, 100)]);
    expect(found.filter((one) => !isUnknownViewColumn(one))).toEqual([]);
  });
});

/** Which columns a view has is not known, nor whether those that it reads are there. */
function isUnknownViewColumn({ statement, found }: Disagreement): boolean {
  return (
    /^(?:CREATE VIEW|COMMENT ON COLUMN)/.test(statement) &&
    found.every((line) => /column .* does not exist/.test(line))
  );
}
