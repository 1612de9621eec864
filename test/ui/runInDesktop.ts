/**
 * Runs the suites of `inhost` inside a desktop VS Code: `npm run test:desktop [version]`.
 *
 * For contributors: downloads VS Code, and needs a display. What continuous integration runs is runInHost.ts.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from '../../src/dev/build.ts';
import { buildTests } from '../../src/dev/buildTests.ts';
import { cacheFolder, root } from '../../src/dev/root.ts';
import { createWorkspace, smallAlembicProject } from '../support/vscode/workspace.ts';

await build({ production: false });
const entry = await buildTests();
const profile = await mkdtemp(path.join(tmpdir(), 'driftline-desktop-'));
try {
  process.exitCode = await runTests({
    version: process.argv[2] ?? 'stable',
    cachePath: path.join(cacheFolder(), 'vscode-desktop'),
    extensionDevelopmentPath: root,
    extensionTestsPath: entry,
    launchArgs: [
      await createWorkspace(smallAlembicProject),
      `--user-data-dir=${path.join(profile, 'data')}`,
      `--extensions-dir=${path.join(profile, 'extensions')}`,
      '--disable-workspace-trust',
    ],
  });
} finally {
  await rm(profile, { recursive: true, force: true });
}
