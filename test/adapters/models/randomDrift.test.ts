/** Models against databases that were altered behind everybody's back: every alteration is told, and nothing else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { createSchemaReader } from '../../../src/adapters/postgres/schema/createSchemaReader.ts';
import { refText } from '../../../src/core/drift/objectRef.ts';
import type { FindingKind } from '../../../src/core/models/check/modelFinding.ts';
import type { SchemaSnapshot } from '../../../src/core/schema/snapshot.ts';
import { check } from '../../support/modelCheck.ts';
import { modelsOf } from '../../support/modelSql.ts';
import { hasPostgres, PostgresServer, superuserPassword } from '../../support/postgres.ts';
import { randomAlterations, randomSchema } from '../../support/randomDrift.ts';
import { chainOf } from '../../support/sqlChain.ts';

const seeds = [1, 2, 3, 4, 5, 6];
const parser = await loadSql();
const reader = createSchemaReader(() => ({ connectTimeoutMs: 10_000, statementTimeoutMs: 30_000 }));

let server: PostgresServer;
beforeAll(async () => {
  if (hasPostgres(15)) server = await PostgresServer.start(15);
});
afterAll(() => server?.stop());

async function live(database: string): Promise<SchemaSnapshot> {
  const connection = { target: server.target(database), password: superuserPassword };
  const { snapshot } = await reader.readSchema(connection, new AbortController().signal);
  return snapshot;
}

test.skipIf(!hasPostgres(15)).each(seeds)('seed %i', async (seed) => {
  const schema = randomSchema(seed);
  const database = `models_${seed}`;
  await server.createDatabase(database, schema.sql);
  const models = modelsOf(schema.sql, parser);
  const chain = chainOf({ r1: schema.sql }, parser);
  const told = (snapshot: SchemaSnapshot): readonly string[] => {
    const environments = { production: { stamped: 'r1', live: snapshot } };
    // Also what the models leave to the database, and so is silent.
    const { report } = check({ models, chain, environments }, parser);
    expect(report.notCompared).toEqual([]);
    return report.findings.map(({ kind, object }) => `${refText(object)}: ${aspects[kind]}`);
  };
  expect(told(await live(database))).toEqual([]);

  const alterations = randomAlterations(schema, seed + 100);
  await server.run(database, alterations.map(({ sql }) => sql).join(';\n'));

  expect([...told(await live(database))].sort()).toEqual(alterations.flatMap((one) => one.told).sort());
  expect(alterations.length).toBeGreaterThan(50);
});

const aspects: Readonly<Record<FindingKind, string>> = {
  'type-mismatch': 'type',
  'column-too-narrow': 'type',
  'column-wider': 'type',
  'equivalent-type': 'type',
  nullability: 'nullable',
  'enum-label-missing': 'label',
  'enum-label-surplus': 'label',
  'enum-label-order': 'label order',
  default: 'default',
  'missing-column': 'column',
  'surplus-column': 'column',
  'missing-table': 'table',
  'surplus-table': 'table',
  'unmigrated-table': 'table',
  'foreign-key-type': 'foreign key type',
  'foreign-key': 'foreign key',
  'primary-key': 'primary key',
  unique: 'unique',
  index: 'index',
  collation: 'collation',
};
