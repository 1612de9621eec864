/**
 * The files that the embedded PostgreSQL starts from, compressed: its program, its libraries, an empty data folder and
 * its extensions. Compressing takes long, so what came of it is kept in the cache folder.
 */

import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { compileWasm, makeEmptyDatabase, recipe } from '../adapters/rehearsal/embedded/emptyDatabase.ts';
import {
  extensionsIn,
  packageFile,
  packageFolder,
  packedNames,
} from '../adapters/rehearsal/embedded/postgresFiles.ts';
import { keyOf } from '../demo/cachedFile.ts';
import { root } from './root.ts';

/** @returns The folder in the cache that holds them, and what is needed with them. */
export async function packedPostgres(): Promise<string> {
  const [wasm, data] = await Promise.all([packageFile('pglite.wasm'), packageFile('pglite.data')]);
  const folder = path.join(root, '.cache', `embedded-${keyOf(wasm, data, recipe, quality.toString())}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  const start = await makeEmptyDatabase(await compileWasm(wasm), new Blob([data]), 'none');
  await Promise.all([
    ...Object.entries({ wasm, data, start }).map(async ([name, bytes]) =>
      writeFile(path.join(unfinished, packedNames[name as keyof typeof packedNames]), await compress(bytes)),
    ),
    ...[...extensionsIn(packageFolder()).values()].map((file) =>
      copyFile(file, path.join(unfinished, path.basename(file))),
    ),
  ]);
  await rename(unfinished, folder);
  return folder;
}

/** Replaces `folder`. */
export async function buildPostgres(folder: string): Promise<void> {
  const packed = await packedPostgres();
  await rm(folder, { recursive: true, force: true });
  await cp(packed, folder, { recursive: true });
}

/** The best one takes ten times as long for a tenth less. */
const quality = 9;

function compress(bytes: Uint8Array): Promise<Buffer> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return promisify(brotliCompress)(bytes, { params });
}
