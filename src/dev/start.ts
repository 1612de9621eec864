/**
 * `npm start`: the demo in a real VS Code, until Ctrl-C.
 *
 *     npm start                 databases, workspace, `driftline status`, VS Code
 *     npm start -- --no-open    the same without VS Code; without a terminal to press Ctrl-C in, it ends at once
 *     npm start -- --once       prints the status and ends
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Demo, startDemo } from '../demo/startDemo.ts';
import { build } from './build.ts';
import { findDesktop, openDesktop } from './desktop.ts';
import { root } from './root.ts';
import { isStale } from './stale.ts';
import { startVsCode } from './vscode.ts';

const { values } = parseArgs({ options: { 'no-open': { type: 'boolean' }, once: { type: 'boolean' } } });

/** What was started, the last first to stop. */
const stops: (() => Promise<void>)[] = [];
const interrupted = new Promise<void>((resolve) => {
  // The second Ctrl-C does not wait for anything.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      resolve();
      process.once(signal, () => process.exit(130));
    });
  }
});

async function start(): Promise<void> {
  await buildIfStale();
  const demo = await startDemo({
    folder: path.join(root, '.cache/demo'),
    cacheFolder: path.join(root, '.cache/postgres'),
    log: (line) => console.log(line),
  });
  stops.push(() => demo.stop());
  await printStatus(demo);
  if (values.once || (values['no-open'] && !process.stdin.isTTY)) return;
  if (values['no-open']) await printHowToConnect(demo);
  else await open(demo);
}

async function buildIfStale(): Promise<void> {
  const outputs = ['dist/extension.cjs', 'dist/cli.cjs'].map((file) => path.join(root, file));
  const sources = ['src', 'package.json', 'package-lock.json'].map((file) => path.join(root, file));
  if (!(await isStale(outputs, sources))) return;
  console.log('Building Driftline.');
  await build({ production: false });
}

async function printStatus({ folder, environment }: Demo): Promise<void> {
  console.log('\n$ driftline status --yes\n');
  const args = [path.join(root, 'dist/cli.cjs'), 'status', folder, '--yes'];
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  stops.push(async () => {
    child.kill();
  });
  const [code] = await Promise.race([once(child, 'exit'), interrupted.then(() => [0])]);
  // 1 says that there are findings, and in this workspace there are.
  if (code !== 0 && code !== 1) throw new Error('driftline status could not run; it says above why.');
  console.log();
}

async function open({ folder, environment }: Demo): Promise<void> {
  const program = await findDesktop(process.env);
  if (program !== undefined) {
    const profile = path.join(root, '.cache/desktop');
    const desktop = await openDesktop({ program, folder, extension: root, profile, env: environment });
    stops.push(() => desktop.stop());
    console.log('VS Code opens with the extension. Close its window or press Ctrl-C to stop everything.');
    return Promise.race([desktop.closed, interrupted]);
  }
  const code = await startVsCode({ open: folder, extension: root, env: environment });
  stops.push(() => code.stop());
  console.log(`VS Code in the browser: ${code.url}\nPress Ctrl-C to stop everything.`);
  await interrupted;
}

function printHowToConnect({ port, environment, folder }: Demo): Promise<void> {
  const [name] = Object.keys(environment);
  console.log(`The databases are up. ${path.join(folder, 'admin-module/.env')} holds their password;`);
  console.log(`Driftline expects it in ${name} when it runs in this workspace. With psql:`);
  console.log(`    psql -h 127.0.0.1 -p ${port} -U artstore artstore`);
  console.log('Press Ctrl-C to stop everything.');
  return interrupted;
}

try {
  await Promise.race([start(), interrupted]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  for (const stop of stops.reverse()) await stop();
}
process.exit();
