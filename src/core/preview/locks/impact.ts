/** What a statement costs on a server of one version: locks, rewrites, scans. Facts: `lockbook.json`. */
import type { QualifiedName } from '../../schema/name.ts';
import type { SqlParser } from '../../sql/sqlParser.ts';

/** From the weakest to the strongest. */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

/** @see https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES */
export type LockMode = (typeof lockModes)[number];

export interface RelationLock {
  readonly relation: QualifiedName;
  readonly kind: 'table' | 'index' | 'view' | 'materializedView' | 'sequence';
  readonly mode: LockMode;
}

export interface StatementImpact {
  /** `notMeasured`: the lockbook has no cell for this version; `unknown`: nobody can tell what the statement does. */
  readonly basis: 'measured' | 'notMeasured' | 'unknown';
  /** Rows of the lockbook that it was read from. */
  readonly forms: readonly string[];
  /** The strongest on each relation that was there before the run; what the run itself made is free. */
  readonly locks: readonly RelationLock[];
  readonly rewrites: readonly QualifiedName[];
  /** Indexes that are built again, by name, with the table's schema. */
  readonly rebuilds: readonly QualifiedName[];
  /** Tables that are read from end to end. */
  readonly scans: readonly QualifiedName[];
  readonly refusesTransaction: boolean;
  readonly reversibility: Reversibility;
  /** What PostgreSQL would say, where it is known to refuse: a whole sentence. */
  readonly refusal?: string;
  /** Whole sentences: what made the answer another one than the statement alone would tell. */
  readonly notes: readonly string[];
}

export interface Reversibility {
  readonly kind: 'reversible' | 'losesData' | 'irreversible';
  /** A whole sentence, unless it is simply reversible. */
  readonly why?: string;
}

/** What the statement meets; `startOfRun` makes the first one, `contextAfter` each next. */
export interface RunContext {
  /** Major: `17`. */
  readonly serverVersion: number;
  /** Of the session that runs it; `undefined`: not known. */
  readonly timeZone: string | undefined;
  readonly sql: SqlParser;
  /** Of the session that runs it, as far as the statements before have set it. */
  readonly searchPath: readonly string[];
  /** `nameKey`s of relations and types that the same transaction has made: nobody else knows them yet. */
  readonly created: ReadonlySet<string>;
  /** Of relations that the run has made and committed: they are locked like any other, but were empty. */
  readonly committed: ReadonlySet<string>;
  /** Of relations among both that the run has written rows to. */
  readonly filled: ReadonlySet<string>;
  /** Columns that the run has added to other tables: `nameKey` of the table + `\0` + column. */
  readonly ownColumns?: ReadonlySet<string>;
  /** What relations were called before the run: by `nameKey` of their name now. */
  readonly renamed?: ReadonlyMap<string, QualifiedName>;
  /** Labels that the same transaction has added: `nameKey` of the type + `\0` + label. */
  readonly addedLabels: ReadonlySet<string>;
}
