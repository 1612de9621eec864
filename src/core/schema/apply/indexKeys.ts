/** Keys of indexes as PostgreSQL keeps them: what says nothing is left out. */
import type { Node } from '@pgsql/types';
import { nameParts } from '../../sql/nodes.ts';
import { parseExpression } from '../../sql/parseExpression.ts';
import { typeOf } from '../../sql/typeOf.ts';
import type { Index, IndexKey } from '../indexes.ts';
import { quoteName } from '../name.ts';
import type { Column } from '../snapshot.ts';
import { type SqlType, sameType } from '../type.ts';
import type { Draft } from './draft.ts';

/** @param columns Of the table; empty for a materialized view, whose are not known. */
export function plainIndex(draft: Draft, index: Index, columns: readonly Column[]): Index {
  const { predicate, ...rest } = index;
  const always = predicate !== undefined && /^\(*\s*true\s*\)*$/i.test(predicate);
  return {
    ...rest,
    keys: index.keys.map((key) => plainKey(draft, columns, key, index.method)),
    ...(predicate !== undefined && !always && { predicate }),
  };
}

/** `(name COLLATE "C")` is a column all the same, and so is a column cast to its own type. */
function plainKey(draft: Draft, columns: readonly Column[], key: IndexKey, method: string): IndexKey {
  let node = key.expression === undefined ? undefined : parseExpression(key.expression, draft.sql)?.node;
  let { collation } = key;
  if (node !== undefined && 'CollateClause' in node) {
    collation = nameParts(node.CollateClause.collname).map(quoteName).join('.');
    node = node.CollateClause.arg;
  }
  const name = key.column ?? columnIn(node, columns);
  const own = columns.find((one) => one.name === name);
  const saysNothing =
    collation === own?.collation || (collation === '"default"' && own?.collation === undefined);
  const { expression, collation: _, operatorClass, ...rest } = key;
  const isDefault = operatorClass !== undefined && isDefaultClass(operatorClass, own?.type, method);
  return {
    ...rest,
    ...(name === undefined ? expression !== undefined && { expression } : { column: name }),
    ...(operatorClass !== undefined && !isDefault && { operatorClass }),
    ...(collation !== undefined && !saysNothing && { collation }),
  };
}

function columnIn(node: Node | undefined, columns: readonly Column[]): string | undefined {
  if (node === undefined) return undefined;
  if ('ColumnRef' in node) return nameParts(node.ColumnRef.fields).at(-1);
  if (!('TypeCast' in node)) return undefined;
  const name = columnIn(node.TypeCast.arg, columns);
  const own = columns.find((one) => one.name === name);
  return own !== undefined && sameType(own.type, typeOf(node.TypeCast.typeName)) ? name : undefined;
}

function isDefaultClass(operatorClass: string, type: SqlType | undefined, method: string): boolean {
  if (type?.kind !== 'named') return false;
  const plain = operatorClass.replace(/^pg_catalog\./, '');
  if (type.array) return plain === 'array_ops' && method !== 'gist';
  if (type.schema !== undefined) return false;
  if (method === 'gin')
    return plain === `${type.name}_ops` && (type.name === 'jsonb' || type.name === 'tsvector');
  return (method === 'btree' || method === 'hash') && plain === defaultClasses.get(type.name);
}

/** Of btree and hash; of the types that have one under their own name. */
const defaultClasses: ReadonlyMap<string, string> = new Map([
  ['smallint', 'int2_ops'],
  ['integer', 'int4_ops'],
  ['bigint', 'int8_ops'],
  ['real', 'float4_ops'],
  ['double precision', 'float8_ops'],
  ['boolean', 'bool_ops'],
  ['text', 'text_ops'],
  ['character varying', 'text_ops'],
  ['character', 'bpchar_ops'],
  ['timestamp with time zone', 'timestamptz_ops'],
  ['timestamp without time zone', 'timestamp_ops'],
  ...['date', 'numeric', 'uuid', 'jsonb', 'bytea', 'inet', 'interval', 'oid', 'name'].map(
    (name) => [name, `${name}_ops`] as const,
  ),
]);
