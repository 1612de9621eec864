/** Types as a migration's SQL names them: one of a user's without a schema is found on the search path. */
import { quoteName } from '../../../schema/name.ts';
import { type SqlType, typeText } from '../../../schema/type.ts';
import { Unwritable } from './unwritable.ts';

/** @param of What has the type: `the column orders.total`. */
export function typeSql(type: SqlType, of: string): string {
  if (type.kind === 'unresolved') throw new Unwritable(`The type of ${of} is not known: ${type.text}.`);
  return typeText(
    isPlain(type.name) || type.schema !== undefined ? type : { ...type, name: quoteName(type.name) },
  );
}

/** PostgreSQL's own names, some of several words, which quotes would turn into others. */
function isPlain(name: string): boolean {
  return keywords.has(name) || / (?:varying|precision|with time zone|without time zone)$/.test(name);
}

const keywords: ReadonlySet<string> = new Set([
  ...[
    '"char"',
    'bigint',
    'bit',
    'boolean',
    'character',
    'integer',
    'interval',
    'json',
    'numeric',
    'real',
    'smallint',
  ],
]);
