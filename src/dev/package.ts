/** Packs the extension: `npm run package` writes `driftline-<version>.vsix`, which must stay small. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.ts';
import { root } from './root.ts';

/** Most of it is the embedded PostgreSQL. */
const limitBytes = 9_000_000;

const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
};
const file = path.join(root, `driftline-${version}.vsix`);
await build({ production: true });
// Everything is in the bundles, so there are no dependencies to pack.
await createVSIX({ cwd: root, packagePath: file, dependencies: false });
const { size } = await stat(file);
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(2)} MB`;
console.log(`${path.basename(file)}: ${megabytes(size)}`);
if (size > limitBytes) {
  console.error(
    `It may have ${megabytes(limitBytes)} at most. The largest files are in dist: npm run build lists them.`,
  );
  process.exitCode = 1;
}
