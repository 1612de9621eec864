import type { EnvironmentState, WorkspaceState } from '../../app/state.ts';

/**
 * Which environments are not as they were; `undefined` where more has changed than their answers.
 *
 * While VS Code draws rows anew, it hands over nothing to a command chosen on one of them: rows without news stay.
 */
export function changedEnvironments(
  before: WorkspaceState,
  after: WorkspaceState,
): readonly { readonly was: EnvironmentState; readonly is: EnvironmentState }[] | undefined {
  if (before.projects !== after.projects || before.settingsProblems !== after.settingsProblems) {
    return undefined;
  }
  return before.environments.flatMap((was, index) => {
    const is = after.environments[index];
    return is === undefined || is === was ? [] : [{ was, is }];
  });
}
