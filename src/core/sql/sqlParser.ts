/**
 * PostgreSQL's own parser, as readers of SQL use it.
 *
 * The adapter wraps libpg-query; its calls are synchronous once loaded. Positions in syntax trees are UTF-8 bytes
 * (`positions.ts` translates them); what leaves this interface as a {@link Range} is UTF-16.
 */
import type { Node } from '@pgsql/types';
import type { Range } from '../text/range.ts';

export interface SqlParser {
  /** The statements of `sql`, or the first thing wrong with it. Never throws for what the text says. */
  parse(sql: string): SqlParse;
  /** PL/pgSQL: of a whole `CREATE FUNCTION` or `DO` statement. `undefined` where it is no valid PL/pgSQL. */
  parsePlPgSql(statement: string): SqlNode | undefined;
}

export type SqlParse =
  | { readonly kind: 'parsed'; readonly statements: readonly SqlStatement[] }
  | { readonly kind: 'failed'; readonly message: string; readonly at: number };

export interface SqlStatement {
  /** In the parsed text, without surrounding blanks, comments before it, and the semicolon; UTF-16. */
  readonly range: Range;
  /** One key, the statement's type: `{ CreateStmt: { … } }`, as libpg-query's JSON has it. */
  readonly node: Node;
}

/** A node of libpg-query's JSON tree that has no type of its own: those of PL/pgSQL. */
export interface SqlNode {
  readonly [key: string]: unknown;
}
