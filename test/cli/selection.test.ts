import { expect, test } from 'vitest';
import { emptyState, type WorkspaceState } from '../../src/app/state.ts';
import { checkNames } from '../../src/cli/selection.ts';

const state = {
  ...emptyState,
  projects: ['shop', 'billing'].map((name) => ({ project: { name, id: name } })),
  environments: [
    { name: 'local', projectId: 'shop' },
    { name: 'production', projectId: 'shop' },
    { name: 'local', projectId: 'billing' },
  ],
} as unknown as WorkspaceState;

const complaint = (projects: readonly string[], environments: readonly string[]) => {
  try {
    checkNames(state, { projects, environments });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
};

test('names that select something pass', () => {
  expect(complaint([], [])).toBeUndefined();
  expect(complaint(['shop', 'billing'], ['production', 'local'])).toBeUndefined();
});

test('a name that selects nothing is refused, alone or together with a project', () => {
  expect(complaint(['shops'], [])).toBe('There is no project shops.');
  expect(complaint([], ['prod'])).toBe('There is no environment prod.');
  expect(complaint(['billing'], ['local', 'production'])).toBe(
    'There is no environment production of billing.',
  );
});
