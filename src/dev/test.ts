/**
 * Runs every check there is, in order: `npm test`, or some of them: `npm test -- unit ui`.
 *
 * Stops at the first that fails, unless told to --keep-going. Its last line counts the tests of all of them; a step
 * without tests of its own counts as one.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureAlembic, ensureDriver, ensureModelPackages } from './alembic.ts';
import { root } from './root.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Step {
  readonly name: string;
  readonly title: string;
  /** Rejects when it cannot run at all. */
  run(): Promise<Counts>;
}

const scratch = await mkdtemp(path.join(tmpdir(), 'driftline-test-'));
const bin = path.join(root, 'node_modules/.bin');

const steps: readonly Step[] = [
  { name: 'types', title: 'Types', run: () => check('tsc', ['-b']) },
  {
    name: 'lint',
    title: 'Lint and format',
    run: () => check('biome', ['check', '--error-on-warnings', '.']),
  },
  { name: 'build', title: 'Build', run: () => check('node', ['src/dev/build.ts']) },
  { name: 'unit', title: 'Unit tests', run: () => vitest('unit') },
  { name: 'adapters', title: 'Adapters, with real PostgreSQL', run: () => vitest('adapters') },
  { name: 'alembic', title: 'Comparison with real Alembic', run: compareWithAlembic },
  { name: 'in-host', title: 'Inside VS Code, newest and oldest', run: runInHost },
  { name: 'ui', title: 'The window of VS Code', run: () => vitest('ui') },
];

const { values, positionals } = parseArgs({
  options: { 'keep-going': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  const known = steps.map(({ name }) => name).join(', ');
  console.error(`There is no step ${unknown.join(' and no step ')}; there are ${known}.`);
  process.exitCode = 2;
} else {
  const chosen = steps.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  process.exitCode = await runSteps(chosen, values['keep-going']);
}
await rm(scratch, { recursive: true, force: true });

/** Returns the exit code. */
async function runSteps(chosen: readonly Step[], keepGoing: boolean): Promise<number> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [index, step] of chosen.entries()) {
    const counts = await runStep(step);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    const left = chosen.slice(index + 1).map(({ name }) => name);
    if (counts.failed > 0 && !keepGoing && left.length > 0) {
      console.log(`\nNot run, because ${step.name} failed: ${left.join(', ')}.`);
      break;
    }
  }
  console.log(`\n${text(total)}`);
  return total.failed > 0 ? 1 : 0;
}

async function runStep(step: Step): Promise<Counts> {
  console.log(
    `\n── ${step.title} (${step.name}) ${'─'.repeat(Math.max(0, 70 - step.title.length - step.name.length))}`,
  );
  const started = performance.now();
  const counts = await step.run().catch((error: unknown) => {
    console.error(error);
    return one('failed');
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${counts.failed > 0 ? '✘' : '✔'} ${step.name}: ${text(counts)} in ${seconds} s`);
  return counts;
}

function text({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function check(program: string, args: readonly string[]): Promise<Counts> {
  const code = await execute(program, args);
  return one(code === 0 ? 'passed' : 'failed');
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

async function vitest(project: string, env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const file = path.join(scratch, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await execute(
    'vitest',
    ['run', '--config', 'test/vitest.config.ts', '--project', project, ...reporters],
    env,
  );
  const report = await readJson<VitestReport>(file);
  if (report === undefined) return one('failed');
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
  // A file that cannot be loaded has no failed test.
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

async function compareWithAlembic(): Promise<Counts> {
  const python = await ensureAlembic();
  if (python === undefined) {
    console.log(
      'Skipped: it needs python3 with venv and pip. Its recorded answers are among the unit tests.',
    );
    return one('skipped');
  }
  ensureDriver(python);
  const models = await ensureModelPackages();
  return await vitest('alembic', { DRIFTLINE_PYTHON: python, DRIFTLINE_MODELS_PYTHON: models });
}

async function runInHost(): Promise<Counts> {
  const report = path.join(scratch, 'in-host.json');
  await execute('node', ['test/ui/runInHost.ts', 'newest', 'oldest', '--report', report]);
  return (await readJson<Counts>(report)) ?? one('failed');
}

/** `undefined` if the program that should have written the file never came to it. */
async function readJson<T>(file: string): Promise<T | undefined> {
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as T) : undefined;
}

function one(kind: keyof Counts): Counts {
  return { passed: 0, failed: 0, skipped: 0, [kind]: 1 };
}

function execute(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const withOwnTools = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...env };
  const options = {
    cwd: root,
    env: withOwnTools,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  } as const;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
