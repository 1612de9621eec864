/** Finds the tables of migration tools by their form, in any schema, and reads those that may be read. */
import type { FoundVersionTable } from '../../../app/schemaPorts.ts';
import type { VersionTable } from '../../../core/migration/versionTable.ts';
import type { SchemaSnapshot, Table } from '../../../core/schema/snapshot.ts';
import type { ConnectionTimeouts } from '../../../core/settings.ts';
import type { Session } from '../connect.ts';
import { readVersionTablesIn } from '../readVersionTables.ts';

/** @param usual The tables that the tools have unless told otherwise. */
export async function findVersionTables(
  session: Session,
  snapshot: SchemaSnapshot,
  usual: readonly VersionTable[],
  timeouts: ConnectionTimeouts,
): Promise<readonly FoundVersionTable[]> {
  const tables = [...snapshot.tables.values()].flatMap((table) => versionTableOf(table, usual) ?? []);
  if (tables.length === 0) return [];
  const { tables: readings } = await readVersionTablesIn(session, tables, timeouts);
  return tables.flatMap((table, index) => {
    const reading = readings[index];
    return reading === undefined ? [] : { table, reading };
  });
}

/** Alembic's has one column, whose name says enough; of other tools the name of the table must be the usual one. */
function versionTableOf({ name, columns }: Table, usual: readonly VersionTable[]): VersionTable | undefined {
  const isAlembic = columns.length === 1 && columns[0]?.name === alembicColumn;
  const found = usual.find((table) =>
    isAlembic
      ? table.columns[0] === alembicColumn
      : table.name === name.name &&
        table.columns.every((own) => columns.some((column) => column.name === own)),
  );
  return found === undefined ? undefined : { ...found, ...name };
}

const alembicColumn = 'version_num';
