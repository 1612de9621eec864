/** All forms on one server: observed, and compared with what is predicted. */
import { Client } from 'pg';
import { loadSql } from '../../adapters/libpgQuery.ts';
import { createSchemaReader } from '../../adapters/postgres/schema/createSchemaReader.ts';
import type { Connection } from '../../app/ports.ts';
import { groupBy } from '../../core/groupBy.ts';
import { mismatches } from './compare.ts';
import type { Form } from './form.ts';
import { inLanes } from './inLanes.ts';
import { type Observation, observe, type Sessions } from './observe.ts';
import { predict } from './predict.ts';
import { type Prepared, prepare } from './prepare.ts';

export interface Cell {
  readonly form: Form;
  readonly schema: string;
  readonly seen: Observation;
  /** None: it is as predicted. */
  readonly mismatches: readonly string[];
}

/** @param connection To an empty database, of a server on which nothing else runs. */
export async function measure(
  connection: Connection,
  version: number,
  forms: readonly Form[],
): Promise<readonly Cell[]> {
  const clients: Client[] = [];
  const connect = async () => {
    const { host, port, database, user } = connection.target;
    const client = new Client({ host, port, database, user, password: connection.password });
    clients.push(client);
    await client.connect();
    return client;
  };
  try {
    const lanes = await Promise.all([1, 2, 3].map(() => openSessions(connect)));
    const prepared = await prepare(
      lanes.map(({ client }) => client),
      forms,
      version,
    );
    const reader = createSchemaReader(() => ({ connectTimeoutMs: 30_000, statementTimeoutMs: 60_000 }));
    const { snapshot } = await reader.readSchema(connection, new AbortController().signal);
    const world = { snapshot, sql: await loadSql(), version };
    const seen = await observeAll(prepared, lanes);
    return [...prepared.schemas].flatMap(([form, schema]) => {
      const observation = seen.get(form);
      if (observation === undefined) return [];
      return [
        {
          form,
          schema,
          seen: observation,
          mismatches: mismatches(form, observation, predict(form, schema, world)),
        },
      ];
    });
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

/** Forms that share a schema one after the other; those that are committed last, and alone. */
async function observeAll(
  prepared: Prepared,
  lanes: readonly Sessions[],
): Promise<ReadonlyMap<Form, Observation>> {
  const seen = new Map<Form, Observation>();
  const look = async (form: Form, sessions: Sessions) => {
    seen.set(form, await observe(form, prepared.schemas.get(form) ?? '', prepared, sessions));
  };
  const all = [...prepared.schemas.keys()];
  const inside = groupBy(
    all.filter(({ blocker }) => blocker === undefined),
    (form) => prepared.schemas.get(form) ?? '',
  );
  await inLanes([...inside.values()], lanes, async (forms, sessions) => {
    for (const form of forms) await look(form, sessions);
  });
  for (const form of all)
    if (form.blocker !== undefined) for (const sessions of lanes.slice(0, 1)) await look(form, sessions);
  return seen;
}

async function openSessions(connect: () => Promise<Client>): Promise<Sessions> {
  return { client: await connect(), blocker: await connect(), watcher: await connect() };
}
