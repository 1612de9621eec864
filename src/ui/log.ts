/** The output channel. What is written here has passed no password: connections are named by their targets. */
import * as vscode from 'vscode';
import type { Log } from '../app/ports.ts';

export interface OutputLog extends Log {
  show(): void;
  dispose(): void;
}

export function createLog(): OutputLog {
  const channel = vscode.window.createOutputChannel('Driftline', { log: true });
  return {
    info: (message) => channel.info(message),
    error: (message, cause) =>
      channel.error(cause === undefined ? message : `${message}\n${causeText(cause)}`),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}

function causeText(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
