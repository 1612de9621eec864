/**
 * Makes one demo database: the template, an owner who can log in, and the SQL that puts it into its state. What came
 * of it is kept beside the template, because the SQL takes longer than the start.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { keepFile, keyOf, readCachedFile } from './cachedFile.ts';
import type { DemoDatabase } from './demoDatabases.ts';
import type { Template } from './template.ts';

/** PGlite's own role and, in an empty one, its only database. */
const postgres = 'postgres';

export async function openDatabase(
  template: Template,
  demo: DemoDatabase,
  cacheFolder: string,
): Promise<PGlite> {
  const scripts = await scriptsOf(demo);
  const file = join(cacheFolder, `${demo.name}-${keyOf(template.key, ...scripts)}.tar.gz`);
  const kept = await readCachedFile(file);
  if (kept !== undefined) return start(template, demo.name, new Blob([gunzipSync(kept)]));
  const database = await start(template, postgres, template.dataDir);
  for (const script of scripts) await database.exec(script);
  const dataDir = await database.dumpDataDir('gzip');
  await keepFile(file, new Uint8Array(await dataDir.arrayBuffer()));
  return database;
}

function start({ files, wasm }: Template, database: string, dataDir: Blob): Promise<PGlite> {
  return PGlite.create({ database, loadDataDir: dataDir, fsBundle: files, pgliteWasmModule: wasm });
}

async function scriptsOf({ name, owner, sql }: DemoDatabase): Promise<readonly string[]> {
  const scripts = await Promise.all(sql.map((file) => readFile(file, 'utf8')));
  return [
    // Nobody can rename the database they are connected to.
    `UPDATE pg_database SET datname = '${name}' WHERE datname = current_database()`,
    `CREATE ROLE "${owner}" LOGIN; ALTER SCHEMA public OWNER TO "${owner}"`,
    `SET SESSION AUTHORIZATION "${owner}"`,
    ...scripts,
    `SET SESSION AUTHORIZATION ${postgres}`,
    // So that the sizes of tables are known, as in a database that is in use.
    'ANALYZE',
    'CHECKPOINT',
    'DISCARD ALL',
  ];
}
