/**
 * Installs a whole VS Code server and workbench from npm: the package `code-server` holds one. Its own wrapper, which
 * needs compiled parts, is not used.
 *
 * Leaves out the optional native modules: they only quieten the server's log.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from './root.ts';

/** `oldest` is what `engines.vscode` in package.json promises. */
export type VsCodeVersion = 'newest' | 'oldest';

interface Release {
  readonly vsCode: string;
  readonly codeServer: string;
  readonly node: string;
  /** What the dark modern theme is called in settings. */
  readonly theme: string;
}

export const releases: Readonly<Record<VsCodeVersion, Release>> = {
  newest: { vsCode: '1.139.1', codeServer: '4.139.1', node: '24.21.0', theme: 'Dark Modern' },
  oldest: { vsCode: '1.100.3', codeServer: '4.100.3', node: '20.20.2', theme: 'Default Dark Modern' },
};

// Older releases expect ripgrep where an install script would have downloaded it.
const ripgrep = '1.18.0';
const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

export interface Installation {
  readonly node: string;
  readonly serverMain: string;
}

/** Installs what is missing, which takes about a minute and needs the npm registry. */
export async function installVsCode(version: VsCodeVersion): Promise<Installation> {
  const release = releases[version];
  const folder = path.join(cacheFolder(), `vscode-${release.vsCode}`);
  if (!existsSync(folder)) {
    console.log(
      `Installing VS Code ${release.vsCode} (npm: code-server) into ${folder}; once, about a minute.`,
    );
    await installInto(folder, (partial) => installServer(partial, release));
  }
  return {
    node: await installNode(release.node),
    serverMain: path.join(server(folder), 'out/server-main.js'),
  };
}

async function installServer(folder: string, { codeServer }: Release): Promise<void> {
  await npmInstall(folder, `code-server@${codeServer}`);
  const vsCode = server(folder);
  // `npm ci` would refuse: the shrinkwrap and package.json there disagree.
  runNpm(vsCode);
  const ripgrepPackage = path.join(vsCode, 'node_modules/@vscode/ripgrep');
  if (!existsSync(ripgrepPackage)) return;
  await npmInstall(path.join(folder, 'ripgrep'), `@vscode/ripgrep-${platform}@${ripgrep}`);
  const source = path.join(folder, `ripgrep/node_modules/@vscode/ripgrep-${platform}/bin/rg`);
  await mkdir(path.join(ripgrepPackage, 'bin'), { recursive: true });
  await copyFile(source, path.join(ripgrepPackage, 'bin/rg'));
  await chmod(path.join(ripgrepPackage, 'bin/rg'), 0o755);
  await symlink('node_modules', path.join(vsCode, 'node_modules.asar'));
}

/** The Node that runs this, where it is of the wanted major version; else npm's package with the plain binary. */
async function installNode(version: string): Promise<string> {
  if (Number.parseInt(process.versions.node, 10) === Number.parseInt(version, 10)) return process.execPath;
  const folder = path.join(cacheFolder(), `node-${version}`);
  if (!existsSync(folder)) {
    await installInto(folder, (partial) => npmInstall(partial, `node-${platform}@${version}`));
  }
  return path.join(folder, `node_modules/node-${platform}/bin/node`);
}

function server(folder: string): string {
  return path.join(folder, 'node_modules/code-server/lib/vscode');
}

/** An install that was interrupted leaves no folder that looks complete. */
async function installInto(folder: string, install: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${folder}.${process.pid}.partial`;
  try {
    await install(partial);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

async function npmInstall(folder: string, specifier: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  runNpm(folder, specifier);
}

function runNpm(folder: string, ...specifiers: readonly string[]): void {
  const args = ['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync('npm', [...args, ...specifiers], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status === 0) return;
  throw new Error(`npm could not install ${specifiers.join(' ') || 'the VS Code server'} in ${folder}.`, {
    cause: error,
  });
}
