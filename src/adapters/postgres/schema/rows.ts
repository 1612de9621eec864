/** Values in rows as PostgreSQL prints them. */
import type { Row } from '../connect.ts';

export function text(row: Row, column: string): string {
  return row[column] ?? '';
}

/** `undefined` for NULL. */
export function optional(row: Row | undefined, column: string): string | undefined {
  return row?.[column] ?? undefined;
}

export function flag(row: Row, column: string): boolean {
  return row[column] === 't';
}

/** Of an array (`{1,2}`) or a vector (`1 2`) of numbers; none for NULL. */
export function numbers(row: Row, column: string): readonly number[] {
  return texts(row, column).map(Number);
}

/** The same, as they are written: of oids. */
export function texts(row: Row, column: string): readonly string[] {
  const value = text(row, column);
  const list = value.startsWith('{') ? value.slice(1, -1).split(',') : value.split(' ');
  return list[0] === '' ? [] : list;
}

/** `undefined` for NULL. */
export function json<T>(row: Row | undefined, column: string): T | undefined {
  const value = row?.[column];
  return value === null || value === undefined ? undefined : (JSON.parse(value) as T);
}

export function keyBy(rows: readonly Row[], column: string): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [text(row, column), row]));
}

/** An object without the property where there is no value, as optional properties demand. */
export function present<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

export function sortedByName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return items.length < 2 ? items : [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}
