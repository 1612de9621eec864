/** A real Alembic to compare with, in a virtual environment of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from './root.ts';

// The answers recorded as fixtures are this version's.
const alembic = '1.20.1';

/** The environment's python; `undefined` where there is no python3 with venv and pip. Installs with pip, once. */
export async function ensureAlembic(): Promise<string | undefined> {
  const folder = path.join(cacheFolder(), `alembic-${alembic}`);
  const python = path.join(folder, 'bin/python');
  if (existsSync(path.join(folder, 'complete'))) return python;
  if (!succeeds('python3', ['-c', 'import ensurepip, venv'])) return undefined;
  console.log(`Installing Alembic ${alembic} with pip into ${folder}; once.`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  run('python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `alembic==${alembic}`]);
  // A virtual environment cannot be moved into place: its scripts hold its path. A mark says that it is whole.
  await writeFile(path.join(folder, 'complete'), '');
  return python;
}

function succeeds(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0)
    throw new Error(`${path.basename(program)} ${args.slice(0, 3).join(' ')} failed.`, { cause: error });
}
