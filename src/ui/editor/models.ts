/** Models in the editor: what is wrong with them, what is known of a column, what a class stands for, what to do. */
import * as vscode from 'vscode';
import type { Models } from '../../app/models.ts';
import type { Log } from '../../app/ports.ts';
import type { Workspace } from '../../app/workspace.ts';
import { registerModelDiagnostics } from './modelDiagnostics.ts';
import { registerModelFixes } from './modelFixes.ts';
import { registerModelHover } from './modelHover.ts';
import { registerModelLens } from './modelLens.ts';

export interface ModelParts {
  readonly workspace: Workspace;
  readonly models: Models;
  readonly log: Log;
}

/** When models are checked is not decided here. */
export function registerModels(parts: ModelParts): vscode.Disposable {
  return vscode.Disposable.from(
    registerModelDiagnostics(parts),
    registerModelHover(parts),
    registerModelLens(parts),
    registerModelFixes(parts),
  );
}
