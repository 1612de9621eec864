/**
 * Bundles the extension and the command line into `dist`: `node src/dev/build.ts [--production]`.
 *
 * Libraries that many runs never need are bundles of their own, shared by both and loaded at their first `import()`.
 * The command line starts through a launcher that switches on Node's compile cache, which works only for files loaded
 * after that.
 *
 * A development build has source maps; a production build is minified. The tests' own bundles are in buildTests.ts.
 */
import { chmod, copyFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type BuildOptions, build as bundle, type Metafile, type Plugin } from 'esbuild';
import { root } from './root.ts';

const dist = path.join(root, 'dist');
const resolve = createRequire(path.join(root, 'package.json')).resolve;

interface Chunk {
  readonly library: string;
  /** Files that the library reads from the folder of its bundle, as module specifiers. */
  readonly assets: readonly string[];
}

const chunks: readonly Chunk[] = [
  { library: 'pg', assets: [] },
  {
    library: 'web-tree-sitter',
    assets: ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'],
  },
  { library: 'zod', assets: [] },
  { library: 'libpg-query', assets: ['libpg-query/wasm/libpg-query.wasm'] },
];

const launcher = `#!/usr/bin/env node
'use strict';
require('node:module').enableCompileCache?.();
require('./main.cjs');
`;

/** What Node offers an ES module, as a CommonJS bundle knows it. */
export const commonJsDefines: Readonly<Record<string, string>> = {
  'import.meta.dirname': '__dirname',
  'import.meta.filename': '__filename',
};

export interface BuildSettings {
  readonly production: boolean;
}

/** Replaces everything in `dist` but the compiler's declarations and the tests' bundles. */
export async function build({ production }: BuildSettings): Promise<void> {
  await removeFilesIn(dist);
  const options = bundleOptions(production);
  const [extension, main] = await Promise.all([
    bundle({ ...options, ...entry('extension', 'src/extension.ts'), external: ['vscode'] }),
    bundle({ ...options, ...entry('main', 'src/cli.ts') }),
  ]);
  await writeFile(path.join(dist, 'cli.cjs'), launcher);
  await chmod(path.join(dist, 'cli.cjs'), 0o755);
  const wanted = new Set([...externalFiles(extension.metafile), ...externalFiles(main.metafile)]);
  await Promise.all(
    chunks.filter(({ library }) => wanted.has(chunkFile(library))).map((chunk) => buildChunk(chunk, options)),
  );
}

function bundleOptions(production: boolean): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The CommonJS forms of some libraries (jsonc-parser) hide their imports from a bundler.
    mainFields: ['module', 'main'],
    define: commonJsDefines,
    // A native import() of CommonJS starts Node's other loader, and loses the names of a bundle's exports.
    supported: { 'dynamic-import': false },
    plugins: [chunksBesideBundle],
    minify: production,
    sourcemap: production ? false : 'linked',
    metafile: true,
    logLevel: 'warning',
  };
}

const chunksBesideBundle: Plugin = {
  name: 'chunks-beside-bundle',
  setup(pluginBuild) {
    const libraries = new Set(chunks.map(({ library }) => library));
    pluginBuild.onResolve({ filter: /^[a-z-]+$/ }, ({ path: name }) =>
      libraries.has(name) ? { path: `./${chunkFile(name)}`, external: true } : undefined,
    );
  },
};

async function buildChunk({ library, assets }: Chunk, options: BuildOptions): Promise<void> {
  await bundle({
    ...options,
    stdin: { contents: `module.exports = require('${library}');`, resolveDir: root, sourcefile: library },
    outfile: path.join(dist, chunkFile(library)),
    external: ['pg-native'],
    plugins: [],
  });
  await Promise.all(assets.map((asset) => copyFile(resolve(asset), path.join(dist, path.basename(asset)))));
}

function entry(name: string, file: string): BuildOptions {
  return { entryPoints: [file], outfile: path.join(dist, `${name}.cjs`) };
}

function chunkFile(library: string): string {
  return `${library}.cjs`;
}

function externalFiles(metafile: Metafile | undefined): readonly string[] {
  return Object.values(metafile?.outputs ?? {}).flatMap(({ imports }) =>
    imports.filter(({ external }) => external === true).map(({ path: file }) => path.posix.basename(file)),
  );
}

async function removeFilesIn(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder, { withFileTypes: true });
  await Promise.all(entries.filter((item) => item.isFile()).map((item) => rm(path.join(folder, item.name))));
}

export async function printSizes(): Promise<void> {
  const entries = await readdir(dist, { withFileTypes: true });
  for (const { name } of entries.filter((item) => item.isFile() && !item.name.endsWith('.map'))) {
    const { size } = await stat(path.join(dist, name));
    console.log(`${(size / 1000).toFixed(1).padStart(8)} kB  dist/${name}`);
  }
}

if (process.argv[1] === import.meta.filename) {
  await build({ production: process.argv.includes('--production') });
  await printSizes();
}
