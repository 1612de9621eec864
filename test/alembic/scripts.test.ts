/**
 * Revision files, asked of the installed Alembic and of Driftline: our own forms and small trees, and the trees that
 * `DRIFTLINE_ALEMBIC_TREES` names (folders, separated by commas), which may be anybody's repositories.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DiskFiles } from '../../src/adapters/diskFiles.ts';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import { scanHeader } from '../../src/core/migration/alembic/scanHeader.ts';
import { alembic } from '../../src/core/migration/conventions/alembic.ts';
import type { MigrationProject } from '../../src/core/migration/project.ts';
import { baseName } from '../../src/core/text/path.ts';
import type { SyntaxParser } from '../../src/core/text/syntax.ts';
import { brokenTrees, treeBytes } from '../support/brokenTrees.ts';
import { type AlembicScript, asAlembicScript, isFabricated } from '../support/recordedScripts.ts';
import { allForms } from '../support/revisionForms.ts';
import { askAlembic } from './python.ts';

const recorded = new URL('../fixtures/forms/answers.json', import.meta.url);
const trees = process.env.DRIFTLINE_ALEMBIC_TREES?.split(',') ?? [];
const files = new DiskFiles({ blocking: true });

let python: SyntaxParser;
let folder: string;
beforeAll(async () => {
  python = await loadPython();
  folder = mkdtempSync(join(tmpdir(), 'driftline-scripts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, bytes: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

async function dump(folders: readonly (readonly object[])[]): Promise<readonly (readonly AlembicScript[])[]> {
  return (await askAlembic('dump_scripts.py', folders)) as readonly (readonly AlembicScript[])[];
}

test('the recorded answers for all forms are those of the installed Alembic', async () => {
  const names = Object.entries(allForms());
  for (const [index, [, text]] of names.entries()) put(`forms/${index}/r1.py`, text);
  const answers = await dump(
    names.map((_, index) => [{ path: join(folder, 'forms', String(index)), recursive: false }]),
  );
  const byName = Object.fromEntries(
    names.map(([name], index) => [name, { ...answers[index]?.[0], file: '/v/r1.py' }]),
  );
  if (process.env.DRIFTLINE_RECORD !== undefined)
    writeFileSync(recorded, `${JSON.stringify(byName, undefined, 1)}\n`);
  expect(byName).toEqual(JSON.parse(readFileSync(recorded, 'utf8')));
});

test('small broken trees: what Alembic can load is read the same, what it refuses is reported', async () => {
  for (const tree of brokenTrees) {
    for (const [file, bytes] of treeBytes(tree)) put(`broken/${tree.name}/${file}`, bytes);
    put(`broken/${tree.name}/__init__.py`, '');
  }
  const folders = brokenTrees.map(({ name }) => ({ path: join(folder, 'broken', name), recursive: false }));
  const answers = await dump(folders.map((one) => [one]));
  const results = folders.map((one, index) => compare([one], answers[index] ?? []));
  expect(results.flatMap(({ differences }) => differences)).toEqual([]);
});

describe.each(trees)('%s', (tree) => {
  test('every revision is as Alembic loads it', { timeout: 900_000 }, async () => {
    const markers = await files.search(
      tree,
      (name) => alembic.isMarker(name),
      [],
      new AbortController().signal,
    );
    const projects = await alembic.find(markers, files, python);
    const answers = await dump(projects.map(({ folders }) => folders));
    const results = projects.map((project, index) => report(tree, project, answers[index] ?? []));
    expect(results.flatMap(({ differences }) => differences)).toEqual([]);
  });
});

function report(tree: string, project: MigrationProject, answers: readonly AlembicScript[]): Comparison {
  const result = compare(project.folders, answers);
  const { differences, unknown, abstained } = result;
  console.log(
    `${baseName(tree)} ${project.name}: ${answers.length} revisions, ${differences.length} differences, ${unknown} unknown, ${abstained} not scanned`,
  );
  return result;
}

interface Comparison {
  readonly differences: readonly string[];
  /** Said to be unknown by a problem, or known to us and fabricated there. */
  readonly unknown: number;
  readonly abstained: number;
}

function compare(
  folders: readonly { readonly path: string; readonly recursive: boolean }[],
  answers: readonly AlembicScript[],
): Comparison {
  const differences: string[] = [];
  let unknown = 0;
  let abstained = 0;
  for (const answer of answers) {
    const { file } = answer;
    const script = {
      file,
      text: files.readSync(file) ?? '',
      readImport: (path: string) => files.readSync(path),
    };
    const { value, problems } = alembic.readScript(script, python, project(folders));
    const syntax = alembic.checkSyntax?.(script, python) ?? [];
    const says = [...problems, ...syntax].map(({ code }) => code);
    if (scanHeader(script) === undefined) abstained++;
    const own = value === undefined ? undefined : asAlembicScript(value);
    const isReported = [...problems, ...syntax].some(({ severity }) => severity === 'error');
    if ('error' in answer) {
      if (!isReported && !isForTheGraph(answer.error) && !isOurs(answer.error))
        differences.push(`${file}: ${answer.error}`);
    } else if (isFabricated(answer) || says.some((code) => /-computed$|-not-text$/.test(code))) unknown++;
    else if (JSON.stringify(own) !== JSON.stringify(answer)) {
      differences.push(`${file}: ${JSON.stringify(answer)} is read as ${JSON.stringify(own)}`);
    } else if (syntax.length > 0) differences.push(`${file}: ${says.join(', ')}`);
  }
  return { differences, unknown, abstained };
}

/** A revision that follows or depends on itself: seen when the chain is put together. */
function isForTheGraph(error: string): boolean {
  return /LoopDetected/.test(error);
}

/** The installed Python may be older than the scripts, or lack a module that is not to be fabricated. */
function isOurs(error: string): boolean {
  return /f-string: unmatched|No module named/.test(error);
}

function project(folders: MigrationProject['folders']): MigrationProject {
  return {
    id: '',
    name: '',
    convention: 'alembic',
    root: '',
    declaredIn: '',
    folders,
    versionTable: undefined,
    readFiles: [],
    problems: [],
    facts: [],
  };
}
