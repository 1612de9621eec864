/** What a migration script does, in either direction, and what reading it takes. */
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';
import type { SyntaxParser } from '../../text/syntax.ts';
import type { MigrationOperation } from './operation.ts';

export interface ScriptOperations {
  readonly upgrade: readonly MigrationOperation[];
  readonly downgrade: readonly MigrationOperation[];
  /** It asks its database what is there: knowing that tells more of it. */
  readonly asksSchema?: true;
  /** Whether its downgrade does; a function, because to know it that has to be read. */
  readonly downgradeAsksSchema?: () => boolean;
}

/** What a script finds when it runs. */
export interface FoundSchema {
  readonly snapshot: SchemaSnapshot;
  readonly searchPath: readonly string[];
  readonly revision: string;
  /** Absent: what its upgrade does. */
  readonly direction?: 'upgrade' | 'downgrade';
}

export interface ScriptParsers {
  readonly python: SyntaxParser;
  readonly sql: SqlParser;
}
