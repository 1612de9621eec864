/** A workspace that exists only in a test: path → text. */
import type { ScriptFiles } from '../../src/app/loadProject.ts';
import type { WorkspaceFiles } from '../../src/app/ports.ts';
import { baseName, folderOf, isInside } from '../../src/core/text/path.ts';

export class MemoryFiles implements ScriptFiles, WorkspaceFiles {
  readonly texts: Map<string, string>;

  constructor(texts: Readonly<Record<string, string>>) {
    this.texts = new Map(Object.entries(texts));
  }

  search(folder: string, isWanted: (fileName: string) => boolean): Promise<readonly string[]> {
    return Promise.resolve(this.#sorted((path) => isInside(path, folder) && isWanted(baseName(path))));
  }

  list(folder: string, { recursive }: { readonly recursive: boolean }): Promise<readonly string[]> {
    return Promise.resolve(
      this.#sorted((path) => (recursive ? isInside(path, folder) : folderOf(path) === folder)),
    );
  }

  read(path: string): Promise<string | undefined> {
    return Promise.resolve(this.readSync(path));
  }

  readSync(path: string): string | undefined {
    return this.texts.get(path);
  }

  #sorted(isWanted: (path: string) => boolean): readonly string[] {
    return [...this.texts.keys()].filter(isWanted).sort();
  }
}

/** An Alembic revision as `alembic revision` would write it. */
export function revisionText(id: string, down: string | undefined, message = id): string {
  return `"""${message}

Revision ID: ${id}
Revises: ${down ?? ''}
Create Date: 2026-01-15 02:00:00

"""
from alembic import op

revision = ${JSON.stringify(id)}
down_revision = ${down === undefined ? 'None' : JSON.stringify(down)}
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
`;
}
