import { expect, test } from 'vitest';
import type { ProjectState } from '../../src/app/state.ts';
import { historyLines } from '../../src/cli/historyCommand.ts';
import { buildGraph } from '../../src/core/migration/graph.ts';
import { noPaint } from '../../src/core/status/statusText.ts';
import { revision } from '../support/chains.ts';

function project(name: string, revisions: Parameters<typeof buildGraph>[0]): ProjectState {
  const graph = buildGraph(revisions);
  const history = graph.revisions.map(({ id }) => id).reverse();
  return { project: { name }, graph, history, problems: [] } as unknown as ProjectState;
}

test('each chain with its marks and titles', () => {
  const shop = project('shop', [revision('a', [], { message: 'Start\nof it' }), revision('b', ['a'])]);
  expect(historyLines([shop, project('billing', [revision('1')])], noPaint)).toEqual([
    'shop',
    'a → b  (head)  b',
    'base → a  Start',
    '',
    'billing',
    'base → 1  (head)  1',
  ]);
});

test('ids, labels, titles and problems cannot steer the terminal', () => {
  const revisions = [revision('a\u001b[2J', [], { message: '\u202eevil', branchLabels: ['l\u009b'] })];
  const shop: ProjectState = {
    ...project('s\u0007', revisions),
    problems: [{ code: 'x', severity: 'error', message: 'One\u0008\nTwo', file: '/a' }],
  };
  expect(historyLines([shop], noPaint)).toEqual([
    's\ufffd',
    '✗ One\ufffd',
    'base → a\ufffd[2J  (head, l\ufffd)  \ufffdevil',
  ]);
});
