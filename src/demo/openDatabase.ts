/** Makes one demo database: the template, an owner who can log in, and the SQL that puts it into its state. */
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import type { DemoDatabase } from './demoDatabases.ts';
import type { Template } from './template.ts';

export async function openDatabase(
  { dataDir, files, wasm }: Template,
  { name, owner, sql }: DemoDatabase,
): Promise<PGlite> {
  const text = await readFile(sql, 'utf8');
  const database = await PGlite.create({ loadDataDir: dataDir, fsBundle: files, pgliteWasmModule: wasm });
  // PGlite knows one database, `postgres`, and nobody can rename the database they are connected to.
  await database.query('UPDATE pg_database SET datname = $1 WHERE datname = current_database()', [name]);
  await database.exec(`CREATE ROLE "${owner}" LOGIN; ALTER SCHEMA public OWNER TO "${owner}"`);
  await database.exec(`SET SESSION AUTHORIZATION "${owner}"`);
  await database.exec(text);
  await database.exec('DISCARD ALL');
  return database;
}
