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
  /** In their order. */
  readonly columns: readonly ColumnRow[];
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

/** Tables with the same columns are read once. */
export function relationReader(): (row: Row, schema: string) => Relation {
  const known = new Map<string, Columns>();
  return (row, schema) => {
    const key = `${row.column_count} ${row.columns}`;
    const read = known.get(key) ?? readColumns(text(row, 'columns'), Number(row.column_count));
    known.set(key, read);
    return {
      oid: text(row, 'oid'),
      kind: text(row, 'kind'),
      name: { schema, name: text(row, 'name') },
      row,
      ...read,
    };
  };
}

type Columns = Pick<Relation, 'isReadable' | 'columnNames' | 'columns'>;

function readColumns(columns: string, count: number): Columns {
  const isReadable = areReadable(columns, count);
  const rows = isReadable && columns !== '' ? columns.split(columnSeparator).map(toColumnRow) : [];
  const columnNames: (string | undefined)[] = [];
  for (const { number, name } of rows) {
    while (columnNames.length < number - 1) columnNames.push(undefined);
    columnNames.push(name);
  }
  return { isReadable, columnNames, columns: rows };
}

/** Whether no name holds one of the separators. */
function areReadable(columns: string, count: number): boolean {
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

function toColumnRow(column: string): ColumnRow {
  const [number, name = '', type = '', notNull, hasDefault, identity = '', generated = '', collation = ''] =
    column.split(partSeparator);
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
