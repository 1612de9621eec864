/**
 * What previews say of a statement against what real servers do: every form of the lockbook and everything that a
 * statement may meet, cell by cell. `npm run lockbook` does the same on all versions.
 */
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { volatilityOf } from '../../../src/core/preview/locks/functions.ts';
import { lockbookForms } from '../../../src/core/preview/locks/lockbook.ts';
import { coercible } from '../../../src/core/preview/locks/typeChange.ts';
import { Draft } from '../../../src/core/schema/apply/draft.ts';
import { emptySnapshot } from '../../../src/core/schema/snapshot.ts';
import { builtIn } from '../../../src/core/sql/statements/harmlessFunctions.ts';
import { allForms } from '../../../src/dev/lockbook/allForms.ts';
import { measure } from '../../../src/dev/lockbook/measure.ts';
import { hasPostgres, PostgresServer, superuserPassword } from '../../support/postgres.ts';

describe.each([15, 18] as const)('PostgreSQL %i', (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    if (hasPostgres(version))
      server = await PostgresServer.start(version, { settings: { autovacuum: 'off' } });
  });
  afterAll(() => server?.stop());

  test.skipIf(!hasPostgres(version))('locks, rewrites, builds and reads what is predicted', async () => {
    const connection = { target: server.target('postgres'), password: superuserPassword };
    const cells = await measure(connection, version, allForms);
    expect(cells.length).toBeGreaterThan(450);
    const wrong = cells.filter(({ mismatches }) => mismatches.length > 0);
    expect(wrong.map(({ form, mismatches }) => ({ form: form.name, mismatches }))).toEqual([]);
  });

  test.skipIf(!hasPostgres(version))(
    'volatile functions and free casts are those of its catalogs',
    async () => {
      const client = await server.connect('postgres');
      try {
        const draft = new Draft(emptySnapshot, { sql: await loadSql(), searchPath: ['public'] });
        const functions = await functionsOf(client);
        expect(functions.length).toBeGreaterThan(300);
        const wrong = functions.filter(
          ({ name, volatile }) => volatilityOf(draft, `${name}()`) !== (volatile ? 'volatile' : 'stable'),
        );
        expect(wrong).toEqual([]);
        expect(await coercibleOf(client)).toEqual([...coercible].sort());
      } finally {
        await client.end();
      }
    },
  );
});

interface CatalogFunction {
  readonly name: string;
  readonly volatile: boolean;
}

/** PostgreSQL's own; those beginning with `pg_` are never claimed to be anything. */
async function functionsOf(client: Client): Promise<readonly CatalogFunction[]> {
  const { rows } = await client.query<CatalogFunction>(
    `SELECT 'pg_catalog.' || quote_ident(proname) AS name, bool_or(provolatile = 'v') AS volatile FROM pg_proc
     WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = ANY ($1) GROUP BY proname`,
    [[...builtIn]],
  );
  return rows;
}

/** Between the types that the table of casts speaks of. */
async function coercibleOf(client: Client): Promise<readonly string[]> {
  const types = [...new Set([...coercible].flatMap((one) => one.split(',')))];
  const { rows } = await client.query<{ pair: string }>(
    `SELECT format_type(castsource, NULL) || ',' || format_type(casttarget, NULL) AS pair FROM pg_cast
     WHERE castmethod = 'b' AND castsource <> casttarget
       AND format_type(castsource, NULL) = ANY ($1) AND format_type(casttarget, NULL) = ANY ($1)`,
    [types],
  );
  return rows.map(({ pair }) => pair).sort();
}

test('every form that is measured as a row is in the lockbook, and no other', () => {
  const names = allForms.filter(({ roles }) => roles !== undefined).map(({ name }) => name);
  expect(Object.keys(lockbookForms).sort()).toEqual([...names].sort());
  expect(new Set(allForms.map(({ name }) => name)).size).toBe(allForms.length);
});
