/**
 * Bundles the extension and the command line into `dist`: `node src/dev/build.ts [--production]`.
 *
 * Libraries that many runs never need are bundles of their own, shared by both and loaded at their first `import()`.
 * The command line starts through a launcher (src/cli/launch.ts) that keeps what was compiled for the next run.
 *
 * A development build has source maps; a production build is minified. The tests' own bundles are in buildTests.ts.
 */
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type BuildOptions, build as bundle, type Metafile, type Plugin } from 'esbuild';
import { buildPostgres } from './buildPostgres.ts';
import { buildWebviews, webviewFolder } from './buildWebviews.ts';
import { root } from './root.ts';

const dist = path.join(root, 'dist');
const resolve = createRequire(path.join(root, 'package.json')).resolve;

interface Chunk {
  readonly library: string;
  /** Globals that the library had better not find. */
  readonly define?: Readonly<Record<string, string>>;
  /** Files that the library reads from the folder of its bundle, as module specifiers. */
  readonly assets: readonly string[];
}

const chunks: readonly Chunk[] = [
  // It tells Cloudflare's runtime by making a Response, for which Node 20 loads a whole HTTP client.
  { library: 'pg', assets: [], define: { Response: 'undefined' } },
  {
    library: 'web-tree-sitter',
    assets: ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'],
  },
  { library: 'zod', assets: [] },
  { library: 'libpg-query', assets: ['libpg-query/wasm/libpg-query.wasm'] },
];

/** What Node offers an ES module, as a CommonJS bundle knows it. */
export const commonJsDefines: Readonly<Record<string, string>> = {
  'import.meta.dirname': '__dirname',
  'import.meta.filename': '__filename',
};

/** PGlite is an ES module that asks where it lies, and has variables of its own that are named `require`. */
const likeModule: BuildOptions = {
  supported: { 'dynamic-import': true },
  define: { ...commonJsDefines, 'import.meta.url': 'moduleUrl' },
  banner: { js: `const moduleUrl = require('node:url').pathToFileURL(__filename).href;` },
};

/** Stands for the hash of a build while that is not known. */
const unknownBuild = '0build0build0build0build';

export interface BuildSettings {
  readonly production: boolean;
}

/** Replaces everything in `dist` but the compiler's declarations and the tests' bundles. */
export async function build({ production }: BuildSettings): Promise<void> {
  await removeFilesIn(dist);
  const options = bundleOptions(production);
  const [extension, main, worker] = await Promise.all([
    bundle({ ...options, ...entry('extension', 'src/extension.ts'), external: ['vscode'] }),
    bundle({
      ...options,
      ...entry('main', 'src/cli.ts'),
      define: { ...commonJsDefines, BUILD: JSON.stringify(unknownBuild) },
    }),
    bundle({ ...options, ...entry('schemaWorker', 'src/schemaWorker.ts') }),
    bundle({ ...options, ...entry('rehearsalWorker', 'src/rehearsalWorker.ts'), ...likeModule }),
    buildReaders(options),
    buildWebviews({ production }),
    buildPostgres(path.join(dist, 'postgres')),
  ]);
  const wanted = new Set([extension, main, worker].flatMap(({ metafile }) => externalFiles(metafile)));
  await Promise.all(
    chunks.filter(({ library }) => wanted.has(chunkFile(library))).map((chunk) => buildChunk(chunk, options)),
  );
  await buildLauncher(dist, options);
}

/** Writes `cli.cjs` beside `main.cjs`, and tells both what the build consists of. */
export async function buildLauncher(
  folder: string,
  options: BuildOptions = bundleOptions(false),
): Promise<void> {
  const build = await hashOf(folder);
  const main = path.join(folder, 'main.cjs');
  await writeFile(main, (await readFile(main, 'utf8')).replaceAll(unknownBuild, build));
  const outfile = path.join(folder, 'cli.cjs');
  const define = { ...commonJsDefines, BUILD: JSON.stringify(build) };
  await bundle({ ...options, entryPoints: ['src/cli/launch.ts'], outfile, define });
  await chmod(outfile, 0o755);
}

async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const files = (await readdir(folder)).filter((name) => /\.(?:cjs|wasm)$/.test(name));
  for (const name of files.sort()) hash.update(name).update(await readFile(path.join(folder, name)));
  return hash.digest('hex').slice(0, unknownBuild.length);
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
    plugins: [chunksBesideBundle, lateGlobs, lateReaders],
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

/** Globs are matched only where settings have some: what compiles them is evaluated at the first. */
const lateGlobs: Plugin = {
  name: 'late-globs',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^picomatch$/ }, () => ({ path: 'picomatch', namespace: 'late' }));
    pluginBuild.onLoad({ filter: /^picomatch$/, namespace: 'late' }, () => ({
      resolveDir: root,
      contents: `
        const load = () => require('picomatch/index.js');
        module.exports = (...args) => load()(...args);
        module.exports.isMatch = (...args) => load().isMatch(...args);`,
    }));
  },
};

/** What a script does is asked for in the engine's thread, and not by a run that only wants the chain. */
const readers = new Map([
  ['src/core/sql/readSqlScript.ts', ['readSqlScript', 'readSqlFile', 'notFollowed']],
  [
    'src/core/migration/alembic/operations/readAlembicOperations.ts',
    ['readAlembicOperations', 'readAlembicOperationsAt'],
  ],
]);

const lateReaders: Plugin = {
  name: 'late-readers',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^\.\/readers\.cjs$/ }, ({ path: file }) => ({
      path: file,
      external: true,
    }));
    pluginBuild.onLoad({ filter: /\/read(?:SqlScript|AlembicOperations)\.ts$/ }, ({ path: file }) => ({
      contents: (readers.get(path.relative(root, file).replaceAll(path.sep, '/')) ?? [])
        .map((name) => `export const ${name} = (...args) => require('./readers.cjs').${name}(...args);`)
        .join('\n'),
    }));
  },
};

async function buildReaders(options: BuildOptions): Promise<void> {
  const contents = [...readers.keys()].map((file) => `export * from './${file}';`).join('\n');
  const plugins = [chunksBesideBundle, lateGlobs];
  const stdin = { contents, resolveDir: root, sourcefile: 'readers' };
  await bundle({ ...options, stdin, outfile: path.join(dist, 'readers.cjs'), plugins });
}

async function buildChunk({ library, assets, define }: Chunk, options: BuildOptions): Promise<void> {
  await bundle({
    ...options,
    stdin: { contents: `module.exports = require('${library}');`, resolveDir: root, sourcefile: library },
    outfile: path.join(dist, chunkFile(library)),
    define: { ...options.define, ...define },
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
  await printSizesIn(dist, 'dist');
  await printSizesIn(webviewFolder, 'dist/webview');
  await printSizesIn(path.join(dist, 'postgres'), 'dist/postgres');
}

async function printSizesIn(folder: string, shown: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const { name } of entries.filter((item) => item.isFile() && !item.name.endsWith('.map'))) {
    const { size } = await stat(path.join(folder, name));
    console.log(`${(size / 1000).toFixed(1).padStart(8)} kB  ${shown}/${name}`);
  }
}

if (process.argv[1] === import.meta.filename) {
  await build({ production: process.argv.includes('--production') });
  await printSizes();
}
