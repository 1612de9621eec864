/** The command line as users have it, a bundle; as sources while that is older than they are. */
import { join } from 'node:path';
import { root } from '../../src/dev/root.ts';
import { isStale } from '../../src/dev/stale.ts';

const bundle = join(root, 'dist/cli.cjs');

export const commandLine = (await isStale([bundle], [join(root, 'src')])) ? join(root, 'src/cli.ts') : bundle;

const cache = join(root, '.cache');

/** Part of its environment: what one run compiles serves the next. */
export const caches = { NODE_COMPILE_CACHE: join(cache, 'node'), XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
