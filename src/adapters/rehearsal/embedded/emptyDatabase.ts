/**
 * An empty PostgreSQL as small and as quick to start as it can be: write-ahead log and template databases, which PGlite
 * has no use for, are left out. Making it takes seconds, so its data folder is kept and started from.
 */
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';

export type Wasm = NonNullable<PGliteOptions['pgliteWasmModule']>;

/** Node has it; its types leave it to the DOM's. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<Wasm> };

export function compileWasm(bytes: Uint8Array): Promise<Wasm> {
  return WebAssembly.compile(bytes);
}

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

/** Changes with what is done here: part of the key of whatever is kept. */
export const recipe = JSON.stringify([initDbStartParams, tuning]);

/** @returns Its data folder, as a tar archive. */
export async function makeEmptyDatabase(
  pgliteWasmModule: Wasm,
  fsBundle: Blob,
  compression: 'gzip' | 'none',
): Promise<Buffer<ArrayBuffer>> {
  const database = await PGlite.create({ initDbStartParams, pgliteWasmModule, fsBundle });
  for (const statement of tuning) await database.exec(statement);
  const dataDir = await database.dumpDataDir(compression);
  await database.close();
  return Buffer.from(await dataDir.arrayBuffer());
}
