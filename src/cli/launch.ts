#!/usr/bin/env node
/**
 * Starts the command line, `main.cjs`, from the code that an earlier run compiled.
 *
 * Node's compile cache keeps what is compiled when a file is loaded, but not the functions compiled when they are
 * first called, which is most of what a short run waits for. So this file is kept in Node's folder with all that a
 * whole run of the same command compiled. Where Node keeps no cache, or has none, nothing is lost but time.
 */
import { fstatSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** Of `main.cjs`, put in when it is built: V8 itself compares no more than the length of the source. */
declare const MAIN_HASH: string;

const main = join(import.meta.dirname, 'main.cjs');
const load = createRequire(main);
// Node 20 has no compile cache.
const folder = enableCompileCache?.().directory;
if (folder === undefined) load(main);
else run(join(folder, compiledName()));

/** The folder is shared by all versions of Node and, where it is below `/tmp`, by all users. */
function compiledName(): string {
  const command = process.argv[2] === 'history' ? 'history' : 'status';
  return ['driftline', MAIN_HASH, command, process.version, process.arch, process.getuid?.() ?? ''].join('-');
}

function run(compiled: string): void {
  const cachedData = readOwn(compiled);
  const head = '(function (exports, require, module, __filename, __dirname) { ';
  const source = `${head}${readFileSync(main, 'utf8')}\n})`;
  const options = { filename: main, columnOffset: -head.length };
  const script = new Script(source, cachedData === undefined ? options : { ...options, cachedData });
  if (cachedData === undefined || script.cachedDataRejected === true)
    process.once('exit', () => keep(compiled, script.createCachedData()));
  script.runInThisContext()({}, load, { exports: {} }, main, import.meta.dirname);
}

/** What another user put there is code of that user's. */
function readOwn(file: string): Buffer | undefined {
  try {
    const descriptor = openSync(file, 'r');
    const { uid } = fstatSync(descriptor);
    return process.getuid === undefined || uid === process.getuid() ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  }
}

function keep(file: string, data: Buffer): void {
  try {
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, data, { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, file);
  } catch {
    // The next run compiles again.
  }
}
