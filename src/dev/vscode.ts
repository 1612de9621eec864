/**
 * A real VS Code in the browser, on loopback, with a profile that is thrown away: for `npm start` and for the tests.
 *
 * Leaves out the browser itself: `npm start` prints the address, the tests drive Chromium (test/support/vscode).
 */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endGroup, startGroup } from './processGroup.ts';
import { type Installation, installVsCode, releases, type VsCodeVersion } from './vscodeInstall.ts';

export interface VsCodeOptions {
  readonly version?: VsCodeVersion;
  /** The folder, or the `.code-workspace` file, that opens. */
  readonly open?: string;
  /** The folder of an extension, with its package.json; it is linked, not copied. */
  readonly extension?: string;
  /** User settings on top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether VS Code asks if the folder is trusted; without it, everything is. */
  readonly askForTrust?: boolean;
  /** `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface VsCode {
  /** Opens the workbench in a browser; holds the token without which the server answers nobody. */
  readonly url: string;
  /** As it stands in the workbench's remote URIs. */
  readonly authority: string;
  /** Everything this VS Code writes; removed when it stops. */
  readonly folder: string;
  /** What the server has printed, for a report of a failure. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

const quietSettings = {
  // In a browser VS Code would save by itself after a second, and what is saved cannot be reverted.
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.editor.useModal': 'off',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.ignoreRecommendations': true,
};

const startTimeoutMs = 60_000;

/** Resolves when the workbench can be opened; installs VS Code first where it is missing. */
export async function startVsCode(options: VsCodeOptions = {}): Promise<VsCode> {
  const installation = await installVsCode(options.version ?? 'newest');
  const folder = await mkdtemp(path.join(tmpdir(), 'driftline-vscode-'));
  const removeAtExit = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', removeAtExit);
  const token = randomBytes(16).toString('hex');
  await writeProfile(folder, token, options);
  const child = startServer(installation, folder, options);
  const log = async () => (await readFile(path.join(folder, 'server.log'), 'utf8')).replaceAll(token, '…');
  const stop = async () => {
    await endGroup(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    process.off('exit', removeAtExit);
  };
  try {
    const authority = `127.0.0.1:${await portOf(child)}`;
    const url = `http://${authority}/?${new URLSearchParams({ tkn: token, ...target(options.open) })}`;
    return { url, authority, folder, log, stop };
  } catch (error) {
    const printed = await log();
    await stop();
    throw new Error(`VS Code's server did not start. It printed:\n${printed}`, { cause: error });
  }
}

async function writeProfile(folder: string, token: string, options: VsCodeOptions): Promise<void> {
  for (const name of ['data/User', 'extensions', 'home', 'temp']) {
    await mkdir(path.join(folder, name), { recursive: true });
  }
  const chosen = {
    'workbench.colorTheme': releases[options.version ?? 'newest'].theme,
    'security.workspace.trust.enabled': options.askForTrust === true,
  };
  const settings = JSON.stringify({ ...quietSettings, ...chosen, ...options.settings }, null, 2);
  await writeFile(path.join(folder, 'data/User/settings.json'), settings);
  await writeFile(path.join(folder, 'token'), token, { mode: 0o600 });
  if (options.extension !== undefined)
    await linkExtension(options.extension, path.join(folder, 'extensions'));
}

/** The server lists its extensions once, when it starts, by the name of their folders. */
async function linkExtension(extension: string, extensions: string): Promise<void> {
  const manifest = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8'));
  const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`;
  await symlink(path.resolve(extension), path.join(extensions, name), 'dir');
}

function startServer(
  { node, serverMain }: Installation,
  folder: string,
  options: VsCodeOptions,
): ChildProcess {
  const at = (name: string) => path.join(folder, name);
  const args = [
    [serverMain, '--host', '127.0.0.1', '--port', '0', '--connection-token-file', at('token')],
    ['--accept-server-license-terms', '--disable-telemetry', '--disable-getting-started-override'],
    ['--server-data-dir', at('data'), '--user-data-dir', at('data'), '--extensions-dir', at('extensions')],
    options.askForTrust === true ? [] : ['--disable-workspace-trust'],
  ];
  const env = { ...serverEnvironment(), HOME: at('home'), TMPDIR: at('temp'), ...options.env };
  const child = startGroup(node, args.flat(), { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(at('server.log'));
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  return child;
}

/** Without what another VS Code, a test runner or npm has set for its own children. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|XDG_|NODE_|VITEST|npm_|PORT$|(HASHED_)?PASSWORD$)/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
}

function portOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, startTimeoutMs, new Error('No answer in time.'));
    const settle = (action: () => void) => {
      clearTimeout(timer);
      action();
    };
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk;
      const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
      if (port !== undefined) settle(() => resolve(port));
    });
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) => settle(() => reject(new Error(`It ended with ${code}.`))));
  });
}

function target(open: string | undefined): Record<string, string> {
  if (open === undefined) return {};
  return { [open.endsWith('.code-workspace') ? 'workspace' : 'folder']: path.resolve(open) };
}
