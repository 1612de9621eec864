/** The layers import only what they may (ARCHITECTURE.md), and files keep their size. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { violations } from './support/layers.ts';

const src = path.join(import.meta.dirname, '../src');

function sources(): Readonly<Record<string, string>> {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(ts|mjs)$/.test(file),
  );
  return Object.fromEntries(
    files.map((file) => [file.replaceAll(path.sep, '/'), readFileSync(path.join(src, file), 'utf8')]),
  );
}

test('no source breaks a rule', () => {
  const all = sources();
  expect(Object.keys(all)).toContain('core/migration/graph.ts');
  expect(violations(all)).toEqual([]);
});

test.each([
  ['core/a.ts', "import { readFileSync } from 'node:fs';", 'node:fs'],
  ['core/a.ts', "import type { Log } from '../app/ports.ts';", '../app/ports.ts'],
  ['core/b/a.ts', "const pg = await import('pg');", 'pg'],
  ['core/a.ts', "import '../adapters/treeSitter.ts';", '../adapters/treeSitter.ts'],
  ['core/a.ts', "export {\n  one,\n  two,\n} from '../ui/run.ts';", '../ui/run.ts'],
  ['app/a.ts', "import path from 'node:path';", 'node:path'],
  ['adapters/a.ts', "import * as vscode from 'vscode';", 'vscode'],
  ['ui/a.ts', "import { Client } from 'pg';", 'pg'],
  ['cli/a.ts', "import type * as vscode from 'vscode';", 'vscode'],
  ['cli.ts', "import { run } from './ui/run.ts';", './ui/run.ts'],
  ['webview/a.ts', "import type { Workspace } from '../app/workspace.ts';", '../app/workspace.ts'],
  ['webview/a.ts', "import { html } from 'lit';", 'lit'],
  ['demo/a.ts', "import { Workspace } from '../app/workspace.ts';", '../app/workspace.ts'],
])('the guard sees what %s may not import: %s', (file, text, specifier) => {
  expect(violations({ [file]: text })).toEqual([`${file} must not import ${specifier}.`]);
});

test.each([
  ['core/a.ts', "import { z } from 'zod';\nimport { other } from './other.ts';"],
  ['adapters/postgres/a.ts', "import { Client } from 'pg';\nimport type { Log } from '../../app/ports.ts';"],
  [
    'extension.ts',
    "import { run } from './ui/run.ts';\nimport { createWorkspace } from './createWorkspace.ts';",
  ],
  ['webview/a.ts', "import '@vscode-elements/elements/dist/vscode-button/index.js';"],
  ['dev/a.ts', "import { build } from 'esbuild';"],
])('the guard lets %s import what it may', (file, text) => {
  expect(violations({ [file]: text })).toEqual([]);
});

test('the guard sees a default export, a long file and an unknown layer', () => {
  expect(violations({ 'core/a.ts': 'export default 1;' })).toEqual(['core/a.ts has a default export.']);
  expect(violations({ 'core/a.ts': 'x\n'.repeat(401) })).toEqual(['core/a.ts has more than 400 lines.']);
  expect(violations({ 'core/a.ts': 'x\n'.repeat(400) })).toEqual([]);
  expect(violations({ 'helpers/a.ts': '' })).toEqual([
    'helpers/a.ts must not import anything: helpers is no layer that ARCHITECTURE.md knows.',
  ]);
});
