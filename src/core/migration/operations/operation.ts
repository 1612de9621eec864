/**
 * What a migration does to a schema, step by step: Alembic's directives and SQL statements in one language.
 *
 * Operations say what was written; names without a schema, generated names and defaults are completed when an
 * operation is applied (`schema/apply.ts`), because only then is known what is there. An operation never claims more
 * than its text: what cannot be known is `opaque`, with a reason.
 */

import type { ObjectName } from '../../schema/name.ts';
import type { Parameter, Policy, Within } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';
import type { Location } from '../../text/range.ts';
import type { SchemaCondition } from './condition.ts';
import type { AffectedObject, CommentTarget, SequenceOptions } from './definitions.ts';
import type { ColumnStep, ConstraintStep, IndexStep, TableStep } from './tableSteps.ts';

/** A step and where it is written: the call, or the statement inside its string. */
export type MigrationOperation = Step & {
  readonly location: Location;
  /** SQL as written, where the step was read from SQL. */
  readonly sql?: string;
  /** What the server gets, the same object for all that is read from it: of a DO block the block. */
  readonly whole?: WholeStatement;
  /** Runs outside of the migration's transaction: `autocommit_block()`, `CONCURRENTLY`. */
  readonly autocommit?: true;
};

export interface WholeStatement {
  readonly sql: string;
  readonly location: Location;
  /** Something in it is filled in only when the script runs. */
  readonly open?: true;
}

export type Step =
  | TableStep
  | ColumnStep
  | ConstraintStep
  | IndexStep
  | TypeStep
  | SequenceStep
  | OtherStep
  | ControlStep;

export type TypeStep =
  | {
      readonly kind: 'createEnum';
      readonly type: ObjectName;
      readonly labels: readonly string[];
      /** SQLAlchemy's `checkfirst`, or an idiom that comes to the same. */
      readonly ifNotExists?: true;
      /** With a table: SQLAlchemy makes it without a look, unless the same run has made it before. */
      readonly withTable?: true;
    }
  | {
      readonly kind: 'addEnumLabel';
      readonly type: ObjectName;
      readonly label: string;
      readonly ifNotExists?: true;
      readonly place?: { readonly side: 'before' | 'after'; readonly label: string };
    }
  | {
      readonly kind: 'renameEnumLabel';
      readonly type: ObjectName;
      readonly label: string;
      readonly newLabel: string;
    }
  | {
      readonly kind: 'createDomain';
      readonly type: ObjectName;
      readonly baseType: SqlType;
      readonly nullable: boolean;
      readonly default?: string;
      readonly collation?: string;
      readonly checks: readonly { readonly name?: string; readonly expression: string }[];
    }
  | {
      readonly kind: 'alterDomain';
      readonly type: ObjectName;
      readonly change:
        | { readonly kind: 'nullable'; readonly nullable: boolean }
        | { readonly kind: 'default'; readonly default: string | undefined }
        | {
            readonly kind: 'addCheck';
            readonly name?: string;
            readonly expression: string;
            readonly notValid?: true;
          }
        | { readonly kind: 'dropCheck'; readonly name: string; readonly ifExists?: true };
    }
  | {
      readonly kind: 'createComposite';
      readonly type: ObjectName;
      readonly attributes: readonly { readonly name: string; readonly type: SqlType }[];
    }
  | { readonly kind: 'createRange'; readonly type: ObjectName; readonly subtype: SqlType }
  | {
      /** Enum, domain, composite or range. */
      readonly kind: 'dropType';
      readonly type: ObjectName;
      readonly ifExists?: true;
      readonly cascade?: true;
    }
  | { readonly kind: 'renameType'; readonly type: ObjectName; readonly newName: string };

export type SequenceStep =
  | {
      readonly kind: 'createSequence';
      readonly sequence: ObjectName;
      readonly options: SequenceOptions;
      readonly ifNotExists?: true;
      readonly temporary?: true;
    }
  | {
      readonly kind: 'alterSequence';
      readonly sequence: ObjectName;
      readonly options: SequenceOptions;
      readonly ifExists?: true;
    }
  | {
      readonly kind: 'dropSequence';
      readonly sequence: ObjectName;
      readonly ifExists?: true;
      readonly cascade?: true;
    }
  | { readonly kind: 'renameSequence'; readonly sequence: ObjectName; readonly newName: string };

