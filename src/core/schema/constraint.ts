/**
 * Table constraints as PostgreSQL names them (pg_constraint.contype).
 *
 * NOT NULL is a property of the column here, not a constraint, although PostgreSQL 18 also records it in
 * pg_constraint. The index behind a primary key, unique or exclusion constraint belongs to the constraint and is not
 * among the table's indexes.
 */
import type { QualifiedName } from './name.ts';

export type Constraint = PrimaryKey | Unique | ForeignKey | Check | Exclusion;

interface Named {
  readonly name: string;
  readonly comment?: string;
}

interface Deferrable {
  /** Absent: NOT DEFERRABLE. */
  readonly deferrable?: 'immediate' | 'deferred';
}

export interface PrimaryKey extends Named, Deferrable {
  readonly kind: 'primaryKey';
  readonly columns: readonly string[];
  /** `INCLUDE (…)`; absent when there is none. */
  readonly include?: readonly string[];
}

export interface Unique extends Named, Deferrable {
  readonly kind: 'unique';
  readonly columns: readonly string[];
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: true;
}

export interface ForeignKey extends Named, Deferrable {
  readonly kind: 'foreignKey';
  readonly columns: readonly string[];
  readonly references: QualifiedName;
  readonly referencedColumns: readonly string[];
  /** Absent: NO ACTION. */
  readonly onUpdate?: ReferentialAction;
  readonly onDelete?: ReferentialAction;
  /** The columns of `ON DELETE SET NULL (…)`, where they are named. */
  readonly onDeleteColumns?: readonly string[];
  /** Absent: MATCH SIMPLE. */
  readonly match?: 'full';
  /** NOT VALID: rows from before it was added were never checked. */
  readonly notValid?: true;
  /** NOT ENFORCED (PostgreSQL 18). */
  readonly notEnforced?: true;
}

export type ReferentialAction = 'restrict' | 'cascade' | 'set null' | 'set default';

export interface Check extends Named {
  readonly kind: 'check';
  /** SQL, without the surrounding parentheses of CHECK (…). */
  readonly expression: string;
  readonly noInherit?: true;
  readonly notValid?: true;
  /** NOT ENFORCED (PostgreSQL 18). */
  readonly notEnforced?: true;
}

/** Also the rest that `pg_get_constraintdef` can say and nobody compares part by part. */
export interface Exclusion extends Named, Deferrable {
  readonly kind: 'exclusion';
  /** From `EXCLUDE` on: `EXCLUDE USING gist (room WITH =, during WITH &&)`. */
  readonly definition: string;
}
