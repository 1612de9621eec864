/** The demo's databases and workspace for one file of tests, stopped and removed after its last test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Demo, startDemo } from '../../src/demo/startDemo.ts';
import { postgresCache } from '../demo/postgresCache.ts';

export async function openDemo(): Promise<Demo> {
  const scratch = await mkdtemp(join(tmpdir(), 'driftline-demo-'));
  const demo = await startDemo({
    folder: join(scratch, 'demo'),
    cacheFolder: postgresCache,
    log: () => undefined,
  });
  afterAll(async () => {
    await demo.stop();
    await rm(scratch, { recursive: true, force: true });
  });
  return demo;
}
