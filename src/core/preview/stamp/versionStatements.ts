/** The statements that write a stamp, as the tools themselves write them, without the semicolon at the end. */
import type { ConventionId } from '../../migration/project.ts';
import type { VersionTable } from '../../migration/versionTable.ts';
import { literal } from '../../schema/ddl/sqlText.ts';
import { quoteName, quoteObject } from '../../schema/name.ts';
import type { RowChange } from './alembicStamp.ts';

/** @param exists Whether the table is there. */
export function alembicStatements(
  table: NamedTable,
  changes: readonly RowChange[],
  exists: boolean,
): readonly string[] {
  const name = quoteObject(table);
  const column = `${name}.version_num`;
  const create = `CREATE TABLE ${name} (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT ${quoteName(`${table.name}_pkc`)} PRIMARY KEY (version_num)
)`;
  return [
    ...(exists ? [] : [create]),
    ...changes.map((change) => {
      switch (change.kind) {
        case 'deleteAll':
          return `DELETE FROM ${name}`;
        case 'delete':
          return `DELETE FROM ${name} WHERE ${column} = ${literal(change.id)}`;
        case 'insert':
          return `INSERT INTO ${name} (version_num) VALUES (${literal(change.id)})`;
        default:
          return `UPDATE ${name} SET version_num=${literal(change.id)} WHERE ${column} = ${literal(change.from)}`;
      }
    }),
  ];
}

/** What makes the rows of a log tool say that exactly so much is applied; none for Flyway, whose rows are its own affair. */
export function logStatements(
  tool: Exclude<ConventionId, 'alembic'>,
  table: NamedTable,
  insert: readonly string[],
  remove: readonly string[],
): readonly string[] {
  const name = quoteObject(table);
  const each = (ids: readonly string[], statement: (id: string) => string) => ids.map(statement);
  switch (tool) {
    case 'goose':
      return [
        ...each(remove, (id) => `DELETE FROM ${name} WHERE version_id = ${id}`),
        ...each(insert, (id) => `INSERT INTO ${name} (version_id, is_applied) VALUES (${id}, true)`),
      ];
    case 'dbmate':
      return [
        ...each(remove, (id) => `DELETE FROM ${name} WHERE version = ${literal(id)}`),
        ...each(insert, (id) => `INSERT INTO ${name} (version) VALUES (${literal(id)})`),
      ];
    default:
      return [];
  }
}

/** `migrate force`: one row, and none before the first version. */
export function forceStatements(table: NamedTable, version: string | undefined): readonly string[] {
  const name = quoteObject(table);
  const row = `INSERT INTO ${name} (version, dirty) VALUES (${version}, false)`;
  return [`TRUNCATE ${name}`, ...(version === undefined ? [] : [row])];
}

type NamedTable = Pick<VersionTable, 'schema' | 'name'>;
