/** The search for projects: started by whoever needs it first, repeated when something changed. */
import * as vscode from 'vscode';
import type { Log } from '../app/ports.ts';
import type { Workspace } from '../app/workspace.ts';
import { runSafely, withProgress } from './run.ts';
import { pathOf, searchRoots } from './settings.ts';
import { takeSettings } from './takeSettings.ts';

export class Search {
  readonly #workspace: Workspace;
  readonly #log: Log;
  readonly #signal: AbortSignal;
  #newest: Promise<void> | undefined;

  constructor(workspace: Workspace, log: Log, signal: AbortSignal) {
    this.#workspace = workspace;
    this.#log = log;
    this.#signal = signal;
  }

  get hasStarted(): boolean {
    return this.#newest !== undefined;
  }

  /** Searches; resolves once the newest search has ended, which may be one that began later. */
  readonly again = async (): Promise<void> => {
    const own = this.#run();
    this.#newest = own;
    try {
      await own;
    } catch (error) {
      // Whoever needs the projects next tries once more.
      if (this.#newest === own) this.#newest = undefined;
      throw error;
    }
    if (this.#newest !== own) await this.#newest;
  };

  /** Searches if nobody has yet. */
  readonly once = (): Promise<void> => this.#newest ?? this.again();

  async #run(): Promise<void> {
    const workspace = this.#workspace;
    await takeSettings(workspace);
    await withProgress('driftline.environments', 'Looking for migrations…', () =>
      workspace.find(searchRoots(), this.#signal),
    );
    for (const document of vscode.workspace.textDocuments) {
      const file = pathOf(document.uri);
      if (document.isDirty && workspace.isScript(file)) await workspace.textChanged(file, document.getText());
    }
    void runSafely(this.#log, () => workspace.checkSyntax(this.#signal));
  }
}
