/** Clones of whole databases: those of the demo, as a real server has them. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rehearsal } from '../../../src/app/previewPorts.ts';
import type { RehearsalResult } from '../../../src/core/preview/rehearsal/rehearsal.ts';
import type { SchemaSnapshot } from '../../../src/core/schema/snapshot.ts';
import { demoDatabases } from '../../../src/demo/demoDatabases.ts';
import { hasPostgres, PostgresServer } from '../../support/postgres.ts';
import { embeddedRehearsal, judge, prepare, type Revisions } from '../../support/rehearsals.ts';
import { readSchema } from '../postgres/schema/databases.ts';

const version = 18;

describe.skipIf(!hasPostgres(version))('the clone of', () => {
  let server: PostgresServer;
  let rehearsal: Rehearsal;

  beforeAll(async () => {
    [server, rehearsal] = await Promise.all([PostgresServer.start(version), embeddedRehearsal()]);
  });
  afterAll(() => server.stop());

  async function liveOf(name: string): Promise<SchemaSnapshot> {
    const database = demoDatabases.find((one) => one.name === name);
    const sql = database?.sql.map((file) => readFileSync(file, 'utf8')).join('\n') ?? '';
    await server.run('postgres', `CREATE ROLE ${database?.owner}`);
    await server.createDatabase(name, sql, 'template0');
    return (await readSchema(server, name)).snapshot;
  }

  async function rehearse(live: SchemaSnapshot, revisions: Revisions): Promise<RehearsalResult> {
    const prepared = prepare(live, revisions);
    const wanted = { serverVersion: '18.4', serverFolder: undefined };
    const rehearsed = await rehearsal(prepared.job, wanted, () => undefined, new AbortController().signal);
    expect(rehearsed.refused).toEqual([]);
    return judge(rehearsed, prepared, live, live);
  }

  test('a small database is as the original', async () => {
    const { remaining, limits } = await rehearse(await liveOf('credentialing'), {});
    expect(remaining).toEqual([]);
    expect(limits).toEqual([
      expect.stringMatching(/^The clone has no rows/),
      expect.stringMatching(/^It ran as a superuser/),
    ]);
  });

  test('production of the deal platform is as the original, and refuses a key of another type', async () => {
    const live = await liveOf('deals_production');
    const result = await rehearse(live, {
      a1: ['CREATE TABLE reading_lists (id varchar(36) PRIMARY KEY, owner_id varchar(36))'],
      b2: ['ALTER TABLE reading_lists ADD FOREIGN KEY (owner_id) REFERENCES users (id)'],
    });
    expect(result).toMatchObject({ outcome: 'failed', failure: { revision: 'b2', index: 0, code: '42804' } });
    expect(result.limits.filter((one) => one.startsWith('The clone is not'))).toEqual([]);
  });
});
