import { expect, test } from 'vitest';
import type { GraphNode } from '../../../src/core/graph/picture.ts';
import { matchesSearch } from '../../../src/core/graph/search.ts';
import { svgOf } from '../../../src/core/graph/svg.ts';
import { nodes } from '../../support/graphText.ts';

const [base] = nodes('a1<b2~c3');
const node: GraphNode = {
  ...(base as GraphNode),
  message: 'Add <users> & "roles"',
  labels: ['billing'],
  environments: [{ name: 'production', protected: true, kind: 'stamped', isOld: false }],
  pendingIn: ['staging'],
};
const picture = {
  projectId: 'p',
  project: 'deals',
  nodes: [node, ...nodes('b2', 'c3')],
  environments: [],
};

test('a message cannot break out of its text', () => {
  const svg = svgOf(picture);
  expect(svg).toContain('Add &#60;users&#62; &#38; &#34;roles&#34;');
  expect(svg).not.toContain('<users>');
});

test('every revision and every line is in the drawing, dependencies dashed', () => {
  const svg = svgOf(picture);
  expect(svg.match(/<circle /g)).toHaveLength(3);
  expect(svg.match(/<path /g)).toHaveLength(3);
  expect(svg.match(/stroke-dasharray/g)).toHaveLength(2);
});

test('what is pending is said for the environment that was chosen, and for no other', () => {
  expect(svgOf(picture, 'staging')).toContain('pending in staging</tspan>');
  expect(svgOf(picture, 'production')).not.toContain('pending in staging</tspan>');
});

test('environments are named where they stand', () => {
  expect(svgOf(picture)).toContain('● production</tspan>');
});

test('the search finds ids, messages, labels and environments, whichever case, all words of it', () => {
  for (const words of ['A1', 'users', 'BILL', 'produc', 'roles a1', ''])
    expect(matchesSearch(node, words)).toBe(true);
  for (const words of ['b2', 'staging', 'users b2']) expect(matchesSearch(node, words)).toBe(false);
});
