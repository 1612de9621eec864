/** The conditions that guards put before operations. */
import type { ObjectName } from '../../schema/name.ts';
import type { SqlType } from '../../schema/type.ts';

/** What a guard asks of the schema. */
export type SchemaCondition =
  | {
      readonly kind: 'tableExists' | 'viewExists' | 'sequenceExists' | 'typeExists';
      readonly name: ObjectName;
    }
  | { readonly kind: 'columnExists'; readonly table: ObjectName; readonly column: string }
  | { readonly kind: 'columnNullable'; readonly table: ObjectName; readonly column: string }
  | {
      readonly kind: 'columnHasType';
      readonly table: ObjectName;
      readonly column: string;
      readonly type: SqlType;
    }
  | {
      readonly kind: 'constraintExists';
      /** `undefined`: on any table. */
      readonly table?: ObjectName;
      readonly name: string;
      readonly type?: 'primaryKey' | 'unique' | 'foreignKey' | 'check' | 'exclusion';
    }
  /** As `Inspector.get_indexes` and `pg_indexes` see it: the indexes behind constraints count, where `owned`. */
  | {
      readonly kind: 'indexExists';
      readonly table?: ObjectName;
      readonly name: string;
      readonly owned: boolean;
    }
  | { readonly kind: 'enumLabelExists'; readonly type: ObjectName; readonly label: string }
  | { readonly kind: 'schemaExists' | 'extensionExists'; readonly name: string }
  | { readonly kind: 'routineExists'; readonly name: ObjectName }
  | { readonly kind: 'triggerExists'; readonly table?: ObjectName; readonly name: string }
  | { readonly kind: 'not'; readonly condition: SchemaCondition }
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly SchemaCondition[] }
  /** Not to be known: depends on rows, on configuration, on something that was not followed. */
  | { readonly kind: 'unknown'; readonly reason: string };
