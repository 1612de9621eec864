/** *Add Environment…*: a few questions, an entry in the workspace's settings, and a first connection as its test. */
import * as vscode from 'vscode';
import type { Workspace } from '../app/workspace.ts';
import type { ConnectionSetting } from '../core/connection/setting.ts';

type Source = 'host' | 'variable' | 'envFile' | 'alembic.ini';

interface SourceItem extends vscode.QuickPickItem {
  readonly source: Source;
}

/** @returns The name of the environment added; `undefined`: the user stopped. */
export async function addEnvironment(workspace: Workspace): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: 'Add Environment (1/3)',
    prompt: 'What is it called?',
    placeHolder: 'local, staging, production',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Give it a name.' : undefined),
  });
  if (name === undefined) return undefined;
  const projects = await pickProjects(workspace);
  if (projects === undefined) return undefined;
  const connection = await askConnection(workspace);
  if (connection === undefined) return undefined;
  const isProtected = /^(prod|live)/i.test(name.trim());
  await save({
    name: name.trim(),
    ...(projects.length === workspace.state.projects.length ? {} : { projects }),
    connection,
    ...(isProtected && { protected: true }),
  });
  return name.trim();
}

async function pickProjects({ state }: Workspace): Promise<readonly string[] | undefined> {
  const names = state.projects.map(({ project }) => project.name);
  if (names.length < 2) return names;
  const picked = await vscode.window.showQuickPick(
    names.map((label) => ({ label, picked: true })),
    {
      title: 'Add Environment (2/3)',
      placeHolder: 'Which projects have this database? Add one environment per database.',
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  return picked === undefined || picked.length === 0 ? undefined : picked.map(({ label }) => label);
}

async function askConnection({ state }: Workspace): Promise<ConnectionSetting | undefined> {
  const hasUrl = state.projects.some(({ project }) => project.url !== undefined);
  const items: readonly SourceItem[] = [
    {
      source: 'host',
      label: 'Host, database and user',
      description: 'the password is asked for and kept in secret storage',
    },
    { source: 'variable', label: 'An environment variable with a URL', description: 'such as DATABASE_URL' },
    { source: 'envFile', label: 'A key of an .env file', description: 'the file may hold the password' },
    ...(hasUrl
      ? [
          {
            source: 'alembic.ini',
            label: 'sqlalchemy.url of alembic.ini',
            description: 'each project’s own',
          } as const,
        ]
      : []),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Add Environment (3/3)',
    placeHolder: 'Where is the connection described?',
    ignoreFocusOut: true,
  });
  switch (picked?.source) {
    case 'host':
      return askHost();
    case 'variable': {
      const variable = await ask('Which environment variable holds the URL?', 'DATABASE_URL');
      return variable === undefined ? undefined : { url: `\${env:${variable}}` };
    }
    case 'envFile': {
      const envFile = await ask('Which file, seen from the project or the workspace folder?', '.env');
      const key =
        envFile === undefined ? undefined : await ask('Which key of it holds the URL?', 'DATABASE_URL');
      return envFile === undefined || key === undefined ? undefined : { envFile, key };
    }
    case 'alembic.ini':
      return { from: 'alembic.ini' };
    case undefined:
      return undefined;
  }
}

async function askHost(): Promise<ConnectionSetting | undefined> {
  const host = await ask('Host', 'localhost');
  const port = host === undefined ? undefined : await ask('Port', '5432');
  const database = port === undefined ? undefined : await ask('Database', '', 'app');
  const user =
    database === undefined ? undefined : await ask('User', '', 'a role that may read the version table');
  if (host === undefined || port === undefined || database === undefined || user === undefined)
    return undefined;
  return { host, port: Number(port), database, user, ssl: 'prefer' };
}

async function ask(prompt: string, value: string, placeHolder?: string): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title: 'Add Environment (3/3)',
    prompt,
    value,
    ...(placeHolder !== undefined && { placeHolder }),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'This must not be empty.' : undefined),
  });
  return answer?.trim();
}

async function save(entry: object): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('driftline');
  const { workspaceValue } = configuration.inspect<readonly object[]>('environments') ?? {};
  const target = vscode.ConfigurationTarget.Workspace;
  await configuration.update('environments', [...(workspaceValue ?? []), entry], target);
}
