/** Lets processes that run the sources as they are share what Node made of them: the second starts twice as fast. */
import { join } from 'node:path';

export const compileCache = { NODE_COMPILE_CACHE: join(import.meta.dirname, '../../.cache/node') };
