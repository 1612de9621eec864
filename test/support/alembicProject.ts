/** A small Alembic project on disk whose first revision runs SQL. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RevisionWriting } from '../../src/core/migration/alembic/write/revisionWriting.ts';
import { buildGraph } from '../../src/core/migration/graph.ts';
import type { MigrationProject } from '../../src/core/migration/project.ts';
import type { Revision } from '../../src/core/migration/revision.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import type { NewFile } from '../../src/core/text/edit.ts';

export const template = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}

"""
from alembic import op
import sqlalchemy as sa
\${imports if imports else ""}

revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}


def upgrade() -> None:
    \${upgrades if upgrades else "pass"}


def downgrade() -> None:
    \${downgrades if downgrades else "pass"}
`;

const env = `import os

from alembic import context
from sqlalchemy import create_engine

with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
`;

export interface ProjectFiles {
  /** Lines of `alembic.ini`. */
  readonly settings?: string;
  readonly template?: string;
}

/** @param sql What its first revision `base0001` does. */
export function createProject(folder: string, sql: string, files: ProjectFiles = {}): MigrationProject {
  put(`${folder}/alembic.ini`, `[alembic]\nscript_location = %(here)s/migrations\n${files.settings ?? ''}\n`);
  put(`${folder}/migrations/env.py`, env);
  put(`${folder}/migrations/script.py.mako`, files.template ?? template);
  put(`${folder}/migrations/versions/base0001.py`, baseScript(sql));
  return projectAt(folder);
}

function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

export function addFile({ file, text }: NewFile): void {
  put(file, text);
}

function baseScript(sql: string): string {
  return `from alembic import op

revision = 'base0001'
down_revision = None


def upgrade():
    op.get_bind().connection.driver_connection.execute(${JSON.stringify(sql)})


def downgrade():
    pass
`;
}

export function projectAt(folder: string): MigrationProject {
  return {
    id: `${folder}/alembic.ini`,
    name: 'shop',
    convention: 'alembic',
    root: folder,
    declaredIn: `${folder}/alembic.ini`,
    folders: [{ path: `${folder}/migrations/versions`, recursive: false }],
    versionTable: { name: 'alembic_version', columns: ['version_num'] },
    readFiles: [`${folder}/alembic.ini`, `${folder}/migrations/env.py`],
    problems: [],
    facts: [],
  };
}

export function revisionAt(folder: string, id: string, downRevisions: readonly string[] = []): Revision {
  return {
    id,
    file: `${folder}/migrations/versions/${id}.py`,
    message: '',
    downRevisions,
    dependsOn: [],
    branchLabels: [],
    hasDowngrade: true,
    references: [],
  };
}

export function writingFor(project: MigrationProject, snapshot: SchemaSnapshot): RevisionWriting {
  return {
    project,
    graph: buildGraph([revisionAt(project.root, 'base0001')]),
    readFile,
    snapshotAt: () => snapshot,
    created: { epochMs: Date.UTC(2026, 10, 21, 8, 15, 59, 123), offsetMinutes: 60 },
  };
}

export function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
