/**
 * Makes a checkout ready to work in, then runs the rest of an npm script on the project's own Node.
 *
 * Plain JavaScript without dependencies: it is the first thing that runs on a fresh clone, on Node 20 or newer. The
 * tools need Node 24, which comes with the npm package `node`; a shell that has already found the machine's own
 * `node` would go on using that one, so this starts the script itself: `node ready.mjs script.ts [arguments]`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const ownNode = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const reason = whyInstall();
if (reason !== undefined) install(reason);
const [script, ...args] = process.argv.slice(2);
if (script !== undefined) run(script, args);

function whyInstall() {
  const installed = changedAt('node_modules/.package-lock.json');
  if (installed === undefined) return 'they are not installed yet';
  if (installed < (changedAt('package-lock.json') ?? 0)) return 'package-lock.json has changed';
  if (!existsSync(ownNode) && Number.parseInt(process.versions.node, 10) < 24) return 'Node 24 is missing';
  return undefined;
}

function changedAt(file) {
  return statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs;
}

function install(why) {
  console.log(`Installing the dependencies with npm ci, because ${why}.`);
  runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  // Where install scripts are switched off, the package `node` is there without its binary.
  if (!existsSync(ownNode)) runNpm(['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error']);
}

function runNpm(args) {
  const { status, error } = spawnSync(npm, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(
    error?.message ?? `npm ${args[0]} failed; what it says above tells why. Then run this again.`,
  );
  process.exit(status ?? 1);
}

function run(script, args) {
  const node = existsSync(ownNode) ? ownNode : process.execPath;
  const child = spawn(node, [script, ...args], { cwd: root, stdio: 'inherit' });
  // A terminal sends Ctrl-C to both: the script decides what to do about it, and this waits for it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
