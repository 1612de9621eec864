/** Reads models that a test writes down as text: several files in one, each after a line `# file: path`. */
import { loadSql } from '../../../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import type { ScriptParsers } from '../../../../src/core/migration/operations/scriptOperations.ts';
import type { MigrationProject } from '../../../../src/core/migration/project.ts';
import type { ModelSchema } from '../../../../src/core/models/modelSchema.ts';
import type { ModelInput } from '../../../../src/core/models/read/readModels.ts';
import { displayName } from '../../../../src/core/schema/name.ts';
import { ddlOf } from '../../../../src/core/schema/writeDdl.ts';
import type { Location } from '../../../../src/core/text/range.ts';

export async function loadParsers(): Promise<ScriptParsers> {
  return { python: await loadPython(), sql: await loadSql() };
}

export function filesIn(text: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const [, path = '', content = ''] of text.matchAll(
    /^# file: (\S+)\n([\s\S]*?)(?=^# file: |(?![\s\S]))/gm,
  ))
    files.set(`/project/${path}`, content);
  return files;
}

export function inputOf(files: ReadonlyMap<string, string>, parsers: ScriptParsers): ModelInput {
  return {
    project,
    files: [...files.keys()],
    readFile: (path) => files.get(path),
    parsers,
    versions: {
      sqlalchemy: { from: [2, 0, 40], below: [2, 1] },
      sqlmodel: { from: [0, 0, 24], below: [0, 0, 25] },
      pydantic: undefined,
    },
  };
}

const project: MigrationProject = {
  id: 'project',
  name: 'project',
  convention: 'alembic',
  root: '/project',
  declaredIn: '/project/alembic.ini',
  folders: [],
  versionTable: undefined,
  readFiles: [],
  problems: [],
  facts: [],
};

/** The schema, and what is not known. */
export function schemaText({ snapshot, tables, unread }: ModelSchema): string {
  const notes = [
    ...tables.flatMap(({ name, columns, managed, isSchemaAssumed }) => [
      ...(managed ? [] : [`-- Not compared: ${displayName(name)}`]),
      ...(isSchemaAssumed ? [`-- Its schema is assumed: ${displayName(name)}`] : []),
      ...columns.flatMap((column) =>
        column.unknownType === undefined
          ? []
          : [`-- Not known: ${displayName(name)}.${column.name}: ${column.unknownType}`],
      ),
    ]),
    ...unread.map(({ reason }) => `-- Not read: ${reason}`),
  ];
  return `${ddlOf(snapshot)}${notes.map((line) => `${line}\n`).join('')}`;
}

export function textAt(
  location: Location | undefined,
  files: ReadonlyMap<string, string>,
): string | undefined {
  if (location?.range === undefined) return undefined;
  return files.get(location.file)?.slice(location.range.start, location.range.end);
}
