/** What waits for the user's trust in a workspace: everything that reads its connections, connects or starts a program. */
import * as vscode from 'vscode';
import { UserError } from '../app/userError.ts';

/** Commands are hidden in a workspace that is not trusted, but can still be called. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    'This workspace is not trusted, so nothing connects to a database.',
    'Trust it with “Workspaces: Manage Workspace Trust”, if you know where it comes from.',
  );
}
