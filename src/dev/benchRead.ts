/** One reading of a live schema, for `benchSchema.ts`: bundled, as the product is, and run in a process of its own. */
import { createSchemaReader } from '../adapters/postgres/schema/createSchemaReader.ts';

/** Printed as JSON. */
export interface Reading {
  readonly tables: number;
  /** The most memory that the process had. */
  readonly memoryMb: number;
}

async function main([port, database, user]: readonly string[]): Promise<void> {
  const reader = createSchemaReader(() => ({ connectTimeoutMs: 5000, statementTimeoutMs: 60_000 }));
  const target = {
    host: '127.0.0.1',
    port: Number(port),
    database: database ?? '',
    user: user ?? '',
    ssl: 'disable',
  } as const;
  const connection = { target, password: process.env.PGPASSWORD };
  const { snapshot } = await reader.readSchema(connection, new AbortController().signal);
  const reading: Reading = {
    tables: snapshot.tables.size,
    memoryMb: process.resourceUsage().maxRSS / 1000,
  };
  console.log(JSON.stringify(reading));
}

await main(process.argv.slice(2));
