/** Workspaces for the editor tests: folders of small files, removed at the end. */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const created = new Set<string>();

/** Removes every workspace; happens by itself at the end of the process, but Vitest's workers are ended before. */
export function removeWorkspaces(): void {
  for (const folder of created) rmSync(folder, { recursive: true, force: true });
  created.clear();
}

process.on('exit', removeWorkspaces);

/** A new folder `shop` with these files in it, by their paths relative to it. */
export async function createWorkspace(files: Readonly<Record<string, string>>): Promise<string> {
  const parent = await mkdtemp(path.join(tmpdir(), 'driftline-workspace-'));
  created.add(parent);
  const folder = path.join(parent, 'shop');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

/** An Alembic project of two revisions, `one` and its child `two`. */
export const smallAlembicProject: Readonly<Record<string, string>> = {
  'alembic.ini': '[alembic]\nscript_location = migrations\n',
  'migrations/env.py': 'from alembic import context\n\ncontext.configure()\n',
  'migrations/versions/one_users.py': revision('one', undefined, 'users', [
    "op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('email', sa.Text()))",
  ]),
  'migrations/versions/two_orders.py': revision('two', 'one', 'orders', [
    "op.alter_column('users', 'email', nullable=False)",
    "op.create_table('orders', sa.Column('id', sa.Integer(), primary_key=True))",
  ]),
};

function revision(
  id: string,
  parent: string | undefined,
  message: string,
  operations: readonly string[],
): string {
  const down = parent === undefined ? 'None' : `"${parent}"`;
  const body = operations.map((operation) => `    ${operation}\n`).join('');
  const imports = 'from alembic import op\nimport sqlalchemy as sa\n';
  return `"""${message}"""\n\n${imports}\nrevision = "${id}"\ndown_revision = ${down}\n\n\ndef upgrade():\n${body}`;
}
