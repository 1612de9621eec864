/**
 * Whole trees: the projects that Driftline finds in them, and what the installed Alembic makes of the same folders.
 * The demo's workspace, small broken trees, and the trees that `DRIFTLINE_ALEMBIC_TREES` names (folders, separated
 * by commas), which may be anybody's repositories.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { ProjectState } from '../../src/app/state.ts';
import {
  buildGraph,
  isBranchPoint,
  isMergePoint,
  type RevisionGraph,
} from '../../src/core/migration/graph.ts';
import type { ScriptFolder } from '../../src/core/migration/project.ts';
import { baseName } from '../../src/core/text/path.ts';
import { createWorkspace } from '../../src/createWorkspace.ts';
import { brokenTrees, treeBytes } from '../support/brokenTrees.ts';
import { type Answers, answersOf } from '../support/chains.ts';
import { countOf, questionsAbout } from '../support/treeQuestions.ts';
import { askAlembic } from './python.ts';

interface AlembicTree {
  readonly answers: Answers | 'error';
  readonly merges: readonly string[];
  readonly branchPoints: readonly string[];
  readonly refused: readonly string[];
  readonly unlabelled: readonly string[];
  readonly locations: readonly ScriptFolder[] | null;
}

const demo = fileURLToPath(new URL('../../src/demo/workspace', import.meta.url));
const trees = process.env.DRIFTLINE_ALEMBIC_TREES?.split(',') ?? [];
const folder = mkdtempSync(join(tmpdir(), 'driftline-trees-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([demo, ...trees])('%s', (tree) => {
  test('every chain is as Alembic has it', { timeout: 900_000 }, async () => {
    expect(await differencesIn(tree)).toEqual([]);
  });
});

test('small odd and broken trees: the same chain, or both refuse it', { timeout: 300_000 }, async () => {
  for (const tree of brokenTrees) {
    put(`${tree.name}/alembic.ini`, '[alembic]\nscript_location = scripts\n');
    put(`${tree.name}/scripts/env.py`, '');
    for (const [file, bytes] of treeBytes(tree)) put(`${tree.name}/scripts/versions/${file}`, bytes);
  }
  expect(await differencesIn(folder)).toEqual([]);
});

function put(path: string, bytes: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

async function differencesIn(tree: string): Promise<readonly string[]> {
  const projects = await projectsIn(tree);
  const answers = (await askAlembic('ask_trees.py', projects.map(questionOf))) as readonly AlembicTree[];
  expect(answers).toHaveLength(projects.length);
  return projects.flatMap((project, index) => {
    const alembic = answers[index];
    if (alembic === undefined) return [];
    const found = [...compareChains(project, alembic), ...compareLocations(project, alembic)];
    tell(tree, project, alembic, found);
    return found.map((one) => `${project.project.id}: ${one}`);
  });
}

async function projectsIn(tree: string): Promise<readonly ProjectState[]> {
  const refuse = () => Promise.reject(new Error('No environment is asked here.'));
  const workspace = createWorkspace({
    blocking: true,
    chainsOnly: false,
    folders: () => [tree],
    storedPassword: refuse,
    permit: refuse,
    askPassword: refuse,
    keepPassword: refuse,
    log: { info: () => undefined, error: () => undefined },
  });
  const { signal } = new AbortController();
  await workspace.find([{ folder: tree, excludes: [] }], signal);
  await workspace.checkSyntax(signal);
  return workspace.state.projects.filter(
    ({ project }) => project.convention === 'alembic' && project.folders.length > 0,
  );
}

function questionOf({ project, graph }: ProjectState): object {
  const { declaredIn, folders, id } = project;
  const section = /#([^#]+)/.exec(id)?.[1] ?? 'alembic';
  const declared = declaredIn.endsWith('.ini') ? { file: declaredIn, section } : null;
  return { folders, declared, ...questionsAbout(graph) };
}

function compareChains(state: ProjectState, alembic: AlembicTree): readonly string[] {
  const graph = loadableGraph(state, alembic);
  const own = answersOf(graph, questionsAbout(state.graph));
  // Alembic loads a revision that is called like one of its own names, and then stumbles over it now and then.
  if (state.problems.some(({ code }) => code === 'reserved-revision-id')) return [];
  const hasErrors = state.problems.some(({ severity }) => severity === 'error');
  if (alembic.answers === 'error') return hasErrors ? [] : ['refused by Alembic, and no problem is told'];
  if (own === 'error') return isTolerated(graph) ? [] : ['refused, but Alembic answers'];
  const { merges, branchPoints } = alembic;
  const theirs = new Map(Object.entries({ ...alembic.answers, merges, branchPoints }));
  return Object.entries({ ...own, ...pointsOf(graph) }).flatMap(([name, value]) =>
    differences(name, value, theirs.get(name)),
  );
}

/** Without the files that the installed Python cannot load, and without labels from modules it does not have. */
function loadableGraph({ graph }: ProjectState, { refused, unlabelled }: AlembicTree): RevisionGraph {
  if (refused.length === 0 && unlabelled.length === 0) return graph;
  return buildGraph(
    graph.revisions
      .filter(({ file }) => !refused.includes(file))
      .map((one) => (unlabelled.includes(one.file) ? { ...one, branchLabels: [] } : one)),
  );
}

/** Alembic warns of an id used twice, and does not notice every circle. */
function isTolerated({ problems }: RevisionGraph): boolean {
  return problems.every(({ kind }) => ['duplicateId', 'cycle', 'severalHeads'].includes(kind));
}

function pointsOf({ nodes }: RevisionGraph) {
  const all = [...nodes];
  return {
    merges: all.flatMap(([id, node]) => (isMergePoint(node) ? [id] : [])).sort(),
    branchPoints: all.flatMap(([id, node]) => (isBranchPoint(node) ? [id] : [])).sort(),
  };
}

function differences(name: string, own: unknown, alembic: unknown): readonly string[] {
  if (JSON.stringify(own) === JSON.stringify(alembic)) return [];
  if (isObject(own) && isObject(alembic)) {
    const keys = [...new Set([...Object.keys(own), ...Object.keys(alembic)])];
    return keys.flatMap((key) => differences(`${name}.${key}`, own[key], alembic[key]));
  }
  return [`${name} is ${JSON.stringify(alembic)} for Alembic, ${JSON.stringify(own)} here`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A program that runs Alembic may name other folders than its configuration does: that is told. */
function compareLocations(
  { project, problems }: ProjectState,
  { locations }: AlembicTree,
): readonly string[] {
  if (locations === null || problems.some(({ code }) => code === 'version-locations-in-code')) return [];
  return differences('locations', project.folders, locations);
}

function tell(
  tree: string,
  { project, graph }: ProjectState,
  alembic: AlembicTree,
  found: readonly string[],
) {
  if (tree === folder) return;
  const { merges } = pointsOf(graph);
  const said =
    alembic.answers === 'error' ? 'refused as a whole' : `${countOf(questionsAbout(graph))} comparisons`;
  console.log(
    [
      `${baseName(tree)} ${project.name}`,
      `${graph.revisions.length} revisions`,
      `${graph.heads.length} heads`,
      `${merges.length} merges`,
      `${graph.labels.size} labels`,
      `located by Alembic: ${alembic.locations === null ? 'no' : 'yes'}`,
      `${alembic.refused.length} files refused`,
      said,
      `${found.length} differences`,
    ].join(' | '),
  );
}
