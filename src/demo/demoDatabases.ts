/**
 * The databases of the demo, one for each service and environment. Each `.sql` file holds the schema that Alembic
 * or golang-migrate left there, a few rows, and the version table; its first lines tell how it came to be. Where two
 * environments differ in little, both are made from one file, and another of their own tells the difference.
 */

export interface DemoDatabase {
  readonly name: string;
  /** The role that owns the schema and logs in. */
  readonly owner: string;
  /** In the order in which they are run. */
  readonly sql: readonly URL[];
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
  database('deals_staging', 'deals', ['deals_staging', 'deals_rows']),
  database('deals_production', 'deals', ['deals_production', 'deals_rows']),
  database('tracker_staging', 'tracker', ['tracker', 'tracker_staging']),
  database('tracker_production', 'tracker', ['tracker', 'tracker_production']),
  database('billing', 'billing'),
];

function database(name: string, owner: string, files: readonly string[] = [name]): DemoDatabase {
  return { name, owner, sql: files.map((file) => new URL(`./databases/${file}.sql`, import.meta.url)) };
}
