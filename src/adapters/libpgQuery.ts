/**
 * PostgreSQL's own parser on libpg-query: loads it, parses, and translates its positions.
 *
 * Its `.wasm` file lies beside the bundle; run from source, it is in its package.
 */
import type { Node } from '@pgsql/types';
import { byteOffsetsOf, offsetOfCodePoint, skipBlanks } from '../core/sql/positions.ts';
import type { SqlNode, SqlParse, SqlParser } from '../core/sql/sqlParser.ts';

type Library = typeof import('libpg-query');

let sql: Promise<SqlParser> | undefined;

/** The parser for SQL; loaded when first asked for, shared afterwards. */
export function loadSql(): Promise<SqlParser> {
  sql ??= load();
  return sql;
}

async function load(): Promise<SqlParser> {
  const library = await import('libpg-query');
  await library.loadModule();
  return {
    parse: (text) => parse(library, text),
    parsePlPgSql: (statement) => parsePlPgSql(library, statement),
  };
}

function parse(library: Library, text: string): SqlParse {
  // The library is written in C: the text would end there.
  const nul = text.indexOf('\0');
  if (nul >= 0) return { kind: 'failed', message: 'The text holds a NUL character', at: nul };
  if (text === '') return { kind: 'parsed', statements: [] };
  try {
    const offset = byteOffsetsOf(text);
    const statements = (library.parseSync(text).stmts ?? []).flatMap(
      ({ stmt, stmt_location = 0, stmt_len }) => {
        if (stmt === undefined) return [];
        const end = stmt_len === undefined ? text.length : offset(stmt_location + stmt_len);
        const start = skipBlanks(text, offset(stmt_location));
        return [
          { range: { start, end: start + text.slice(start, end).trimEnd().length }, node: stmt as Node },
        ];
      },
    );
    return { kind: 'parsed', statements };
  } catch (error) {
    const at = library.hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0;
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', message, at: offsetOfCodePoint(text, at) };
  }
}

/** Also a block that never ends is refused by an error. */
function parsePlPgSql(library: Library, statement: string): SqlNode | undefined {
  if (statement.includes('\0')) return undefined;
  try {
    return library.parsePlPgSQLSync(statement) as SqlNode;
  } catch {
    return undefined;
  }
}
