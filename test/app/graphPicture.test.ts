import { expect, test } from 'vitest';
import { pictureOf } from '../../src/app/graphPicture.ts';
import type { EnvironmentState, ProjectState, WorkspaceState } from '../../src/app/state.ts';
import type { DriftReport } from '../../src/core/drift/report.ts';
import { buildGraph } from '../../src/core/migration/graph.ts';
import { revision } from '../support/chains.ts';

const graph = buildGraph([
  revision('a1', [], { message: 'Start\n\nMore of it' }),
  revision('b2', ['a1'], { branchLabels: ['billing'] }),
  revision('c3', ['b2', 'gone'], { dependsOn: ['billing', 'nowhere'] }),
]);
const project = {
  project: { id: 'p', name: 'shop', convention: 'alembic' },
  versionTable: undefined,
  graph,
  history: ['c3', 'b2', 'a1'],
  problems: [],
} as unknown as ProjectState;

function environment(
  name: string,
  stamped: readonly string[],
  change: Partial<EnvironmentState> = {},
): EnvironmentState {
  const rows = stamped.map((version_num) => ({ version_num }));
  const answer = {
    readAt: 1,
    target: 'shop on db.example',
    serverVersion: '17.2',
    reading: { kind: 'rows', schema: 'public', rows } as const,
  };
  return {
    id: name,
    name,
    projectId: 'p',
    question: '',
    protected: name === 'production',
    status: { kind: 'read', answer },
    drift: { kind: 'notRead' },
    ...change,
  };
}

function picture(...environments: readonly EnvironmentState[]) {
  const state: WorkspaceState = { search: 'done', projects: [project], environments, settingsProblems: [] };
  return pictureOf(state, project);
}

/** A schema that another revision matches better than the stamp. */
function matches(
  kind: DriftReport['verdict']['kind'],
  revisions: readonly string[],
): Partial<EnvironmentState> {
  const match = { revisions, agreeing: 1, facts: 2 };
  const report = { verdict: { kind, stamped: ['b2'], match }, differences: [], notCompared: [], foreign: [] };
  return { drift: { kind: 'read', answer: { database: 'd', readAt: 1, report } as never } };
}

test('revisions come as the history lists them, with the links that the chain has', () => {
  const { nodes } = picture();
  expect(
    nodes.map(({ id, message, down, dependsOn, labels }) => [id, message, down, dependsOn, labels]),
  ).toEqual([
    ['c3', '', ['b2'], ['b2'], []],
    ['b2', '', ['a1'], [], ['billing']],
    ['a1', 'Start', [], [], []],
  ]);
});

test('an environment stands where it is stamped, and lacks what an upgrade would run', () => {
  const logs = picture(environment('staging', ['b2']));
  expect(
    logs.nodes.map(({ environments }) => environments.map(({ name, kind }) => `${name} ${kind}`)),
  ).toEqual([[], ['staging stamped'], []]);
  expect(logs.environments).toEqual([{ name: 'staging', protected: false, summary: 'broken chain' }]);
});

test('where the schema says otherwise, it stands there as well', () => {
  const { nodes } = picture(environment('production', ['b2'], matches('disagrees', ['a1'])));
  expect(nodes[1]?.environments).toEqual([
    { name: 'production', protected: true, kind: 'stamped', isOld: false },
  ]);
  expect(nodes[2]?.environments).toEqual([
    { name: 'production', protected: true, kind: 'true', isOld: false },
  ]);
});

test('a schema that only differs in places stands where it is stamped, and nowhere else', () => {
  const { nodes } = picture(environment('production', ['b2'], matches('drifted', ['b2'])));
  expect(nodes.flatMap(({ environments }) => environments.map(({ kind }) => kind))).toEqual(['stamped']);
});

test('what could not be read again is the last that is known', () => {
  const read = environment('staging', ['a1']);
  const last = read.status.kind === 'read' ? read.status.answer : undefined;
  const failure = { message: 'No.', advice: 'Try.' };
  const old = { ...read, status: { kind: 'failed', failure, ...(last && { last }) } } as const;
  expect(picture(old).nodes[2]?.environments).toEqual([
    { name: 'staging', protected: false, kind: 'stamped', isOld: true },
  ]);
});

test('pending revisions are those of each environment', () => {
  const whole = buildGraph([revision('a1'), revision('b2', ['a1']), revision('c3', ['b2'])]);
  const sound = { ...project, graph: whole } as ProjectState;
  const environments = [environment('staging', ['b2']), environment('production', ['a1'])];
  const state: WorkspaceState = { search: 'done', projects: [sound], environments, settingsProblems: [] };
  expect(pictureOf(state, sound).nodes.map(({ id, pendingIn }) => [id, pendingIn])).toEqual([
    ['c3', ['staging', 'production']],
    ['b2', ['production']],
    ['a1', []],
  ]);
});
