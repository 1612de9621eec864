/**
 * Rows that come as lines of text, for what there is much of: a line takes the server and this program a fraction of
 * the work, and is read when its relation is made. https://www.postgresql.org/docs/current/sql-copy.html
 */
import { groupBy } from '../../../core/groupBy.ts';
import type { Row } from '../connect.ts';

export interface CopyStatement {
  readonly columns: readonly string[];
  readonly sql: string;
}

/** In the order of the statement's rows. */
export interface Lines {
  readonly columns: readonly string[];
  readonly lines: readonly string[];
}

/** @param values SQL of each column, first what is seldom NULL. NULL and the empty text are the same. */
export function copyOf(values: Readonly<Record<string, string>>, from: string): CopyStatement {
  const sql = `COPY (\nSELECT ${Object.values(values).join(', ')}\n${from.trim()}) TO STDOUT (NULL '')`;
  return { columns: Object.keys(values), sql };
}

export function* rowsOf({ columns, lines }: Lines): Generator<Row> {
  const read = reader(columns);
  for (const line of lines) yield read(line);
}

export function firstColumn(line: string): string {
  return line.slice(0, line.indexOf('\t'));
}

/**
 * Rows by the value of their first column, which is an oid. They are read anew at each call: all of them together would
 * take more memory than the schema that is made of them.
 */
export function byFirstColumn({ columns, lines }: Lines): (oid: string) => readonly Row[] {
  const read = reader(columns);
  const groups = groupBy(lines, firstColumn);
  return (oid) => groups.get(oid)?.map(read) ?? none;
}

const none: readonly Row[] = [];

type LineReader = (line: string) => Row;

const readers = new Map<string, LineReader>();

/** The same for the same columns: code that has met many classes of rows is slow. */
function reader(columns: readonly string[]): LineReader {
  const key = columns.join();
  const made = readers.get(key) ?? newReader(columns);
  readers.set(key, made);
  return made;
}

/** Rows look up their values, which takes a fraction of the time that an object with as many properties does. */
function newReader(columns: readonly string[]): LineReader {
  class LineRow {
    readonly values: readonly string[];
    constructor(values: readonly string[]) {
      this.values = values;
    }
  }
  for (const [index, column] of columns.entries()) {
    const get = function (this: LineRow): string | null {
      return this.values[index] || null;
    };
    Object.defineProperty(LineRow.prototype, column, { get });
  }
  return (line) => {
    const values = withoutEmptyEnd(line).split('\t');
    return new LineRow(line.includes('\\') ? values.map(unescaped) : values) as unknown as Row;
  };
}

/** Most of what a row has last is NULL. */
function withoutEmptyEnd(line: string): string {
  let end = line.length;
  while (line.charCodeAt(end - 1) === tab) end--;
  return line.slice(0, end);
}

const tab = 9;

function unescaped(value: string): string {
  return value.replace(/\\(.)/g, (_, sign: string) => escapes.get(sign) ?? sign);
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
