/**
 * Alembic: Python scripts that name their predecessors, and a version table that names the last revision of every
 * branch.
 *
 * @see https://alembic.sqlalchemy.org
 */

import type { Read } from '../../text/read.ts';
import { checkSyntax } from '../alembic/checkSyntax.ts';
import { defaultVersionTable } from '../alembic/environment.ts';
import { findProjects } from '../alembic/findProjects.ts';
import { isRevisionFile } from '../alembic/header.ts';
import {
  readAlembicOperations,
  readAlembicOperationsAt,
} from '../alembic/operations/readAlembicOperations.ts';
import { readRevision } from '../alembic/readRevision.ts';
import { scanHeader } from '../alembic/scanHeader.ts';
import type { Convention, ScriptHeader, ScriptText } from '../convention.ts';
import type { Stamp, StampFault, VersionRow } from '../versionTable.ts';

export const alembic: Convention = {
  id: 'alembic',
  title: 'Alembic',
  versionTable: defaultVersionTable,
  isMarker: (fileName) => fileName.endsWith('.ini') || fileName === 'pyproject.toml' || fileName === 'env.py',
  find: findProjects,
  isScript: isRevisionFile,
  scanScript,
  readScript: (script, python) => scanScript(script) ?? readRevision(script, python),
  readOperations: readAlembicOperations,
  readOperationsAt: readAlembicOperationsAt,
  checkSyntax,
  readChain: (scripts) => ({ value: scripts, problems: [] }),
  readStamp,
};

function scanScript(script: ScriptText): Read<ScriptHeader> | undefined {
  const header = scanHeader(script);
  return header === undefined ? undefined : { value: header, problems: [] };
}

function readStamp(rows: readonly VersionRow[]): Stamp {
  const heads: string[] = [];
  const faults: StampFault[] = [];
  for (const row of rows) {
    const id = row.version_num ?? null;
    if (id === null)
      faults.push({ kind: 'unreadableRow', message: 'A row of the version table is empty. Delete it.' });
    else if (heads.includes(id)) {
      const message = `The version table names ${id} twice. Delete one of the two rows.`;
      faults.push({ kind: 'duplicateRow', id, message });
    } else heads.push(id);
  }
  return { kind: 'pointer', heads, faults };
}
