/** Bundles the suites that run inside VS Code, and the entry that VS Code loads, into `dist/test`. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build as bundle } from 'esbuild';
import { commonJsDefines } from './build.ts';
import { root } from './root.ts';

const folder = path.join(root, 'dist/test');

/** Returns the file that VS Code is given as its test entry. */
export async function buildTests(): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const shared: BuildOptions = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    define: commonJsDefines,
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    // One Mocha for the entry and the suites; its ES module could not be required in older versions of Node.
    alias: { mocha: 'mocha/lib/mocha.cjs' },
    external: ['vscode', 'mocha/lib/mocha.cjs'],
    sourcemap: 'inline',
    logLevel: 'warning',
  };
  await bundle({ ...shared, entryPoints: ['test/ui/inhost/*.test.ts'] });
  await bundle({ ...shared, entryPoints: { run: 'test/support/vscode/mochaEntry.ts' } });
  return path.join(folder, 'run.cjs');
}
