/**
 * The empty PostgreSQL every demo database starts as. Making it takes seconds, so it is kept in the cache folder.
 */
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  compileWasm,
  makeEmptyDatabase,
  recipe,
  type Wasm,
} from '../adapters/rehearsal/embedded/emptyDatabase.ts';
import { packageFile } from '../adapters/rehearsal/embedded/postgresFiles.ts';
import { keepFile, keyOf, readCachedFile } from './cachedFile.ts';

/** What PGlite needs to start, read and compiled once for all databases. */
export interface Template {
  readonly dataDir: Blob;
  readonly files: Blob;
  readonly wasm: Wasm;
  /** Changes with PGlite itself and with what is done to it. */
  readonly key: string;
  /** Whether it was there already. */
  readonly cached: boolean;
}

export async function loadTemplate(cacheFolder: string): Promise<Template> {
  const [wasmBytes, data] = await Promise.all([packageFile('pglite.wasm'), packageFile('pglite.data')]);
  const wasm = await compileWasm(wasmBytes);
  const files = new Blob([data]);
  const key = keyOf(wasmBytes, recipe);
  const file = join(cacheFolder, `template-${key}.tar.gz`);
  const kept = await readCachedFile(file);
  const packed = kept ?? (await makeEmptyDatabase(wasm, files, 'gzip'));
  if (kept === undefined) await keepFile(file, packed);
  return { dataDir: new Blob([gunzipSync(packed)]), files, wasm, key, cached: kept !== undefined };
}
