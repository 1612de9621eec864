/** The command line as users have it, a bundle; as sources while that is older than they are. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Demo } from '../../src/demo/startDemo.ts';
import { root } from '../../src/dev/root.ts';
import { isStale } from '../../src/dev/stale.ts';

const bundle = join(root, 'dist/cli.cjs');

export const commandLine = (await isStale([bundle], [join(root, 'src')])) ? join(root, 'src/cli.ts') : bundle;

const cache = join(root, '.cache');

/** Part of its environment: what one run compiles serves the next. */
export const caches = { NODE_COMPILE_CACHE: join(cache, 'node'), XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Asynchronous, because the demo's databases answer from the process that asks. */
export function run(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Run> {
  const env = { NO_COLOR: '1', ...caches, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [commandLine, ...args], { env, maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** On the demo, as a user who agrees to every connection and has agreed to none. */
export function runOnDemo(demo: Demo, ...args: readonly string[]): Promise<Run> {
  const { PATH } = process.env;
  const own = { PATH, HOME: demo.folder, XDG_CONFIG_HOME: demo.folder, APPDATA: demo.folder };
  return run([...args, demo.folder, '--yes'], { ...own, ...demo.environment });
}