export type OtherStep =
  | { readonly kind: 'createSchema'; readonly schema: string; readonly ifNotExists?: true }
  | {
      readonly kind: 'dropSchema';
      readonly schema: string;
      readonly ifExists?: true;
      readonly cascade?: true;
    }
  | { readonly kind: 'renameSchema'; readonly schema: string; readonly newName: string }
  | { readonly kind: 'setComment'; readonly target: CommentTarget; readonly comment: string | undefined }
  | {
      readonly kind: 'createView';
      readonly view: ObjectName;
      readonly materialized?: true;
      readonly definition: string;
      readonly columnNames?: readonly string[];
      readonly orReplace?: true;
      readonly ifNotExists?: true;
      readonly temporary?: true;
    }
  | {
      readonly kind: 'dropView';
      readonly view: ObjectName;
      readonly materialized?: true;
      readonly ifExists?: true;
      readonly cascade?: true;
    }
  | { readonly kind: 'renameView'; readonly view: ObjectName; readonly newName: string }
  | {
      readonly kind: 'createRoutine';
      readonly routine: 'function' | 'procedure' | 'aggregate';
      readonly name: ObjectName;
      readonly argumentTypes: string;
      readonly parameters?: readonly Parameter[];
      readonly returns?: string;
      readonly language?: string;
      readonly bodyHash?: string;
      readonly orReplace?: true;
    }
  | {
      readonly kind: 'dropRoutine';
      /** Absent: any. */
      readonly routine?: 'function' | 'procedure' | 'aggregate';
      readonly name: ObjectName;
      /** `undefined`: not said; there must be only one of that name. */
      readonly argumentTypes?: string;
      readonly ifExists?: true;
      readonly cascade?: true;
    }
  | {
      readonly kind: 'renameRoutine';
      readonly name: ObjectName;
      readonly argumentTypes?: string;
      readonly newName: string;
    }
  | {
      readonly kind: 'createTrigger';
      readonly table: ObjectName;
      readonly name: string;
      readonly definition: string;
      readonly orReplace?: true;
    }
  | {
      readonly kind: 'dropTrigger';
      readonly table: ObjectName;
      readonly name: string;
      readonly ifExists?: true;
    }
  | { readonly kind: 'createPolicy'; readonly table: ObjectName; readonly policy: Policy }
  | {
      readonly kind: 'alterPolicy';
      readonly table: ObjectName;
      readonly name: string;
      readonly change: Partial<Policy>;
    }
  | {
      readonly kind: 'dropPolicy';
      readonly table: ObjectName;
      readonly name: string;
      readonly ifExists?: true;
    }
  | {
      readonly kind: 'createExtension';
      readonly extension: string;
      readonly schema?: string;
      readonly ifNotExists?: true;
    }
  | {
      readonly kind: 'dropExtension';
      readonly extension: string;
      readonly ifExists?: true;
      readonly cascade?: true;
    };

export type ControlStep =
  /** `SET search_path`, for the operations after it in the same script. */
  | { readonly kind: 'setSearchPath'; readonly schemas: readonly string[] }
  /** Rows are written or read; the schema stays as it is. `tables` where they are known. */
  | { readonly kind: 'data'; readonly statement: string; readonly tables: readonly ObjectName[] }
  /** A statement that no snapshot shows: GRANT, ANALYZE, SET, LOCK. */
  | { readonly kind: 'noSchemaEffect'; readonly statement: string }
  /** Which of the two is done depends on what is there when it runs. */
  | {
      readonly kind: 'conditional';
      readonly condition: SchemaCondition;
      readonly then: readonly MigrationOperation[];
      readonly otherwise: readonly MigrationOperation[];
    }
  /** A nested try: where one of `attempt` fails because of what is there, the rest of it is not done. */
  | {
      readonly kind: 'attempt';
      readonly attempt: readonly MigrationOperation[];
      readonly onFailure: readonly MigrationOperation[];
    }
  | {
      readonly kind: 'opaque';
      /** A whole sentence: what is not known, and why. */
      readonly reason: string;
      readonly affects: 'anything' | readonly AffectedObject[];
      /** Narrows `anything`, as in an `Uncertainty`. */
      readonly within?: readonly OpaqueWithin[];
      /** Only what something of the same call is named; it has no name there. */
      readonly onlyName?: true;
    };

/** `referring`: also foreign keys anywhere that refer to tables in the schema. */
export type OpaqueWithin = Within & { readonly referring?: true };
