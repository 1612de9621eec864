/**
 * SQL statements as operations, each with its place in the text.
 *
 * A statement that cannot be read is `opaque`, with what is known of what it touches. What a DO block does under a
 * condition is read in `doBlock/`.
 */
import type { Node } from '@pgsql/types';
import type { MigrationOperation, Step, WholeStatement } from '../migration/operations/operation.ts';
import type { Location, Range } from '../text/range.ts';
import { affectedBy, changesNothing } from './affected.ts';
import { readDoBlock } from './doBlock/readDoBlock.ts';
import { readRoutine } from './doBlock/readRoutine.ts';
import { nameParts, objectName } from './nodes.ts';
import { maskPlaceholders, type Placeholders } from './placeholders.ts';
import { byteOffsetsOf } from './positions.ts';
import { readNode } from './readStatement.ts';
import { ScriptRoutines } from './scriptRoutines.ts';
import { type SqlPiece, splitSql } from './splitSql.ts';
import type { SqlParser } from './sqlParser.ts';
import { operation, type SqlReader } from './sqlReader.ts';
import { rangeOf, type Statement } from './statement.ts';
import { alterTable } from './statements/alterTable.ts';
import { statementName } from './statements/step.ts';
import { withoutTemporary } from './statements/temporary.ts';
import { unparsed } from './statements/unparsed.ts';

export interface ReadSqlOptions {
  /** The part of the text to read. */
  readonly range?: Range;
  /** What is filled in before the text is run. */
  readonly placeholders?: Placeholders;
}

/** @param locate Where a range of `sql` is, in the file that it is written in. */
export function readSql(
  sql: string,
  parser: SqlParser,
  locate: (range: Range) => Location,
  { range, placeholders }: ReadSqlOptions = {},
): readonly MigrationOperation[] {
  const { text, holes } = maskPlaceholders(sql.replace(/^\ufeff/, ' '), placeholders);
  return readPart(
    {
      ...{ parser, locate, sql: text, written: sql, holes, routines: new ScriptRoutines(), readPart },
      sent: placeholders === 'binds' ? withoutEscapes : (written) => written,
    },
    range,
  );
}

function readPart(reader: SqlReader, part?: Range): readonly MigrationOperation[] {
  return splitSql(reader.sql, part?.start, part?.end).flatMap((piece) => readPiece(piece, reader));
}

function readPiece(piece: SqlPiece, reader: SqlReader): readonly MigrationOperation[] {
  const whole = wholeOf(piece.range, reader);
  return stepsOf(piece, reader).map((one) => ({ ...one, whole }));
}

/** A colon that begins no placeholder is written `\:`. */
function withoutEscapes(written: string): string {
  return written.replaceAll('\\:', ':');
}

function wholeOf(range: Range, reader: SqlReader): WholeStatement {
  const sql = reader.sent(reader.written.slice(range.start, range.end));
  return { sql, location: reader.locate(range), ...(hasHole(range, reader) && { open: true }) };
}

function stepsOf(piece: SqlPiece, reader: SqlReader): readonly MigrationOperation[] {
  if (piece.kind === 'psql') return [operation(psqlStep(piece.range, reader), piece.range, reader)];
  const text = reader.sql.slice(piece.range.start, piece.range.end);
  const parse = reader.parser.parse(text);
  const byteOffset = byteOffsetsOf(text);
  const statement: Statement = {
    sql: reader.sql,
    range: piece.range,
    tokens: piece.tokens,
    offset: (location = 0) => piece.range.start + byteOffset(Math.max(location, 0)),
    routines: reader.routines,
  };
  const operations =
    parse.kind === 'failed'
      ? [operation(unparsed(statement, parse.message), piece.range, reader)]
      : parse.statements.flatMap(({ node }) => readNodeAt(node, statement, reader));
  return hasHole(piece.range, reader)
    ? operations.map((one) => withHole(one, statementName(statement)))
    : operations;
}

function readNodeAt(node: Node, statement: Statement, reader: SqlReader): readonly MigrationOperation[] {
  if ('DoStmt' in node) return readDoBlock(node.DoStmt, statement, reader);
  if ('AlterTableStmt' in node) {
    return alterTable(node.AlterTableStmt, statement).map(({ step, from, to }) =>
      operation(withoutTemporary(step, statement), rangeOf(statement, from, to), reader, statement.range),
    );
  }
  if ('CreateFunctionStmt' in node) {
    const { CreateFunctionStmt: routine } = node;
    reader.routines.add(objectName(nameParts(routine.funcname)), () =>
      readRoutine(routine, statement, reader),
    );
  }
  return readNode(node, statement).map((step) =>
    operation(withoutTemporary(step, statement), statement.range, reader),
  );
}

const hasHole = (range: Range, { holes }: SqlReader): boolean =>
  holes.some(({ start, end }) => start < range.end && end > range.start);

/** With a placeholder in it, a statement's names and values are not known; rows are rows all the same. */
function withHole(one: MigrationOperation, name: string): MigrationOperation {
  if (one.kind === 'data') return { ...one, tables: [] };
  if (changesNothing(one)) return one;
  const { location, sql } = one;
  const reason = `A placeholder in ${name} is filled in only when the script runs.`;
  return { kind: 'opaque', reason, affects: affectedBy([one]), location, ...(sql !== undefined && { sql }) };
}

/** Commands of psql that run other SQL; all others change nothing. */
const runs = /^\\(?:i|ir|include|include_relative|gexec|c|connect)\b/;

function psqlStep(range: Range, { written }: SqlReader): Step {
  const line = written.slice(range.start, range.end);
  const command = line.split(/\s/, 1)[0] ?? line;
  if (!runs.test(line)) return { kind: 'noSchemaEffect', statement: command };
  const reason = `${command} is a command of psql that runs other SQL, which is not followed.`;
  return { kind: 'opaque', reason, affects: 'anything' };
}
