/** The browser for the editor tests: found, or installed where that takes no decision of the user's. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of Chromium or Chrome; installs it with apt when root on Debian, and throws where it cannot. */
export function ensureChromium(): string {
  const found = findChromium() ?? installWithApt();
  if (found !== undefined) return found;
  throw new Error(
    'The editor tests need Chromium or Chrome. Install it (on Debian: apt-get install chromium), ' +
      'or set DRIFTLINE_CHROMIUM to its path.',
  );
}

function findChromium(): string | undefined {
  const chosen = process.env.DRIFTLINE_CHROMIUM;
  if (chosen !== undefined && chosen !== '') {
    if (isExecutable(chosen)) return chosen;
    throw new Error(`DRIFTLINE_CHROMIUM names ${chosen}, which is not a program that can be run.`);
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const inPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...inPath, ...applications].find(isExecutable);
}

function installWithApt(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  console.log('Installing Chromium with apt-get, because the editor tests need it; once.');
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  return findChromium();
}

function apt(args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error } = spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`apt-get ${args[0]} failed.`, { cause: error });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
