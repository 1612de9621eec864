/** A database in which every form has a schema of its own, and what the catalogs say of it before anything is run. */
import type { Client } from 'pg';
import { groupBy } from '../../core/groupBy.ts';
import { baseSetup, type Form } from './form.ts';
import { inLanes } from './inLanes.ts';

export interface Prepared {
  /** The schema of each form that this version can set up. */
  readonly schemas: ReadonlyMap<Form, string>;
  /** By oid. */
  readonly relations: ReadonlyMap<string, Relation>;
}

export interface Relation {
  readonly schema: string;
  readonly name: string;
  /** `pg_class.relkind`. */
  readonly kind: string;
  readonly file: string;
}

/** @throws where a form cannot be set up on a version that it is meant for. */
export async function prepare(
  clients: readonly Client[],
  forms: readonly Form[],
  version: number,
): Promise<Prepared> {
  const [client] = clients;
  if (client === undefined) throw new Error('Nothing to prepare with.');
  await client.query(
    'CREATE SCHEMA y; CREATE TABLE y.only_in_y (id integer PRIMARY KEY); CREATE SCHEMA empty_schema',
  );
  await client.query('INSERT INTO y.only_in_y SELECT generate_series(1, 20)');
  const setups = groupBy(
    forms.filter(({ from = 0 }) => from <= version),
    placeOf,
  );
  const schemas = new Map<Form, string>();
  await inLanes([...setups.values()], clients, async (group, lane) => {
    const schema = `f${forms.indexOf(group[0] as Form)}`;
    await setUp(lane, schema, group, version);
    for (const form of group) schemas.set(form, schema);
  });
  return { schemas, relations: await relationsOf(client) };
}

/** What is rolled back can run where others have; the rest needs a place of its own. */
const placeOf = ({ name, setup = '', blocker }: Form): string =>
  blocker === undefined ? setup : `${setup}\0${name}`;

async function setUp(
  client: Client,
  schema: string,
  [form]: readonly Form[],
  version: number,
): Promise<void> {
  try {
    await client.query(
      `BEGIN; CREATE SCHEMA ${schema}; SET LOCAL search_path = ${schema}; ${baseSetup}; ${form?.setup ?? ''}; COMMIT`,
    );
  } catch (error) {
    throw new Error(`PostgreSQL ${version} cannot set up “${form?.name}”.`, { cause: error });
  }
}

async function relationsOf(client: Client): Promise<ReadonlyMap<string, Relation>> {
  const { rows } = await client.query<Relation & { readonly oid: string }>(
    `SELECT c.oid::text, n.nspname AS schema, c.relname AS name, c.relkind::text AS kind,
            pg_relation_filenode(c.oid)::text AS file
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid >= 16384 AND n.nspname NOT LIKE 'pg\\_%'`,
  );
  return new Map(rows.map(({ oid, ...relation }) => [oid, relation]));
}
