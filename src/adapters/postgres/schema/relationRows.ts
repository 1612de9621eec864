/** A relation with its columns; the names of these are what other relations need to know of it. */
import type { QualifiedName } from '../../../core/schema/name.ts';
import type { Row } from '../connect.ts';
import { columnSeparator } from './catalogQueries.ts';
import { databaseCollation } from './dictionary.ts';
import { optional, text } from './rows.ts';

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
  /** An oid; for a type without collations `0` or the database's. */
  readonly collation: string;
}

/** The columns of a relation by `attnum` less one: with gaps where some were dropped. */
export type ColumnNames = readonly (string | undefined)[];

/** Tables with the same columns are read once. */
export function relationReader(): (row: Row, schema: string) => Relation {
  const known = new Map<string, Columns>();
  return (row, schema) => {
    // The length tells where the types end, whatever signs there are in names.
    const key = [row.marks, row.special, row.types?.length, row.types, row.names].join();
    const read = known.get(key) ?? readColumns(row);
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

function readColumns(row: Row): Columns {
  const marks = [...text(row, 'marks')];
  const names = listIn(row, 'names');
  const types = listIn(row, 'types');
  // If not, a separator occurs in one of the names.
  const isReadable = names.length === marks.length && types.length === marks.length;
  if (!isReadable) return { isReadable, columnNames: [], columns: [] };
  const special = readSpecial(text(row, 'special'));
  const columns = marks.flatMap((mark, index): readonly ColumnRow[] => {
    if (mark === 'x') return [];
    const number = index + 1;
    return [
      {
        number,
        name: names[index] ?? '',
        type: types[index] ?? '',
        notNull: mark === 'n' || mark === 'b',
        hasDefault: mark === 'd' || mark === 'b',
        ...(special.get(number) ?? nothingSpecial),
      },
    ];
  });
  const columnNames = names.map((name, index) => (marks[index] === 'x' ? undefined : name));
  return { isReadable, columnNames, columns };
}

function listIn(row: Row, column: string): readonly string[] {
  return optional(row, column)?.split(columnSeparator) ?? [];
}

type Special = Pick<ColumnRow, 'identity' | 'generated' | 'collation'>;

const nothingSpecial: Special = { identity: '', generated: '', collation: databaseCollation };

/** By number of the column. */
function readSpecial(special: string): ReadonlyMap<number, Special> {
  return new Map(
    special.split(',').map((column) => {
      const [number, identity = '', generated = '', collation = ''] = column.split(' ');
      return [Number(number), { identity, generated, collation }];
    }),
  );
}
