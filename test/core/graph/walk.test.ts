import { expect, test } from 'vitest';
import { layoutOf } from '../../../src/core/graph/layout.ts';
import { linksOf, type Step, walk } from '../../../src/core/graph/walk.ts';
import { nodes } from '../../support/graphText.ts';

const layout = layoutOf({
  nodes: nodes('top<merge', 'merge<left,right', 'left<base', 'right<base', 'base', 'lone'),
});
const links = linksOf(layout);

const go = (from: string | undefined, step: Step, before?: string) =>
  walk({ layout, links, page: 3 }, from, step, before);

test('down and up follow the lines', () => {
  expect(go('top', 'down')).toBe('merge');
  expect(go('right', 'down')).toBe('base');
  expect(go('right', 'up')).toBe('merge');
});

test('up leads back to where one came from', () => {
  expect(go('base', 'up', 'left')).toBe('left');
  expect(go('base', 'up')).toBe('right');
  expect(go('merge', 'down', 'right')).toBe('right');
});

test('where a chain ends the next row follows', () => {
  expect(go('base', 'down')).toBe('lone');
  expect(go('lone', 'up')).toBe('base');
  expect(go('lone', 'down')).toBe('lone');
});

test('left and right go over to a branch beside', () => {
  expect(go('left', 'right')).toBe('right');
  expect(go('right', 'left')).toBe('left');
  expect(go('left', 'left')).toBeUndefined();
  expect(go('top', 'right')).toBeUndefined();
});

test('pages, the first and the last', () => {
  expect(go('top', 'pageDown')).toBe('right');
  expect(go('right', 'pageDown')).toBe('lone');
  expect(go('merge', 'pageUp')).toBe('top');
  expect(go('right', 'first')).toBe('top');
  expect(go('top', 'last')).toBe('lone');
});

test('whoever stands nowhere begins at the top', () => {
  expect(go(undefined, 'down')).toBe('top');
  expect(go('gone', 'last')).toBe('top');
});
