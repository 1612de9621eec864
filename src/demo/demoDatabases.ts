/**
 * The databases of the demo, one for each service and environment. Each `.sql` file holds the schema that Alembic
 * or golang-migrate left there, a few rows, and the version table; its first lines tell how it came to be.
 */

export interface DemoDatabase {
  readonly name: string;
  /** The role that owns the schema and logs in. */
  readonly owner: string;
  readonly sql: URL;
}

export const demoDatabases: readonly DemoDatabase[] = [
  database('artstore', 'artstore'),
  database('artstore_staging', 'artstore'),
  database('artstore_ci', 'artstore'),
  database('artstore_storage_01', 'artstore'),
  database('artstore_query', 'artstore'),
  database('artstore_query_staging', 'artstore'),
  database('credentialing', 'credentialing'),
  database('credentialing_production', 'credentialing'),
  database('billing', 'billing'),
];

function database(name: string, owner: string): DemoDatabase {
  return { name, owner, sql: new URL(`./databases/${name}.sql`, import.meta.url) };
}
