/** Puts the demo workspace into a folder: the teams' files, and what depends on this start (port and password). */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoSettings } from './environments.ts';
import { commitWorkspace } from './gitHistory.ts';

export interface WorkspaceOptions {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
}

/** Without it, a folder that is not empty is not the demo's to replace. */
const marker = '.driftline-demo';

/** Replaces an earlier demo in `folder`. Rejects if the folder holds anything else. */
export async function writeWorkspace({ folder, port, password }: WorkspaceOptions): Promise<void> {
  await clear(folder);
  await cp(new URL('./workspace/', import.meta.url), folder, { recursive: true });
  await writeIn(folder, '.vscode/settings.json', `${JSON.stringify(demoSettings(port), undefined, 2)}\n`);
  const url = `postgresql+asyncpg://artstore:${password}@127.0.0.1:${port}`;
  await writeIn(folder, 'admin-module/.env', `DATABASE_URL=${url}/artstore\n`);
  await writeIn(
    folder,
    'storage-element/.env',
    `# TODO: a database of its own, artstore_storage_01\nDATABASE_URL=${url}/artstore\n`,
  );
  await writeIn(folder, 'query-module/.env', `DATABASE_URL=${url}/artstore_query\n`);
  await useRunningServer(join(folder, 'credentialing/alembic.ini'), port);
  await commitWorkspace(folder, fileURLToPath(new URL('./branch/', import.meta.url)));
}

async function clear(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder);
  if (entries.length > 0 && !entries.includes(marker)) {
    throw new Error(`${folder} is not empty and not a demo workspace. Choose another folder.`);
  }
  // There before and after everything else: a start that was interrupted can be repeated.
  await writeIn(folder, marker, 'Driftline replaces this folder whenever the demo starts.\n');
  const others = entries.filter((entry) => entry !== marker);
  await Promise.all(others.map((entry) => rm(join(folder, entry), { recursive: true, force: true })));
}

async function useRunningServer(ini: string, port: number): Promise<void> {
  const text = await readFile(ini, 'utf8');
  await writeFile(ini, text.replace('@127.0.0.1:5432/', `@127.0.0.1:${port}/`));
}

async function writeIn(folder: string, path: string, text: string): Promise<void> {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
}
