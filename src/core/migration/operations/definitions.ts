/** Tables, columns, constraints and sequences as a migration writes them: unfinished, until they are applied. */
import type { ReferentialAction } from '../../schema/constraint.ts';
import type { ObjectName } from '../../schema/name.ts';
import type { TablePart } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';

export interface TableDefinition {
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly ConstraintDefinition[];
  readonly foreign?: true;
  readonly unlogged?: true;
  readonly temporary?: true;
  readonly partitionKey?: string;
  readonly partitionOf?: { readonly parent: ObjectName; readonly bound: string };
  readonly inherits?: readonly ObjectName[];
  /** `LIKE other INCLUDING …`, in lower case: `defaults`, `indexes`, `all`. */
  readonly like?: readonly { readonly table: ObjectName; readonly including: readonly string[] }[];
  readonly comment?: string;
}

export interface ColumnDefinition {
  readonly name: string;
  /** `serial` and its relatives keep their name here: `{ name: 'bigserial' }`. */
  readonly type: SqlType;
  /** As written; `undefined`: not said, so nullable unless the column is in the primary key, serial or identity. */
  readonly nullable?: boolean;
  /** How NOT NULL is written, where that says more. */
  readonly notNull?: NotNullDefinition;
  readonly default?: string;
  readonly identity?: 'always' | 'by default';
  readonly sequenceOptions?: SequenceOptions;
  readonly generated?: { readonly expression: string; readonly stored: boolean | undefined };
  readonly collation?: string;
  readonly comment?: string;
  /** Written at the column: `PRIMARY KEY`, `UNIQUE`, `REFERENCES`, `CHECK`. Decides about generated names. */
  readonly constraints?: readonly ConstraintDefinition[];
}

/** Names count since PostgreSQL 18, which also brought the rest. */
export interface NotNullDefinition {
  readonly name?: string;
  readonly notValid?: true;
  readonly noInherit?: true;
}

/** A constraint to be; without a name PostgreSQL makes one. */
export type ConstraintDefinition = {
  readonly name?: string;
  readonly deferrable?: 'immediate' | 'deferred';
  readonly comment?: string;
} & (
  | {
      readonly kind: 'primaryKey' | 'unique';
      readonly columns: readonly string[];
      readonly include?: readonly string[];
      readonly nullsNotDistinct?: true;
      /** `USING INDEX`: an index that becomes the constraint's; columns are then the index's. */
      readonly usingIndex?: string;
    }
  | {
      readonly kind: 'foreignKey';
      readonly columns: readonly string[];
      readonly references: ObjectName;
      /** Empty: the primary key of the referenced table. */
      readonly referencedColumns: readonly string[];
      readonly onUpdate?: ReferentialAction;
      readonly onDelete?: ReferentialAction;
      readonly onDeleteColumns?: readonly string[];
      readonly match?: 'full';
      readonly notValid?: true;
      readonly notEnforced?: true;
    }
  | {
      readonly kind: 'check';
      readonly expression: string;
      readonly noInherit?: true;
      readonly notValid?: true;
      readonly notEnforced?: true;
    }
  | {
      readonly kind: 'exclusion';
      readonly definition: string;
      /** For the generated name: `undefined` for an expression. */
      readonly columns: readonly (string | undefined)[];
    }
);

export interface SequenceOptions {
  readonly type?: string;
  readonly start?: string;
  readonly increment?: string;
  /** `null`: NO MINVALUE, the default of the type. */
  readonly min?: string | null;
  readonly max?: string | null;
  readonly cache?: string;
  readonly cycle?: boolean;
  /** `null`: OWNED BY NONE. */
  readonly ownedBy?: { readonly table: ObjectName; readonly column: string } | null;
}

export type CommentTarget =
  | { readonly kind: 'table' | 'view' | 'index' | 'sequence' | 'type'; readonly name: ObjectName }
  | { readonly kind: 'schema'; readonly name: string }
  | { readonly kind: 'column'; readonly table: ObjectName; readonly column: string }
  | { readonly kind: 'constraint'; readonly table: ObjectName; readonly name: string }
  | { readonly kind: 'routine'; readonly name: ObjectName; readonly argumentTypes: string };

/** As `Affected` of a snapshot, with names still to be found on the search path. */
export interface AffectedObject {
  readonly kind: 'table' | 'view' | 'sequence' | 'type' | 'routine' | 'schema' | 'extension';
  readonly name: ObjectName;
  readonly parts?: readonly TablePart[];
}
