/** Pieces of DDL that several objects have. */
import { quoteName } from '../name.ts';

/** With `standard_conforming_strings`, as PostgreSQL has it by default. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function nameList(names: readonly string[]): string {
  return `(${names.map(quoteName).join(', ')})`;
}

/** @param object `TABLE public.orders`. No statement where there is no comment. */
export function commentOn(object: string, comment: string | undefined): readonly string[] {
  return comment === undefined ? [] : [`COMMENT ON ${object} IS ${literal(comment)};`];
}

export function words(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== '').join(' ');
}

/** Every line of a text as an SQL comment. */
export function remark(text: string): string {
  return text
    .split('\n')
    .map((line) => `-- ${line}`)
    .join('\n');
}

export function byKey<T>(map: ReadonlyMap<string, T>): readonly T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
