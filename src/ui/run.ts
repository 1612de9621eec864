/** The error boundary: nothing else in `ui` shows an error, and none is swallowed. */
import * as vscode from 'vscode';
import type { Log } from '../app/ports.ts';
import { UserError } from '../app/userError.ts';

/** Runs `task`; an error is logged and shown, with what the user can do. */
export async function runSafely(log: Log, task: () => Promise<unknown> | unknown): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (isAbort(error)) return;
    const isExpected = error instanceof UserError;
    const text = isExpected ? `${error.message} ${error.advice}` : 'Driftline failed unexpectedly.';
    log.error(isExpected ? error.message : 'Unexpected error', isExpected ? error.cause : error);
    const choice = await vscode.window.showErrorMessage(text, 'Show Log');
    if (choice !== undefined) await vscode.commands.executeCommand('driftline.showLog');
  }
}

/** Runs `task` with a progress bar over the view. */
export function withProgress<T>(viewId: string, title: string, task: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId }, title }, task);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error instanceof vscode.CancellationError);
}
