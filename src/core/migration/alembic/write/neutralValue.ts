/** A value that rows can be given where nobody says which: the least that a type has. */
import { literal } from '../../../schema/ddl/sqlText.ts';
import { nameKey } from '../../../schema/name.ts';
import type { SchemaSnapshot } from '../../../schema/snapshot.ts';
import type { SqlType } from '../../../schema/type.ts';

/** SQL; `undefined` for types that have no such value. */
export function neutralValue(type: SqlType, types: SchemaSnapshot['types']): string | undefined {
  if (type.kind === 'unresolved') return undefined;
  if (type.array) return "'{}'";
  const { schema, name } = type;
  if (schema === undefined) return values[name];
  const found = types.get(nameKey({ schema, name }));
  const label = found?.kind === 'enum' ? found.labels[0] : undefined;
  return label === undefined ? undefined : literal(label);
}

const values: Readonly<Record<string, string>> = {
  'character varying': "''",
  text: "''",
  smallint: '0',
  integer: '0',
  bigint: '0',
  numeric: '0',
  real: '0',
  'double precision': '0',
  boolean: 'false',
  json: "'{}'",
  jsonb: "'{}'",
  bytea: "''",
  interval: "'0'",
  date: 'CURRENT_DATE',
  'timestamp with time zone': 'now()',
  'timestamp without time zone': 'now()',
};
