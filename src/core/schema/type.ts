/**
 * Column types as PostgreSQL's catalogs know them.
 *
 * A type is compared by its parts, never as text: the spelling `varchar(36)` and what `format_type` prints,
 * `character varying(36)`, are one type.
 */
import { quoteName } from './name.ts';

export type SqlType = NamedType | UnresolvedType;

export interface NamedType {
  readonly kind: 'named';
  /** Absent for a type of `pg_catalog`; in an operation, also for a type that the search path has to find. */
  readonly schema?: string;
  /** For a built-in type as `format_type` prints it, without modifier: `character varying`, `timestamp with time zone`. */
  readonly name: string;
  /** As `format_type` prints it between the parentheses: `36`, `10,2`, `Point,4326`; `day to second` of an interval. */
  readonly modifier?: string;
  /** PostgreSQL does not keep the number of dimensions. */
  readonly array: boolean;
}

/** A type that could not be read; `text` says what was there. It is neither equal nor unequal to any other. */
export interface UnresolvedType {
  readonly kind: 'unresolved';
  readonly text: string;
}

/** As `format_type` prints it with an empty search path. */
export function typeText(type: SqlType): string {
  if (type.kind === 'unresolved') return type.text;
  const brackets = type.array ? '[]' : '';
  if (type.schema !== undefined) {
    const modifier = type.modifier === undefined ? '' : `(${type.modifier})`;
    return `${quoteName(type.schema)}.${quoteName(type.name)}${modifier}${brackets}`;
  }
  return `${builtInText(type.name, type.modifier)}${brackets}`;
}

/** The modifier of times stands inside the name: `timestamp(3) with time zone`; fields of an interval follow bare. */
function builtInText(name: string, modifier: string | undefined): string {
  if (modifier === undefined) return name;
  if (name === 'interval' && !/^\d+$/.test(modifier)) return `interval ${modifier}`;
  const space = / (?:with|without) time zone$/.exec(name)?.index;
  if (space === undefined) return `${name}(${modifier})`;
  return `${name.slice(0, space)}(${modifier})${name.slice(space)}`;
}

export function sameType(a: SqlType, b: SqlType): boolean {
  return a.kind === 'named' && b.kind === 'named' && typeText(a) === typeText(b);
}
