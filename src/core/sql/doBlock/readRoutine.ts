/** What the body of a function or procedure does when it is called, whatever its arguments are. */
import type { CreateFunctionStmt } from '@pgsql/types';
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { nameParts, stringOf } from '../nodes.ts';
import { operation, type SqlReader } from '../sqlReader.ts';
import type { Statement } from '../statement.ts';
import { opaque } from '../statements/step.ts';
import { readBlock } from './readDoBlock.ts';

export function readRoutine(
  { options, sql_body }: CreateFunctionStmt,
  statement: Statement,
  reader: SqlReader,
): readonly MigrationOperation[] {
  // SQL that is parsed when the routine is created: it can only read and write rows.
  if (sql_body !== undefined) return [];
  const option = (name: string) =>
    options?.flatMap((node) =>
      'DefElem' in node && node.DefElem.defname === name ? [node.DefElem.arg] : [],
    )[0];
  const language = stringOf(option('language'))?.toLowerCase();
  const as = option('as');
  const [code] = as !== undefined && 'List' in as ? nameParts(as.List.items) : [];
  const reason = 'What the routine does is not known.';
  const unknown = [operation(opaque(reason, 'anything'), statement.range, reader)];
  if (code === undefined) return unknown;
  if (language === 'plpgsql') return readBlock(code, statement, reader) ?? unknown;
  if (language !== 'sql') return unknown;
  const locate = () => reader.locate(statement.range);
  return reader.readPart({ ...reader, sql: code, written: code, holes: [], locate });
}
