#!/usr/bin/env node
/**
 * Starts the command line, `main.cjs`, from the code that an earlier run of the same command compiled: in a short run,
 * compiling costs more than all that is run. Node 20 keeps no compiled code, and later versions only what is compiled
 * when a file is loaded, not what is compiled when it is first called.
 *
 * Where nothing can be kept, nothing is lost but time.
 */
import { isAscii } from 'node:buffer';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder } from './userFolders.ts';

/** What the bundle is made of, put in when it is built: V8 itself compares no more than the length of a source. */
declare const BUILD: string;

interface Module {
  exports: unknown;
}

const builds = join(cacheFolder(process.env, process.platform), 'code');
const folder = join(builds, BUILD, runName());
const modules = new Map<string, Module>();
const scripts = new Map<string, Script>();

load('main.cjs');

/** Runs with the same command and flags compile much the same. */
function runName(): string {
  const [command = '', ...others] = process.argv.slice(2);
  const flags = others.filter((one) => one.startsWith('--')).map((one) => one.split('=', 1)[0]);
  const words = [process.version, process.arch, command, ...new Set(flags.sort())];
  return words.join('-').replace(/[^\w.-]/g, '');
}

/** A file beside this one; all others are Node's business. */
function load(name: string): unknown {
  const known = modules.get(name);
  if (known !== undefined) return known.exports;
  const module: Module = { exports: {} };
  modules.set(name, module);
  const file = join(import.meta.dirname, name);
  const requireOther = createRequire(file);
  const require = (id: string): unknown =>
    /^\.\/[\w-]+\.cjs$/.test(id) ? load(id.slice(2)) : requireOther(id);
  compile(name, file).runInThisContext()(module.exports, require, module, file, import.meta.dirname);
  return module.exports;
}

function compile(name: string, filename: string): Script {
  const head = '(function (exports, require, module, __filename, __dirname) { ';
  const cachedData = kept(name);
  const script = new Script(`${head}${textOf(filename)}\n})`, {
    filename,
    columnOffset: -head.length,
    ...(cachedData !== undefined && { cachedData }),
  });
  if (cachedData !== undefined && script.cachedDataRejected !== true) return script;
  if (scripts.size === 0) process.once('exit', keepAll);
  scripts.set(name, script);
  return script;
}

/** Bundles are ASCII but for what is in regular expressions: what is only that is decoded in no time. */
function textOf(file: string): string {
  const bytes = readFileSync(file);
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}

function kept(name: string): Buffer | undefined {
  try {
    return readFileSync(join(folder, name));
  } catch {
    return undefined;
  }
}

/** A run that failed has seen little of the code. */
function keepAll(): void {
  if (process.exitCode === 2) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const [name, script] of scripts) {
      const unfinished = join(folder, `${name}.${process.pid}`);
      writeFileSync(unfinished, script.createCachedData(), { mode: 0o600 });
      renameSync(unfinished, join(folder, name));
    }
    for (const build of readdirSync(builds))
      if (build !== BUILD) rmSync(join(builds, build), { recursive: true });
  } catch {
    // The next run compiles again.
  }
}
