/** While somebody looks at the environments, those that were read are read again now and then. */
import * as vscode from 'vscode';
import type { Log } from '../app/ports.ts';
import type { Workspace } from '../app/workspace.ts';
import { runSafely } from './run.ts';

export interface Polled {
  readonly workspace: Workspace;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly isShown: () => boolean;
}

/** Asks at each tick whether it is time: a changed setting counts at once, and a sleeping machine misses nothing. */
const TICK_MS = 1000;

export function pollEnvironments({ workspace, log, signal, isShown }: Polled): vscode.Disposable {
  let last = Date.now();
  let running = false;
  const tick = async () => {
    const { pollSeconds } = workspace.settings;
    const isDue = pollSeconds > 0 && Date.now() - last >= pollSeconds * 1000;
    if (!isDue || running || !isShown() || !vscode.window.state.focused) return;
    running = true;
    await runSafely(log, () => readAgain(workspace, signal));
    running = false;
    last = Date.now();
  };
  const timer = setInterval(() => void tick(), TICK_MS);
  return { dispose: () => clearInterval(timer) };
}

/** One that could not be read is left to whoever looks at it: a poll must not ask for a password. */
async function readAgain(workspace: Workspace, signal: AbortSignal): Promise<void> {
  const read = workspace.state.environments.filter(({ status }) => status.kind === 'read');
  for (const { id } of read) await workspace.readEnvironment(id, signal, true);
}
