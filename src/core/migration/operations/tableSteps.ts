/** What is done to tables, their columns, constraints and indexes. */
import type { IndexKey } from '../../schema/indexes.ts';
import type { ObjectName } from '../../schema/name.ts';
import type { SqlType } from '../../schema/type.ts';
import type {
  ColumnDefinition,
  ConstraintDefinition,
  NotNullDefinition,
  SequenceOptions,
  TableDefinition,
} from './definitions.ts';

export type TableStep =
  | {
      readonly kind: 'createTable';
      readonly table: ObjectName;
      readonly ifNotExists?: true;
      readonly definition: TableDefinition;
    }
  | {
      readonly kind: 'dropTable';
      readonly table: ObjectName;
      readonly ifExists?: true;
      readonly cascade?: true;
    }
  | {
      readonly kind: 'renameTable';
      readonly table: ObjectName;
      readonly newName: string;
      readonly ifExists?: true;
    }
  | {
      /** `ALTER … SET SCHEMA` of any object. */
      readonly kind: 'setSchema';
      readonly object: 'table' | 'view' | 'sequence' | 'type' | 'routine' | 'extension';
      readonly name: ObjectName;
      readonly argumentTypes?: string;
      readonly schema: string;
      readonly ifExists?: true;
    }
  | {
      readonly kind: 'setTableProperty';
      readonly table: ObjectName;
      readonly property:
        | { readonly kind: 'rowSecurity'; readonly value: 'enable' | 'disable' | 'force' | 'no force' }
        | { readonly kind: 'unlogged'; readonly value: boolean }
        | { readonly kind: 'inherit' | 'noInherit'; readonly parent: ObjectName };
      readonly ifExists?: true;
    }
  | {
      readonly kind: 'attachPartition';
      readonly parent: ObjectName;
      readonly partition: ObjectName;
      readonly bound: string;
    }
  | {
      readonly kind: 'detachPartition';
      readonly parent: ObjectName;
      readonly partition: ObjectName;
      readonly concurrently?: true;
      /** Ends what was begun concurrently, and interrupted. */
      readonly finalize?: true;
    };

export type ColumnStep =
  | {
      readonly kind: 'addColumn';
      readonly table: ObjectName;
      readonly column: ColumnDefinition;
      readonly ifNotExists?: true;
      readonly ifTableExists?: true;
    }
  | {
      readonly kind: 'dropColumn';
      readonly table: ObjectName;
      readonly column: string;
      readonly ifExists?: true;
      readonly cascade?: true;
      readonly ifTableExists?: true;
    }
  | {
      /** Also of a view or composite type. */
      readonly kind: 'renameColumn';
      readonly table: ObjectName;
      readonly column: string;
      readonly newName: string;
      readonly ifTableExists?: true;
    }
  | {
      readonly kind: 'alterColumn';
      readonly table: ObjectName;
      readonly column: string;
      readonly change: ColumnChange;
      readonly ifTableExists?: true;
    };

/** One thing that ALTER COLUMN changes; a directive that changes several gives several operations. */
export type ColumnChange =
  | { readonly kind: 'type'; readonly type: SqlType; readonly using?: string; readonly collation?: string }
  /** `constraint`: NOT NULL is added as one, which SET NOT NULL is not. */
  | { readonly kind: 'nullable'; readonly nullable: boolean; readonly constraint?: NotNullDefinition }
  | { readonly kind: 'default'; readonly default: string | undefined }
  | {
      readonly kind: 'identity';
      readonly identity: 'always' | 'by default' | undefined;
      readonly ifExists?: true;
      readonly sequenceOptions?: SequenceOptions;
    }
  | { readonly kind: 'generated'; readonly expression: string | undefined; readonly ifExists?: true }
  /** SET STATISTICS, STORAGE, COMPRESSION, options: nothing that a snapshot holds. */
  | { readonly kind: 'storage' };

export type ConstraintStep =
  | {
      readonly kind: 'addConstraint';
      readonly table: ObjectName;
      readonly constraint: ConstraintDefinition;
      readonly ifTableExists?: true;
    }
  | {
      readonly kind: 'dropConstraint';
      readonly table: ObjectName;
      readonly name: string;
      readonly ifExists?: true;
      readonly cascade?: true;
      readonly ifTableExists?: true;
    }
  | {
      readonly kind: 'renameConstraint';
      readonly table: ObjectName;
      readonly name: string;
      readonly newName: string;
      readonly ifTableExists?: true;
    }
  | {
      readonly kind: 'validateConstraint';
      readonly table: ObjectName;
      readonly name: string;
      readonly ifTableExists?: true;
    }
  | {
      readonly kind: 'alterConstraint';
      readonly table: ObjectName;
      readonly name: string;
      readonly deferrable?: 'immediate' | 'deferred';
      /** Of NOT NULL: whether what inherits the column gets it; then nothing else is altered. */
      readonly noInherit?: boolean;
    };

export type IndexStep =
  | {
      readonly kind: 'createIndex';
      /** Also a materialized view. */
      readonly table: ObjectName;
      /** `undefined`: PostgreSQL makes one. */
      readonly name: string | undefined;
      readonly method: string;
      readonly unique: boolean;
      readonly keys: readonly IndexKey[];
      readonly include?: readonly string[];
      readonly predicate?: string;
      readonly nullsNotDistinct?: true;
      readonly options?: readonly string[];
      readonly ifNotExists?: true;
      readonly concurrently?: true;
    }
  | {
      readonly kind: 'dropIndex';
      readonly index: ObjectName;
      /** Where the directive names it. */
      readonly table?: ObjectName;
      readonly ifExists?: true;
      readonly concurrently?: true;
      readonly cascade?: true;
    }
  | {
      readonly kind: 'renameIndex';
      readonly index: ObjectName;
      readonly newName: string;
      readonly ifExists?: true;
    };
