/** Runs tried out on PGlite, of schemas that were read from a real server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rehearsal } from '../../../src/app/previewPorts.ts';
import { refText } from '../../../src/core/drift/objectRef.ts';
import type { RehearsalProgress, RehearsalResult } from '../../../src/core/preview/rehearsal/rehearsal.ts';
import type { SchemaSnapshot } from '../../../src/core/schema/snapshot.ts';
import { hasPostgres, PostgresServer } from '../../support/postgres.ts';
import {
  embeddedRehearsal,
  type JobOptions,
  judge,
  prepare,
  type Revisions,
  runOf,
} from '../../support/rehearsals.ts';
import { readSchema } from '../postgres/schema/databases.ts';

const version = 18;
const wanted = { serverVersion: '18.4', serverFolder: undefined };

describe.skipIf(!hasPostgres(version))('on the embedded PostgreSQL', () => {
  let server: PostgresServer;
  let rehearsal: Rehearsal;
  let count = 0;

  beforeAll(async () => {
    [server, rehearsal] = await Promise.all([PostgresServer.start(version), embeddedRehearsal()]);
    await server.run('postgres', 'CREATE ROLE reader; CREATE ROLE auditor');
  });
  afterAll(() => server.stop());

  async function liveOf(sql: string): Promise<SchemaSnapshot> {
    const database = `live_${++count}`;
    await server.createDatabase(database, sql, 'template0');
    return (await readSchema(server, database)).snapshot;
  }

  interface Tried extends RehearsalResult {
    /** `revision index: mode kind relation, …; rewrites relation`. */
    readonly observed: readonly string[];
    readonly progress: readonly RehearsalProgress[];
  }

  /** @param target As the revisions say; absent: what they make of the live schema. */
  async function rehearse(
    live: SchemaSnapshot,
    revisions: Revisions,
    options: JobOptions & { readonly target?: SchemaSnapshot } = {},
  ): Promise<Tried> {
    const prepared = prepare(live, revisions, options);
    const progress: RehearsalProgress[] = [];
    const { signal } = new AbortController();
    const rehearsed = await rehearsal(prepared.job, wanted, (one) => progress.push(one), signal);
    const target = options.target ?? runOf(live, revisions).after;
    const result = judge(rehearsed, prepared, live, target);
    return { ...result, progress, observed: result.statements.map(observedText) };
  }

  test('an upgrade passes, and nothing remains', async () => {
    const live = await liveOf(`
      CREATE TYPE mood AS ENUM ('sad', 'ok');
      CREATE TABLE people (id serial PRIMARY KEY, name varchar(40) NOT NULL, mood mood DEFAULT 'ok',
        CONSTRAINT named CHECK (name <> ''));
      CREATE INDEX people_name ON people (lower(name)) WHERE mood = 'ok';
      CREATE VIEW happy AS SELECT id, name FROM people WHERE mood = 'ok';
      CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
    `);
    const tried = await rehearse(
      live,
      {
        a1: ['CREATE TABLE pets (id bigint PRIMARY KEY, owner_id integer NOT NULL)'],
        b2: ['ALTER TABLE pets ADD CONSTRAINT pets_owner FOREIGN KEY (owner_id) REFERENCES people (id)'],
      },
      { stamped: { table: { schema: 'public', name: 'alembic_version' }, rows: [{ version_num: 'a0' }] } },
    );
    expect(tried).toMatchObject({ outcome: 'passed', server: 'embedded', remaining: [] });
    expect(tried.failure).toBeUndefined();
    expect([...new Set(tried.progress.map(({ phase }) => phase))]).toEqual([
      'starting',
      'cloning',
      'running',
      'comparing',
    ]);
    expect(tried.progress.filter(({ revision }) => revision !== undefined)).toEqual([
      { phase: 'running', revision: 'a1', done: 0, all: 2 },
      { phase: 'running', revision: 'b2', done: 1, all: 2 },
    ]);
  });

  test('what remains is told', async () => {
    const live = await liveOf('CREATE TABLE people (id integer PRIMARY KEY)');
    const target = await liveOf('CREATE TABLE people (id integer PRIMARY KEY, name text, born date)');
    const tried = await rehearse(live, { a1: ['ALTER TABLE people ADD COLUMN name text'] }, { target });
    expect(tried.outcome).toBe('passed');
    expect(tried.remaining?.map(refText)).toEqual(['people.born']);
  });

  test('a database whose ids are another type than its revisions say refuses their foreign keys', async () => {
    const live = await liveOf('CREATE TABLE users (id uuid PRIMARY KEY)');
    const tried = await rehearse(live, {
      a1: ['CREATE TABLE folders (id varchar(36) PRIMARY KEY)'],
      b2: [
        'ALTER TABLE folders ADD COLUMN owner_id varchar(36)',
        'ALTER TABLE folders ADD CONSTRAINT folders_owner FOREIGN KEY (owner_id) REFERENCES users (id)',
      ],
      c3: ['DROP TABLE folders'],
    });
    expect(tried).toMatchObject({
      outcome: 'failed',
      failure: {
        revision: 'b2',
        index: 1,
        code: '42804',
        message: 'foreign key constraint "folders_owner" cannot be implemented',
        detail: expect.stringContaining('character varying and uuid'),
      },
      remaining: undefined,
    });
    expect(tried.statements.map(({ revision, index }) => [revision, index])).toEqual([
      ['a1', 0],
      ['b2', 0],
    ]);
  });

  test('locks and rewrites are those that PostgreSQL documents', async () => {
    const live = await liveOf(`
      CREATE TABLE people (id integer PRIMARY KEY, name text);
      CREATE TABLE pets (id integer, owner_id integer);
      CREATE VIEW named AS SELECT id FROM people;
    `);
    const tried = await rehearse(live, {
      a1: ['CREATE INDEX people_name ON people (name)'],
      b2: ['ALTER TABLE pets ADD CONSTRAINT owner FOREIGN KEY (owner_id) REFERENCES people (id)'],
      c3: ['ALTER TABLE pets ALTER COLUMN id TYPE bigint', 'ALTER TABLE pets ADD COLUMN age integer'],
      d4: ['ALTER TABLE pets ADD COLUMN born date NOT NULL DEFAULT CURRENT_DATE'],
      e5: ['CREATE TABLE fresh (id integer)', 'ALTER TABLE fresh ALTER COLUMN id TYPE bigint'],
      f6: ['CREATE INDEX CONCURRENTLY people_id ON people (id)'],
    });
    expect(tried.failure).toBeUndefined();
    expect(tried.observed).toEqual([
      'a1 0: SHARE table people',
      'b2 0: SHARE ROW EXCLUSIVE table people, ACCESS SHARE index people_pkey, SHARE ROW EXCLUSIVE table pets',
      'c3 0: ACCESS EXCLUSIVE table pets; rewrites pets',
      'c3 1: ',
      'd4 0: ACCESS EXCLUSIVE table pets',
      'e5 0: ',
      'e5 1: ',
      'f6 0: not seen',
    ]);
  });

  test('what is not in a snapshot has stand-ins, and what they may have changed is not blamed on the run', async () => {
    const live = await liveOf(`
      CREATE TABLE people (id integer PRIMARY KEY, changed timestamptz);
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.changed = now(); RETURN NEW; END';
      CREATE TRIGGER touched BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE FUNCTION tidy(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT trim($1)';
      CREATE TABLE notes (id integer PRIMARY KEY, body text DEFAULT tidy(' x '));
      CREATE INDEX notes_tidy ON notes (tidy(body));
      CREATE FUNCTION newest() RETURNS SETOF notes LANGUAGE sql AS 'SELECT * FROM notes ORDER BY id DESC';
      CREATE VIEW latest AS SELECT id FROM newest();
      CREATE VIEW whose AS SELECT id FROM people;
      CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
      ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
      CREATE POLICY readable ON notes FOR SELECT TO reader USING (body <> '');
    `);
    const tried = await rehearse(live, {
      a1: [
        'ALTER TABLE people RENAME TO persons',
        'UPDATE persons SET id = 2',
        "INSERT INTO notes VALUES (1, tidy('y'))",
      ],
      b2: ['GRANT SELECT ON notes TO auditor'],
    });
    expect(tried).toMatchObject({ outcome: 'passed', remaining: [] });
    expect(tried.limits).toEqual([
      'The bodies of functions are not known: newest, tidy, total and touch do nothing in the clone, and how volatile they are is not known.',
      'The run called public.tidy(text): what that does there is not shown.',
      'The clone is not as the environment in function total(integer): nothing is said about that.',
      'Whether view whose came out as the target says cannot be told.',
      'Whether the roles auditor and reader exist there is not shown: the clone got them.',
      expect.stringMatching(/^The clone has no rows/),
      expect.stringMatching(/^It ran as a superuser/),
    ]);
    const failing = await rehearse(live, { a1: ['ALTER TABLE notes ALTER COLUMN id SET DEFAULT total(1)'] });
    expect([failing.outcome, failing.limits[0]]).toEqual([
      'incomplete',
      'It names total, which the clone does not have as the environment has it.',
    ]);
  });

  test('stand-ins are called and replaced as the functions themselves', async () => {
    const live = await liveOf(`
      CREATE TYPE mood AS ENUM ('sad', 'ok');
      CREATE FUNCTION digit() RETURNS text LANGUAGE sql AS 'SELECT ''7''';
      CREATE FUNCTION code(length integer DEFAULT 6, alphabet text DEFAULT 'a, b' || digit(), mood mood DEFAULT 'ok')
        RETURNS text LANGUAGE sql AS 'SELECT alphabet';
      CREATE FUNCTION is_one(value text, VARIADIC allowed text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
      CREATE FUNCTION split(value text, OUT head text, OUT tail text) LANGUAGE sql AS 'SELECT value, value';
      CREATE FUNCTION words(value text, most integer = 1) RETURNS TABLE (word text, "at" integer)
        LANGUAGE sql AS 'SELECT value, 1';
      CREATE PROCEDURE tidy(INOUT seen integer DEFAULT 0) LANGUAGE plpgsql AS 'BEGIN seen = 1; END';
      CREATE TABLE coupons (id integer PRIMARY KEY, code text DEFAULT code(), short text DEFAULT code(alphabet => 'x'),
        CHECK (is_one(code, 'a', 'b', 'c')));
      CREATE VIEW heads AS SELECT s.head, w.word FROM coupons, split(code) s, words(code) w;
    `);
    const passing = await rehearse(live, {
      a1: [
        `CREATE OR REPLACE FUNCTION code(length integer DEFAULT 8, alphabet text DEFAULT 'x', mood mood DEFAULT 'sad')
          RETURNS text LANGUAGE sql AS 'SELECT ''y'''`,
        'CREATE OR REPLACE FUNCTION split(value text, OUT head text, OUT tail text) LANGUAGE sql AS $$SELECT value, NULL$$',
        'ALTER TABLE coupons ALTER COLUMN short SET DEFAULT code(4)',
        'CALL tidy()',
      ],
    });
    expect(passing).toMatchObject({ outcome: 'passed', remaining: [] });
    expect(passing.limits.filter((one) => one.startsWith('The clone is not'))).toEqual([]);
    const failing = await rehearse(live, {
      a1: [
        `CREATE OR REPLACE FUNCTION words(value text, most integer) RETURNS TABLE (word text, "at" integer)
          LANGUAGE sql AS 'SELECT value, 2'`,
      ],
    });
    expect(failing.failure).toMatchObject({ index: 0, code: '42P13' });
  });

  test('an extension that PGlite brings is there, and one that it does not has a stand-in', async () => {
    const withTypes = await liveOf(`
      CREATE TYPE vector AS (x integer);
      CREATE TABLE documents (id integer PRIMARY KEY, body text, embedding vector);
    `);
    // As a server with both extensions has it.
    const live: SchemaSnapshot = {
      ...withTypes,
      types: new Map(),
      extensions: new Map(['vector', 'pg_trgm'].map((name) => [name, { name, schema: 'public' }])),
    };
    const tried = await rehearse(live, {
      a1: [
        'CREATE INDEX body ON documents USING gin (body gin_trgm_ops)',
        'CREATE EXTENSION IF NOT EXISTS vector',
      ],
      b2: ['ALTER TABLE documents ADD COLUMN title_embedding vector(1536)', 'CREATE EXTENSION postgis'],
      c3: ['ALTER TABLE documents ADD COLUMN place geometry(Point,4326)'],
      d4: ['CREATE INDEX near ON documents USING hnsw (embedding vector_cosine_ops)'],
    });
    expect(tried).toMatchObject({
      outcome: 'incomplete',
      failure: { revision: 'd4', index: 0, code: '42704' },
    });
    expect(tried.limits.slice(0, 2)).toEqual([
      'It may come from vector and postgis: of extensions that this server does not have, only names and types are there.',
      expect.stringContaining('does not have the extensions vector and postgis: their types'),
    ]);
  });

  test('in one transaction a label cannot be used before it is committed, as with Alembic by default', async () => {
    const live = await liveOf("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (mood mood)");
    const revisions = {
      a1: ["ALTER TYPE mood ADD VALUE 'ok'"],
      b2: ["ALTER TABLE people ALTER COLUMN mood SET DEFAULT 'ok'"],
    };
    const whole = await rehearse(live, revisions, { transaction: 'run' });
    expect(whole).toMatchObject({ outcome: 'failed', failure: { revision: 'b2', index: 0, code: '55P04' } });
    expect((await rehearse(live, revisions, { transaction: 'revision' })).outcome).toBe('passed');
  });

  test('what the version table is locked with is none of the next revision, and a failure says where it is', async () => {
    const live = await liveOf('CREATE TABLE people (id integer); CREATE TABLE versions (id text)');
    const { job } = prepare(
      live,
      { a1: ['ALTER TABLE people ADD a text'], b2: ['SELECT 1', "SELECT 'é', nowhere"] },
      { transaction: 'run' },
    );
    const revisions = job.revisions.map((one) => ({
      ...one,
      versionTable: ["UPDATE versions SET id = 'x'"],
    }));
    const { signal } = new AbortController();
    const { statements, failure } = await rehearsal({ ...job, revisions }, wanted, () => undefined, signal);
    expect(statements.map(observedText)).toEqual([
      'a1 0: ACCESS EXCLUSIVE table people',
      'a1 undefined: ROW EXCLUSIVE table versions',
      'b2 0: ',
    ]);
    expect(failure).toMatchObject({ code: '42703', position: "SELECT 'é', ".length });
  });

  test('what nobody can tell is left out, and the result is incomplete', async () => {
    const live = await liveOf('CREATE TABLE people (id integer)');
    const tried = await rehearse(live, {
      a1: [
        { kind: 'opaque', reason: 'A loop over rows is not followed.', affects: 'anything' },
        'ALTER TABLE people ADD COLUMN name text',
      ],
    });
    expect(tried.outcome).toBe('incomplete');
    expect(tried.limits[0]).toBe('1 statement of a1 was not tried out. A loop over rows is not followed.');
    const failing = await rehearse(live, {
      a1: [{ kind: 'opaque', reason: 'A loop over rows is not followed.', affects: 'anything' }],
      b2: ['ALTER TABLE made_by_the_loop ADD COLUMN name text'],
    });
    expect([failing.outcome, failing.failure?.code]).toEqual(['incomplete', '42P01']);
    expect(failing.limits[0]).toContain('left out');
  });

  test('a rehearsal that is cancelled ends at once, whatever PostgreSQL is doing', async () => {
    const live = await liveOf('CREATE TABLE people (id integer)');
    const { job } = prepare(live, { a1: ['DO $$ BEGIN LOOP END LOOP; END $$'] });
    const abort = new AbortController();
    const onProgress = ({ phase }: RehearsalProgress) => phase === 'running' && abort.abort();
    await expect(rehearsal(job, wanted, onProgress, abort.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

function observedText({ revision, index, locks, rewrites }: RehearsalResult['statements'][number]): string {
  const taken = locks?.map(({ mode, kind, relation }) => `${mode} ${kind} ${relation.name}`).join(', ');
  const rewritten = rewrites.length === 0 ? '' : `; rewrites ${rewrites.map(({ name }) => name).join(', ')}`;
  return `${revision} ${index}: ${taken ?? 'not seen'}${rewritten}`;
}
