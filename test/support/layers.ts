/** The layering rule of ARCHITECTURE.md, checked on the text of the sources. Knows imports, not what they are used for. */
import path from 'node:path';

interface Layer {
  readonly layers: readonly string[];
  /** Packages; `node:` stands for all of Node's. */
  readonly packages: readonly string[];
}

const layers: Readonly<Record<string, Layer>> = {
  core: { layers: [], packages: ['zod', 'smol-toml', 'picomatch', 'dotenv', '@pgsql/types'] },
  app: { layers: ['core'], packages: [] },
  adapters: {
    layers: ['core', 'app'],
    packages: [
      'node:',
      'pg',
      'pgpass',
      '@electric-sql/pglite',
      'web-tree-sitter',
      'libpg-query',
      '@pgsql/types',
      'dotenv',
      'picomatch',
    ],
  },
  ui: { layers: ['core', 'app', 'adapters'], packages: ['node:', 'vscode'] },
  webview: { layers: ['core'], packages: ['@vscode-elements/elements'] },
  entry: { layers: ['core', 'app', 'adapters'], packages: ['node:'] },
  cli: { layers: ['core', 'app', 'adapters', 'entry'], packages: ['node:', 'jsonc-parser', 'zod'] },
  extension: { layers: ['core', 'app', 'adapters', 'ui', 'entry'], packages: ['node:', 'vscode'] },
  demo: { layers: ['core', 'adapters'], packages: ['node:', '@electric-sql/pglite'] },
};

/** Files beside the folders of layers. */
const files: Readonly<Record<string, string>> = {
  'createEngine.ts': 'entry',
  'createWorkspace.ts': 'entry',
  'schemaWorker.ts': 'entry',
  'rehearsalWorker.ts': 'entry',
  'cli.ts': 'cli',
  'extension.ts': 'extension',
};

const maxLines = 400;

/** What the sources (text by path below `src`) do that they must not, one sentence each. */
export function violations(sources: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(sources).flatMap(([file, text]) => [
    ...forbiddenImports(file, text).map((specifier) => `${file} must not import ${specifier}.`),
    ...(text.split('\n').length > maxLines + 1 ? [`${file} has more than ${maxLines} lines.`] : []),
    ...(/^export default\b/m.test(text) ? [`${file} has a default export.`] : []),
  ]);
}

function forbiddenImports(file: string, text: string): readonly string[] {
  const own = layerOf(file);
  // Tools for development may use everything.
  if (own === 'dev') return [];
  const rule = layers[own];
  if (rule === undefined) return [`anything: ${own} is no layer that ARCHITECTURE.md knows`];
  return importsOf(text).filter((specifier) => {
    if (!specifier.startsWith('.')) return !rule.packages.some((name) => isPackage(specifier, name));
    const target = layerOf(path.posix.join(path.posix.dirname(file), specifier));
    return target !== own && !rule.layers.includes(target);
  });
}

function isPackage(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`);
}

function layerOf(file: string): string {
  return files[file] ?? file.split('/')[0] ?? file;
}

/** Static, re-exporting and dynamic imports. */
function importsOf(text: string): readonly string[] {
  const statements = text.matchAll(/^\s*(?:import|export)\b(?:[^'";]*?\bfrom)?\s*'([^']+)'/gm);
  const calls = text.matchAll(/\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/g);
  return [...statements, ...calls].flatMap(([, specifier]) => specifier ?? []);
}
