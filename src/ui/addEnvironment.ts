/** *Add Environment…*: a few questions, an entry in the workspace's settings, and a first connection as its test. */
import * as vscode from 'vscode';
import { UserError } from '../app/userError.ts';
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
  const taken = takenBy(workspace, name.trim(), projects);
  if (taken !== undefined) {
    throw new UserError(
      `${taken} has an environment ${name.trim()} already.`,
      'Choose another name, or other projects.',
    );
  }
  const connection = await askConnection(workspace, projects);
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

async function askConnection(
  { state }: Workspace,
  projects: readonly string[],
): Promise<ConnectionSetting | undefined> {
  const hasUrl = state.projects.some(
    ({ project }) => projects.includes(project.name) && project.url !== undefined,
  );
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
      const variable = await ask('Which environment variable holds the URL?', 'DATABASE_URL', isVariable);
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
  const port = host === undefined ? undefined : await ask('Port', '5432', isPort);
  const database = port === undefined ? undefined : await ask('Database', '');
  const user = database === undefined ? undefined : await ask('User', '');
  if (host === undefined || port === undefined || database === undefined || user === undefined)
    return undefined;
  return { host, port: Number(port), database, user, ssl: 'prefer' };
}

/** @param check What is wrong with an answer, as a sentence. */
async function ask(
  prompt: string,
  value: string,
  check: (text: string) => string | undefined = () => undefined,
): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title: 'Add Environment (3/3)',
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'This must not be empty.' : check(text.trim())),
  });
  return answer?.trim();
}

function isVariable(text: string): string | undefined {
  return /^[A-Za-z_]\w*$/.test(text)
    ? undefined
    : 'This is no name of a variable. Do not paste the URL itself.';
}

function isPort(text: string): string | undefined {
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? undefined : 'A port is a number from 1 to 65535.';
}

function takenBy({ state }: Workspace, name: string, projects: readonly string[]): string | undefined {
  return projects.find((project) =>
    state.environments.some(
      (one) =>
        one.name === name &&
        state.projects.some((other) => other.project.id === one.projectId && other.project.name === project),
    ),
  );
}

/** Where the user keeps his environments already: a list in the workspace would hide one in the user's settings. */
async function save(entry: object): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('driftline');
  const { workspaceValue, globalValue } = configuration.inspect<readonly object[]>('environments') ?? {};
  const isGlobal = workspaceValue === undefined && globalValue !== undefined;
  const { Global, Workspace: ofWorkspace } = vscode.ConfigurationTarget;
  const list = [...(isGlobal ? globalValue : (workspaceValue ?? [])), entry];
  await configuration.update('environments', list, isGlobal ? Global : ofWorkspace);
}
