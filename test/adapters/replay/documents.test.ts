/** The SQL document of a schema runs as it is written and makes that schema: of all that the statements for replay make. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { diffSnapshots } from '../../../src/core/drift/diffSnapshots.ts';
import { ddlOf } from '../../../src/core/schema/writeDdl.ts';
import { createExpressionComparer } from '../../../src/core/sql/expressionComparer.ts';
import { hasPostgres, PostgresServer } from '../../support/postgres.ts';
import { randomStatements } from '../../support/randomDdl.ts';
import { statementsOf } from '../../support/replayOnServer.ts';
import { readSchema } from '../postgres/schema/databases.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/replay', import.meta.url));
const version = 18;

const sources = [
  ...readdirSync(fixtures).map(
    (name) => [name, statementsOf(readFileSync(join(fixtures, name), 'utf8'))] as const,
  ),
  ...[11, 12, 13, 14].map((seed) => [`random statements, seed ${seed}`, randomStatements(seed, 60)] as const),
];

describe.skipIf(!hasPostgres(version))('PostgreSQL', () => {
  const expressions = loadSql().then(createExpressionComparer);
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start(version);
  });
  afterAll(() => server.stop());

  test.each(sources)('%s', async (name, statements) => {
    const [original, copy] = [`original ${name}`, `copy ${name}`];
    await server.createDatabase(original, "CREATE SCHEMA s; CREATE TYPE mood AS ENUM ('sad', 'ok')");
    const client = await server.connect(original);
    for (const statement of statements) await client.query(statement).catch(() => undefined);
    await client.end();
    const { snapshot } = await readSchema(server, original);
    await server.createDatabase(copy, ddlOf(snapshot), 'template0');
    const { differences, notCompared } = diffSnapshots(snapshot, (await readSchema(server, copy)).snapshot, {
      expressions: await expressions,
      deparsed: true,
    });
    // What a routine does is not in the document.
    expect([differences.filter(({ object }) => object !== 'routine'), notCompared]).toEqual([[], []]);
  });
});
