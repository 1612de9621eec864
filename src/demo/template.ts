/**
 * The empty PostgreSQL every demo database starts as. Making it takes seconds, so it is kept in the cache folder;
 * it is small because write-ahead log and template databases, which PGlite has no use for, are left out.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { keepFile, keyOf, readCachedFile } from './cachedFile.ts';

/** What PGlite needs to start, read and compiled once for all databases. */
export interface Template {
  readonly dataDir: Blob;
  readonly files: Blob;
  readonly wasm: Wasm;
  /** Changes with PGlite itself and with what is done to it here. */
  readonly key: string;
  /** Whether it was there already. */
  readonly cached: boolean;
}

type Wasm = NonNullable<PGliteOptions['pgliteWasmModule']>;

/** Node has it; its types leave it to the DOM's. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<Wasm> };

const initDbStartParams = ['--wal-segsize=1'];

const tuning = [
  `ALTER SYSTEM SET jit = off`,
  `ALTER SYSTEM SET autovacuum = off`,
  `ALTER SYSTEM SET shared_buffers = '8MB'`,
  `ALTER SYSTEM SET max_wal_size = '2MB'`,
  `ALTER DATABASE template0 IS_TEMPLATE false`,
  `ALTER DATABASE template1 IS_TEMPLATE false`,
  `DROP DATABASE template0`,
  `DROP DATABASE template1`,
  `CHECKPOINT`,
];

export async function loadTemplate(cacheFolder: string): Promise<Template> {
  const [wasmBytes, data] = await Promise.all([readPGliteFile('pglite.wasm'), readPGliteFile('pglite.data')]);
  const wasm = await WebAssembly.compile(wasmBytes);
  const files = new Blob([data]);
  const key = keyOf(wasmBytes, JSON.stringify([initDbStartParams, tuning]));
  const file = join(cacheFolder, `template-${key}.tar.gz`);
  const kept = await readCachedFile(file);
  const packed = kept ?? (await makeTemplate(wasm, files));
  if (kept === undefined) await keepFile(file, packed);
  return { dataDir: new Blob([gunzipSync(packed)]), files, wasm, key, cached: kept !== undefined };
}

function readPGliteFile(name: string): Promise<Buffer<ArrayBuffer>> {
  return readFile(join(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')), name));
}

async function makeTemplate(pgliteWasmModule: Wasm, fsBundle: Blob): Promise<Buffer> {
  const database = await PGlite.create({ initDbStartParams, pgliteWasmModule, fsBundle });
  for (const statement of tuning) await database.exec(statement);
  const dataDir = await database.dumpDataDir('gzip');
  await database.close();
  return Buffer.from(await dataDir.arrayBuffer());
}
