/** A relation with its columns; the names of these are what other relations need to know of it. */
import type { QualifiedName } from '../../../core/schema/name.ts';
import type { Row } from '../connect.ts';
import { columnSeparator, partSeparator } from './catalogQueries.ts';
import { text } from './rows.ts';

export interface Relation {
  readonly oid: string;
  /** `pg_class.relkind`. */
  readonly kind: string;
  readonly name: QualifiedName;
  /** One of the query `relations`. */
  readonly row: Row;
  /** Whether its columns could be told apart; if not, it has none here. */
  readonly isReadable: boolean;
  readonly columnNames: ColumnNames;
  /**
   * In their order. Read anew at each call: those of all relations together would take more memory than the schema
   * that is made of them.
   */
  columns(): readonly ColumnRow[];
}

export interface ColumnRow {
  readonly number: number;
  readonly name: string;
  /** As `format_type` prints it. */
  readonly type: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** `a`, `d` or empty. */
  readonly identity: string;
  /** `s`, `v` or empty. */
  readonly generated: string;
  /** An oid; `0` for a type without collations. */
  readonly collation: string;
}

/** The columns of a relation by `attnum` less one: with gaps where some were dropped. */
export type ColumnNames = readonly (string | undefined)[];

export function toRelation(row: Row, schema: string): Relation {
  const isReadable = areReadable(row);
  return {
    oid: text(row, 'oid'),
    kind: text(row, 'kind'),
    name: { schema, name: text(row, 'name') },
    row,
    isReadable,
    columnNames: isReadable ? readColumnNames(row) : [],
    columns: () =>
      isReadable ? columnTexts(row).map((column) => toColumnRow(column.split(partSeparator))) : [],
  };
}

/** Whether no name holds one of the separators. */
function areReadable(row: Row): boolean {
  const columns = text(row, 'columns');
  const count = Number(row.column_count);
  return (
    countOf(columns, columnSeparator) === Math.max(0, count - 1) &&
    countOf(columns, partSeparator) === count * 7
  );
}

function countOf(value: string, separator: string): number {
  let count = 0;
  for (let at = value.indexOf(separator); at >= 0; at = value.indexOf(separator, at + 1)) count++;
  return count;
}

/** The same as the names of all columns, for a fraction of the work. */
function readColumnNames(row: Row): ColumnNames {
  const names: (string | undefined)[] = [];
  for (const column of columnTexts(row)) {
    const start = column.indexOf(partSeparator);
    const number = Number(column.slice(0, start));
    while (names.length < number - 1) names.push(undefined);
    names.push(column.slice(start + 1, column.indexOf(partSeparator, start + 1)));
  }
  return names;
}

function columnTexts(row: Row): readonly string[] {
  const columns = text(row, 'columns');
  return columns === '' ? [] : columns.split(columnSeparator);
}

function toColumnRow(parts: readonly string[]): ColumnRow {
  const [number, name = '', type = '', notNull, hasDefault, identity = '', generated = '', collation = ''] =
    parts;
  return {
    number: Number(number),
    name,
    type,
    notNull: notNull === 't',
    hasDefault: hasDefault === 't',
    identity,
    generated,
    collation,
  };
}
