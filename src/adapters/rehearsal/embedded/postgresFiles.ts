/**
 * The files that PGlite starts from. They lie beside the bundle, in the folder `postgres`, compressed; run from
 * source, they are taken from its package, and every start makes its data folder anew, which takes seconds.
 */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

export interface PostgresFiles {
  readonly wasm: Buffer<ArrayBuffer>;
  readonly data: Buffer<ArrayBuffer>;
  /** An empty data folder; absent: there is none. */
  readonly start?: Buffer<ArrayBuffer>;
  /** Where the bundle of each extension is. */
  readonly extensions: ReadonlyMap<string, string>;
}

/** Names in the folder that packed files are put into. */
export const packedNames = { wasm: 'pglite.wasm.br', data: 'pglite.data.br', start: 'start.tar.br' };

/** @param folder Of packed files; absent: beside the bundle, if they are there. */
export async function readPostgresFiles(folder = besideBundle()): Promise<PostgresFiles> {
  const extensions = extensionsIn(folder ?? packageFolder());
  if (folder === undefined) {
    const [wasm, data] = await Promise.all([packageFile('pglite.wasm'), packageFile('pglite.data')]);
    return { wasm, data, extensions };
  }
  const { wasm, data, start } = packedNames;
  const [first, second, third] = await Promise.all([
    unpack(join(folder, wasm)),
    unpack(join(folder, data)),
    unpack(join(folder, start)),
  ]);
  return { wasm: first, data: second, start: third, extensions };
}

export function packageFile(name: string): Promise<Buffer<ArrayBuffer>> {
  return readFile(join(packageFolder(), name));
}

export function packageFolder(): string {
  return dirname(createRequire(join(here, 'resolve.cjs')).resolve('@electric-sql/pglite'));
}

export function extensionsIn(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder).flatMap((file) => {
      const name = /^(.+)\.tar\.gz$/.exec(file)?.[1];
      return name === undefined ? [] : [[name, join(folder, file)]];
    }),
  );
}

const here = typeof __dirname === 'string' ? __dirname : import.meta.dirname;

function besideBundle(): string | undefined {
  const folder = join(here, 'postgres');
  return existsSync(folder) ? folder : undefined;
}

const decompress = promisify(brotliDecompress);

async function unpack(file: string): Promise<Buffer<ArrayBuffer>> {
  return (await decompress(await readFile(file))) as Buffer<ArrayBuffer>;
}
