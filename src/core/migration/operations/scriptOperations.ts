/** What a migration script does, in either direction, and what reading it takes. */
import type { SqlParser } from '../../sql/sqlParser.ts';
import type { SyntaxParser } from '../../text/syntax.ts';
import type { MigrationOperation } from './operation.ts';

export interface ScriptOperations {
  readonly upgrade: readonly MigrationOperation[];
  readonly downgrade: readonly MigrationOperation[];
}

export interface ScriptParsers {
  readonly python: SyntaxParser;
  readonly sql: SqlParser;
}
