/**
 * Runs the suites of `inhost` inside VS Code: `node test/ui/runInHost.ts [newest] [oldest] [--report file]`.
 *
 * Expects `dist` to be built.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildTests } from '../../src/dev/buildTests.ts';
import { root } from '../../src/dev/root.ts';
import { releases, type VsCodeVersion } from '../../src/dev/vscodeInstall.ts';
import { runInHost } from '../support/vscode/inHost.ts';
import { createWorkspace, smallAlembicProject } from '../support/vscode/workspace.ts';

const { values, positionals } = parseArgs({
  options: { report: { type: 'string' } },
  allowPositionals: true,
});
const versions: readonly VsCodeVersion[] =
  positionals.length > 0 ? positionals.map(toVersion) : ['newest', 'oldest'];
const entry = await buildTests();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const version of versions) {
  console.log(`VS Code ${releases[version].vsCode}`);
  const report = await runInHost({
    version,
    open: await createWorkspace(smallAlembicProject),
    extension: root,
    entry,
    timeoutMs: 180_000,
    print: console.log,
  });
  total.passed += report.passed;
  total.failed += report.failed;
  total.skipped += report.skipped;
}
if (values.report !== undefined) await writeFile(values.report, JSON.stringify(total));
process.exitCode = total.failed > 0 ? 1 : 0;

function toVersion(name: string): VsCodeVersion {
  if (name === 'newest' || name === 'oldest') return name;
  throw new Error(`Say newest or oldest, not ${name}.`);
}
