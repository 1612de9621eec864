/** Hands the settings, as they are now, to the workspace. */
import type { Workspace } from '../app/workspace.ts';
import { currentSettings } from './settings.ts';

export async function takeSettings(workspace: Workspace): Promise<void> {
  const { value, problems } = await currentSettings();
  workspace.configure(
    value,
    problems.map(({ message }) => message),
  );
}
