import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadTemplate } from '../../src/demo/template.ts';

test('the empty PostgreSQL is made once and then comes from the cache', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'driftline-template-'));
  try {
    const first = await loadTemplate(folder);
    const second = await loadTemplate(folder);
    expect([first.cached, second.cached]).toEqual([false, true]);
    expect(second.dataDir.size).toBe(first.dataDir.size);
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^template-[0-9a-f]{16}\.tar\.gz$/)]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
