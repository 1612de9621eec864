/** What a rehearsal sends to its server. */
import { expect, test } from 'vitest';
import { emptySnapshot, type SchemaSnapshot } from '../../../../src/core/schema/snapshot.ts';
import { prepare } from '../../../support/rehearsals.ts';
import { apply } from '../../../support/replaySql.ts';

function cloneOf(live: SchemaSnapshot): readonly string[] {
  return prepare(live, {}).job.clone;
}

test('a schema is cloned in an order in which it can be made', () => {
  const { snapshot } = apply([
    "CREATE TYPE mood AS ENUM ('sad', 'ok')",
    'CREATE TABLE people (id integer PRIMARY KEY, mood mood)',
    'CREATE TABLE pets (owner_id integer REFERENCES people (id))',
    'CREATE VIEW owners AS SELECT owner_id FROM public.pets',
  ]);
  expect(cloneOf(snapshot).map((sql) => sql.split('\n')[0])).toEqual([
    'CREATE SCHEMA IF NOT EXISTS public;',
    'CREATE TYPE public.mood AS ENUM (',
    'CREATE TABLE public.people (',
    'CREATE TABLE public.pets (',
    'ALTER TABLE public.pets ADD CONSTRAINT pets_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.people (id);',
    'CREATE VIEW public.owners AS',
  ]);
});

test('routines stand there without their bodies, and triggers call them', () => {
  const { snapshot } = apply([
    'CREATE TABLE people (id integer)',
    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE FUNCTION doubled(integer) RETURNS integer LANGUAGE sql AS 'SELECT 2 * $1'",
    'CREATE TRIGGER touched BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION touch()',
  ]);
  const clone = cloneOf(snapshot);
  expect(clone.filter((sql) => sql.includes('FUNCTION'))).toEqual([
    `CREATE FUNCTION public.doubled(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RAISE NOTICE USING MESSAGE = ''public.doubled(integer)'', ERRCODE = ''DL001''; RETURN NULL; END'`,
    `CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RAISE NOTICE USING MESSAGE = ''public.touch()'', ERRCODE = ''DL001''; RETURN coalesce(NEW, OLD); END'`,
    expect.stringMatching(/^CREATE TRIGGER touched .* EXECUTE FUNCTION touch\(\);$/),
  ]);
});

test('the version table has its rows, and a value wherever it needs one', () => {
  const { snapshot } = apply([
    `CREATE TABLE history (version varchar(50), success boolean NOT NULL, installed_by varchar(100) NOT NULL,
       installed_on timestamp NOT NULL DEFAULT now(), took integer NOT NULL)`,
  ]);
  const table = { schema: 'public', name: 'history' };
  const rows = [{ version: "1'1", success: 't' }];
  expect(prepare(snapshot, {}, { stamped: { table, rows } }).job.clone.at(-1)).toBe(
    `INSERT INTO public.history (version, success, installed_by, took) OVERRIDING SYSTEM VALUE VALUES ('1''1', 't', '', '0')`,
  );
});

test('roles that are named are made, unless the run makes them', () => {
  const { snapshot } = apply([
    'CREATE TABLE people (id integer)',
    'CREATE POLICY seen ON people FOR SELECT TO reader, PUBLIC USING (true)',
  ]);
  const { job, roles } = prepare(snapshot, {
    a1: ['GRANT SELECT ON people TO auditor', 'CREATE ROLE clerk', 'GRANT SELECT ON people TO clerk'],
  });
  expect(roles).toEqual(['auditor', 'reader']);
  expect(job.clone.slice(0, 2)).toEqual(['CREATE ROLE auditor', 'CREATE ROLE reader']);
});

test('an extension is made as it is, or by what the schema uses of it', () => {
  const { snapshot } = apply(['CREATE TABLE documents (id integer, body text)']);
  const documents = [...snapshot.tables.values()][0];
  const live: SchemaSnapshot = {
    ...snapshot,
    extensions: new Map([['ids', { name: 'ids', schema: 'util' }]]),
    tables: new Map(
      documents && [
        [
          'public\0documents',
          {
            ...documents,
            columns: [
              { name: 'id', type: named('ulid', 'util'), nullable: false, default: 'util.new_ulid()' },
              { name: 'body', type: named('markup', 'other'), nullable: true },
            ],
          },
        ],
      ],
    ),
  };
  const { extensions, clone } = prepare(live, { a1: ['CREATE EXTENSION vector WITH SCHEMA util'] }).job;
  expect(extensions.map(({ name, create }) => [name, create])).toEqual([
    ['ids', 'CREATE SCHEMA IF NOT EXISTS util;\nCREATE EXTENSION IF NOT EXISTS ids WITH SCHEMA util CASCADE'],
    ['vector', undefined],
  ]);
  const madeBy = (statements: readonly string[]): readonly string[] =>
    statements.flatMap((sql) =>
      [...sql.matchAll(/^(?:CREATE TYPE|ALTER EXTENSION)[^;(]*/gm)].map(([text]) => text.trim()),
    );
  expect(madeBy(extensions[0]?.standIn ?? [])).toEqual([
    'CREATE TYPE util.ulid',
    'CREATE TYPE util.ulid',
    'ALTER EXTENSION ids ADD TYPE util.ulid',
    'ALTER EXTENSION ids ADD FUNCTION util.ulid_in',
    'ALTER EXTENSION ids ADD FUNCTION util.ulid_out',
    'ALTER EXTENSION ids ADD FUNCTION util.ulid_typmod_in',
    'ALTER EXTENSION ids ADD FUNCTION util.new_ulid',
  ]);
  expect(madeBy(extensions[1]?.standIn ?? []).filter((text) => text.includes('ADD TYPE'))).toEqual([
    'ALTER EXTENSION vector ADD TYPE util.vector',
    'ALTER EXTENSION vector ADD TYPE util.halfvec',
    'ALTER EXTENSION vector ADD TYPE util.sparsevec',
  ]);
  expect(madeBy(clone)).toEqual(['CREATE TYPE other.markup', 'CREATE TYPE other.markup']);
});

test('what nobody can tell is left out, with what it may change', () => {
  const { job, leftOut } = prepare(emptySnapshot, {
    a1: [
      { kind: 'opaque', reason: 'Rows are looped over.', affects: [] },
      'CREATE TABLE people (id integer)',
      { kind: 'opaque', reason: 'Nobody knows.', affects: 'anything' },
    ],
  });
  expect(job.revisions[0]?.statements.map(({ index }) => index)).toEqual([1]);
  expect(leftOut.map(({ index, reason, affects }) => [index, reason, affects])).toEqual([
    [0, 'Rows are looped over.', []],
    [2, 'Nobody knows.', 'anything'],
  ]);
});

function named(name: string, schema: string) {
  return { kind: 'named' as const, schema, name, array: false };
}
