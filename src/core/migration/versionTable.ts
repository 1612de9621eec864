/** The table in which a migration tool records what it applied, and what can be learned from it. */

/** `schema` absent: where the connection's search path leads, `public` unless configured otherwise. */
export interface VersionTable {
  readonly schema?: string;
  readonly name: string;
  /** Columns to read, in the tool's own order. A table without them is not this tool's. */
  readonly columns: readonly string[];
  /** Columns that only some versions of the tool have; `null` in a row where missing. */
  readonly optionalColumns?: readonly string[];
}

/** A row of a version table: column → value as PostgreSQL prints it, `null` for NULL. */
export type VersionRow = Readonly<Record<string, string | null>>;

/** What an environment said when asked for one version table. */
export type VersionTableReading =
  | { readonly kind: 'absent' }
  /** Somewhere else than expected: the schemas that hold a table of this name and shape. */
  | { readonly kind: 'elsewhere'; readonly schemas: readonly string[] }
  /** A table of this name, without the columns of the tool; or something of this name that is no table. */
  | {
      readonly kind: 'foreign';
      readonly schema: string;
      readonly missingColumns: readonly string[];
      /** Absent for a table. */
      readonly relation?: 'view' | 'materialized view' | 'foreign table';
    }
  | { readonly kind: 'rows'; readonly schema: string; readonly rows: readonly VersionRow[] }
  /** `grants`: the statements that would suffice, to be run by an owner. */
  | { readonly kind: 'forbidden'; readonly schema: string; readonly grants: readonly string[] }
  /** Somebody holds an exclusive lock, most likely a running migration. */
  | { readonly kind: 'busy'; readonly schema: string };

/** What the rows mean: how the tool itself understands them. */
export type Stamp =
  /** Names the last revision of every branch; all before them counts as applied (Alembic, golang-migrate). */
  | { readonly kind: 'pointer'; readonly heads: readonly string[]; readonly faults: readonly StampFault[] }
  /** Has a row for each applied script (Flyway, goose, dbmate). */
  | {
      readonly kind: 'log';
      readonly applied: readonly string[];
      /** Never run here and never to be: covered by a baseline. */
      readonly skipped?: readonly string[];
      readonly faults: readonly StampFault[];
    };

/** A state the tool itself would refuse or warn of. `id` is absent where it concerns the whole table. */
export interface StampFault {
  readonly kind:
    | 'failed'
    | 'dirty'
    | 'checksumChanged'
    | 'descriptionChanged'
    /** A repeatable script whose text is no longer what was applied; it is pending again. */
    | 'outdated'
    /** goose: a row says that the script was taken back, and keeps it from being run again. */
    | 'rolledBack'
    | 'outOfOrder'
    | 'overlap'
    | 'duplicateRow'
    | 'unreadableRow';
  readonly id?: string;
  /** A whole sentence: what is wrong and what to do. */
  readonly message: string;
}

/** For people: `storage.alembic_version`. */
export function versionTableText({ schema, name }: VersionTable): string {
  return schema === undefined ? name : `${schema}.${name}`;
}
