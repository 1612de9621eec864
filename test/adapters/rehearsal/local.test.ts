/** Runs tried out on a server from programs on this machine: those that npm brings. */
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Rehearsal } from '../../../src/app/previewPorts.ts';
import { emptySnapshot } from '../../../src/core/schema/snapshot.ts';
import { hasPostgres, programsOf, serverUser } from '../../support/postgres.ts';
import { embeddedRehearsal, prepare } from '../../support/rehearsals.ts';
import { apply } from '../../support/replaySql.ts';

const ignore = (): void => undefined;
const { signal } = new AbortController();

describe.skipIf(!hasPostgres(15) || process.platform === 'win32')('on a server of this machine', () => {
  let rehearsal: Rehearsal;
  let wanted: Parameters<Rehearsal>[1];

  beforeAll(async () => {
    wanted = { serverVersion: '15.4', serverFolder: programsOf(15) };
    rehearsal = await embeddedRehearsal(serverUser === undefined ? {} : { serverUser });
  });

  test('of the version of the environment', async () => {
    const live = apply(['CREATE TABLE users (id uuid PRIMARY KEY)']).snapshot;
    const { job } = prepare(live, {
      a1: [
        'CREATE TABLE folders (id integer PRIMARY KEY)',
        'ALTER TABLE folders ALTER COLUMN id TYPE bigint',
      ],
      b2: [
        'ALTER TABLE users ALTER COLUMN id TYPE varchar(36)',
        'ALTER TABLE folders ADD FOREIGN KEY (id) REFERENCES users',
      ],
    });
    const rehearsed = await rehearsal(job, wanted, ignore, signal);
    expect(rehearsed).toMatchObject({
      server: 'local',
      serverVersion: expect.stringMatching(/^15\.\d+$/),
      failure: { revision: 'b2', index: 1, code: '42804' },
      refused: [],
      notes: [],
    });
    expect(rehearsed.statements.at(-1)).toEqual({
      revision: 'b2',
      index: 0,
      locks: [
        { relation: { schema: 'public', name: 'users' }, kind: 'table', mode: 'ACCESS EXCLUSIVE' },
        { relation: { schema: 'public', name: 'users_pkey' }, kind: 'index', mode: 'ACCESS EXCLUSIVE' },
      ],
      rewrites: [{ schema: 'public', name: 'users' }],
    });
    expect(await leftBehind()).toEqual([]);
  });

  test('nothing is left of one that is cancelled', async () => {
    const { job } = prepare(emptySnapshot, { a1: ['DO $$ BEGIN LOOP END LOOP; END $$'] });
    const abort = new AbortController();
    const onRun = ({ phase }: { readonly phase: string }) => phase === 'running' && abort.abort();
    await expect(rehearsal(job, wanted, onRun, abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const beforeStart = new AbortController();
    const onStart = () => beforeStart.abort();
    await expect(rehearsal(job, wanted, onStart, beforeStart.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(await leftBehind()).toEqual([]);
  });

  test('where there are no programs of that version, the embedded one is taken, and told', async () => {
    const { job } = prepare(emptySnapshot, { a1: ['CREATE TABLE t (id integer)'] });
    const { server, failure, notes } = await rehearsal(
      job,
      { serverVersion: '9.6', serverFolder: tmpdir() },
      ignore,
      signal,
    );
    expect([server, failure]).toEqual(['embedded', undefined]);
    expect(notes).toEqual([
      expect.stringMatching(/^There are no programs of PostgreSQL 9 in .* the embedded/),
    ]);
  });
});

async function leftBehind(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('driftline-rehearsal-'));
}
