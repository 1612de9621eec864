/** Reading a test's databases. */
import { createSchemaReader } from '../../../../src/adapters/postgres/schema/createSchemaReader.ts';
import type { Connection } from '../../../../src/app/ports.ts';
import type { SchemaReading, SchemaSession } from '../../../../src/app/schemaPorts.ts';
import type { SchemaSnapshot, Table } from '../../../../src/core/schema/snapshot.ts';
import { defaultSettings } from '../../../../src/core/settings.ts';
import { type PostgresServer, superuser, superuserPassword } from '../../../support/postgres.ts';

export const reader = createSchemaReader(() => defaultSettings.connection);

export function connectionTo(
  server: PostgresServer,
  database: string,
  user = superuser,
  password = superuserPassword,
): Connection {
  return { target: server.target(database, user), password };
}

export function readSchema(server: PostgresServer, database: string): Promise<SchemaReading> {
  return reader.readSchema(connectionTo(server, database), new AbortController().signal);
}

export function inSession<T>(
  server: PostgresServer,
  database: string,
  use: (session: SchemaSession) => Promise<T>,
): Promise<T> {
  return reader.withSession(connectionTo(server, database), new AbortController().signal, use);
}

/** As if the server did not count what is written, which it tells only after some seconds: so the reader must look. */
export function withoutCounters(reading: SchemaReading): SchemaReading {
  const { counters: _, ...marks } = reading.marks;
  return { ...reading, marks };
}

/** Fails where it is not there. */
export function tableOf({ tables }: SchemaSnapshot, name: string, schema = 'public'): Table {
  const table = tables.get(`${schema}\0${name}`);
  if (table === undefined) throw new Error(`There is no table ${schema}.${name}.`);
  return table;
}
