/**
 * What settings, and the tools themselves, leave out of comparisons: globs over `schema.object.part`, and a kind.
 *
 * `tmp_*` is an object of any schema, `audit.*` all of a schema, `public.users.legacy_*` parts of a table. Whoever
 * ignores an object ignores its parts.
 */
import picomatch from 'picomatch';
import { versionTableText } from '../migration/versionTable.ts';
import type { ObjectKind, ObjectRef } from './objectRef.ts';

export interface IgnoreRule {
  readonly pattern: string;
  /** Absent: any. */
  readonly kind?: ObjectKind;
}

const VERSION_TABLE = 'version table ';

/** Whether nobody had to say so: a tool's own table is no part of what its migrations make. */
export const isOwnTable = ({ rule }: { readonly rule: string }): boolean => rule.startsWith(VERSION_TABLE);

/**
 * @param versionTables Of all tools that work on the database; without a schema, in any.
 * @returns What ignores an object, for people; `undefined` where nothing does.
 */
export function ignoring(
  rules: readonly IgnoreRule[],
  versionTables: readonly { readonly schema?: string; readonly name: string }[],
): (object: ObjectRef) => string | undefined {
  const compiled = rules.map(compile);
  return (object) =>
    versionTableOf(object, versionTables) ?? compiled.find(({ matches }) => matches(object))?.text;
}

function versionTableOf(
  { object, of, part }: ObjectRef,
  tables: readonly { readonly schema?: string; readonly name: string }[],
): string | undefined {
  if (object !== 'table' && part === undefined) return undefined;
  const table = tables.find(
    ({ schema, name }) => name === of.name && (schema === undefined || schema === of.schema),
  );
  return table === undefined ? undefined : `${VERSION_TABLE}${versionTableText({ ...table, columns: [] })}`;
}

function compile({ pattern, kind }: IgnoreRule): {
  readonly text: string;
  readonly matches: (object: ObjectRef) => boolean;
} {
  const globs = pattern.split('.').map((glob) => picomatch(glob, { dot: true, bash: true }));
  const [first, second, third] = globs;
  const text = kind === undefined ? pattern : `${pattern} (${kind})`;
  const matches = ({ object, of, part }: ObjectRef): boolean => {
    if (kind !== undefined && kind !== object) return false;
    if (first === undefined) return false;
    if (second === undefined) return first(of.name);
    if (!first(of.schema) || !second(of.name)) return false;
    return third === undefined || (part !== undefined && third(part));
  };
  return { text, matches };
}
