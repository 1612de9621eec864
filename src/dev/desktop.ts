/**
 * The desktop VS Code, with a profile of the demo's own: the window is a process apart from the one the developer
 * works in, can be ended alone, and gets the demo's environment.
 */
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { endGroup, startGroup } from './processGroup.ts';

export interface DesktopOptions {
  /** From {@link findDesktop}. */
  readonly program: string;
  readonly folder: string;
  /** The folder of the extension, with its package.json. */
  readonly extension: string;
  readonly profile: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Desktop {
  /** Resolves when the window is closed. */
  readonly closed: Promise<void>;
  stop(): Promise<void>;
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
};

/** The `code` command, where there is one and a display to open it on. */
export async function findDesktop(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const windowed = process.platform === 'win32' || process.platform === 'darwin';
  if (!windowed && !env.DISPLAY && !env.WAYLAND_DISPLAY) return undefined;
  // Inside code-server or an SSH session's terminal, `code` drives another window and takes no extension.
  if (env.VSCODE_IPC_HOOK_CLI) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    const program = path.join(folder, name);
    if (folder !== '' && (await exists(program))) return program;
  }
  return undefined;
}

export async function openDesktop({
  program,
  folder,
  extension,
  profile,
  env,
}: DesktopOptions): Promise<Desktop> {
  const settings = path.join(profile, 'User/settings.json');
  await mkdir(path.dirname(settings), { recursive: true });
  if (!(await exists(settings))) await writeFile(settings, JSON.stringify(quietSettings, undefined, 2));
  const args = [
    '--user-data-dir',
    profile,
    '--extensionDevelopmentPath',
    extension,
    '--new-window',
    '--wait',
    folder,
  ];
  const child = startGroup(program, args, {
    stdio: 'ignore',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  return {
    closed: new Promise((resolve, reject) => {
      child.once('exit', () => resolve());
      child.once('error', reject);
    }),
    async stop() {
      await endWindow(profile);
      await endGroup(child);
    },
  };
}

/** The command starts the window as a process of its own, which writes its id into a lock file in the profile. */
async function endWindow(profile: string): Promise<void> {
  const lock = path.join(profile, 'code.lock');
  if (!(await exists(lock))) return;
  const pid = Number.parseInt(await readFile(lock, 'utf8'), 10);
  try {
    if (pid > 0) process.kill(pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    await rm(lock, { force: true });
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
