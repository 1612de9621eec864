/** The rows of a version table as statements. Columns that were not read get some value where they need one. */
import type { VersionRow } from '../../migration/versionTable.ts';
import { literal, nameList } from '../../schema/ddl/sqlText.ts';
import { quoteQualified } from '../../schema/name.ts';
import type { Column, Table } from '../../schema/snapshot.ts';

export function insertRows(table: Table, rows: readonly VersionRow[]): readonly string[] {
  return rows.map((row) => {
    const values = new Map(
      table.columns.flatMap((column): readonly (readonly [string, string | null])[] => {
        // The tool's own rows are numbered on from these.
        if (isNumbered(column)) return [];
        const value = row[column.name];
        if (value !== undefined) return [[column.name, value]];
        return needsValue(column) ? [[column.name, anyValue(column)]] : [];
      }),
    );
    const list = [...values.values()].map((value) => (value === null ? 'NULL' : literal(value))).join(', ');
    return `INSERT INTO ${quoteQualified(table.name)} ${nameList([...values.keys()])} OVERRIDING SYSTEM VALUE VALUES (${list})`;
  });
}

function needsValue({ nullable, default: given, identity, generated }: Column): boolean {
  return !nullable && given === undefined && identity === undefined && generated === undefined;
}

function isNumbered({ default: given, identity }: Column): boolean {
  return identity !== undefined || (given !== undefined && /^nextval\(/i.test(given));
}

function anyValue({ type }: Column): string {
  const name = type.kind === 'named' ? type.name : '';
  if (/^(?:date|timestamp)/.test(name)) return 'epoch';
  return /^(?:smallint|integer|bigint|numeric|real|double precision|boolean)$/.test(name) ? '0' : '';
}
