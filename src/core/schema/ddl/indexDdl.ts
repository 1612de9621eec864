/** CREATE INDEX. */
import type { Index, IndexKey } from '../indexes.ts';
import { type QualifiedName, quoteName, quoteQualified } from '../name.ts';
import { commentOn, nameList, words } from './sqlText.ts';

/** @param relation The table or materialized view. */
export function indexDdl(index: Index, relation: QualifiedName): readonly string[] {
  const statement = words(
    index.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX',
    quoteName(index.name),
    `ON ${quoteQualified(relation)} USING ${quoteName(index.method)}`,
    `(${index.keys.map(keyDdl).join(', ')})`,
    index.include && `INCLUDE ${nameList(index.include)}`,
    index.nullsNotDistinct && 'NULLS NOT DISTINCT',
    index.options && `WITH (${index.options.join(', ')})`,
    index.predicate && `WHERE ${index.predicate}`,
  );
  const name = quoteQualified({ schema: relation.schema, name: index.name });
  return [
    `${statement};${index.invalid ? ' -- invalid: its concurrent build did not finish' : ''}`,
    ...commentOn(`INDEX ${name}`, index.comment),
  ];
}

/** As it stands between the parentheses. */
export function keyDdl({
  column,
  expression,
  collation,
  operatorClass,
  descending,
  nulls,
}: IndexKey): string {
  return words(
    column === undefined ? `(${expression ?? ''})` : quoteName(column),
    collation && `COLLATE ${collation}`,
    operatorClass,
    descending && 'DESC',
    nulls && `NULLS ${nulls.toUpperCase()}`,
  );
}
