/** DO blocks in PL/pgSQL. */
import type { DoStmt } from '@pgsql/types';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { stringOf } from '../nodes.ts';
import { operation, type SqlReader } from '../sqlReader.ts';
import type { Statement } from '../statement.ts';
import { opaque } from '../statements/step.ts';
import { BlockReader } from './blockReader.ts';
import { listIn, member } from './plpgsql.ts';

export function readDoBlock(
  { args }: DoStmt,
  statement: Statement,
  reader: SqlReader,
): readonly MigrationOperation[] {
  const whole = (reason: string): readonly MigrationOperation[] => [
    operation(opaque(reason, 'anything'), statement.range, reader),
  ];
  const option = (name: string): string | undefined =>
    (args ?? []).flatMap((node) =>
      'DefElem' in node && node.DefElem.defname === name ? (stringOf(node.DefElem.arg) ?? []) : [],
    )[0];
  const language = option('language') ?? 'plpgsql';
  if (language.toLowerCase() !== 'plpgsql') return whole(`A DO block in ${language} is not followed.`);
  const operations = readBlock(option('as') ?? '', statement, reader);
  if (operations === undefined) return whole('The DO block is no valid PL/pgSQL.');
  if (operations.length > 0) return operations;
  return [operation({ kind: 'noSchemaEffect', statement: 'DO' }, statement.range, reader)];
}

/** The PL/pgSQL within a statement; `undefined` where it is none. */
export function readBlock(
  code: string,
  statement: Statement,
  reader: SqlReader,
): readonly MigrationOperation[] | undefined {
  const { start, end } = statement.range;
  const tree = reader.parser.parsePlPgSql(reader.sql.slice(start, end));
  const body = member(listIn(tree, 'plpgsql_funcs')[0], 'PLpgSQL_function');
  return body && new BlockReader(code, body, statement, reader).read();
}
