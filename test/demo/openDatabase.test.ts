import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { demoDatabases } from '../../src/demo/demoDatabases.ts';
import { openDatabase } from '../../src/demo/openDatabase.ts';
import { loadTemplate } from '../../src/demo/template.ts';
import { postgresCache } from './postgresCache.ts';

test('a database is made once, and then comes from the cache as it was', async () => {
  const billing = demoDatabases.find(({ name }) => name === 'billing');
  if (billing === undefined) throw new Error('There is no database billing.');
  const template = await loadTemplate(postgresCache);
  const folder = await mkdtemp(join(tmpdir(), 'driftline-database-'));
  try {
    const made = await openDatabase(template, billing, folder);
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^billing-[0-9a-f]{16}\.tar\.gz$/)]);
    const kept = await openDatabase(template, billing, folder);
    const facts = await factsOf(made);
    expect(facts).toMatchObject({ name: 'billing', who: 'postgres', owners: ['billing'], invoices: 3 });
    expect(await factsOf(kept)).toEqual(facts);
    await kept.exec('DELETE FROM invoices');
    const again = await openDatabase(template, billing, folder);
    expect(await factsOf(again)).toEqual(facts);
    await Promise.all([made, kept, again].map((database) => database.close()));
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function factsOf(database: PGlite): Promise<unknown> {
  const { rows } = await database.query(`
    SELECT current_database()::text AS name, session_user::text AS who,
           (SELECT array_agg(DISTINCT tableowner::text) FROM pg_tables WHERE schemaname = 'public') AS owners,
           (SELECT count(*)::int FROM invoices) AS invoices`);
  return rows[0];
}
