/**
 * Where the models (M), the migrations at their heads (H) and the databases (L) disagree: one finding for each thing
 * that a model says and somebody contradicts, with all environments in it. Plain data: it crosses the border of a
 * worker, and goes into reports.
 */

import type { ObjectRef } from '../../drift/objectRef.ts';
import type { Maker } from '../../drift/report.ts';
import type { QualifiedName } from '../../schema/name.ts';
import type { Location } from '../../text/range.ts';

/** What is wrong. Also the code of the diagnostic, the rule of SARIF, and what settings and comments name. */
export type FindingKind =
  /** Another type: values cannot be written, or are read as something else. */
  | 'type-mismatch'
  /** The database's column is shorter or less precise: writes can fail, or are rounded. */
  | 'column-too-narrow'
  /** It is wider, or has no limit: nothing fails. */
  | 'column-wider'
  /** `text` and `character varying` without a length: spelled in another way, and as good. */
  | 'equivalent-type'
  | 'nullability'
  | 'enum-label-missing'
  | 'enum-label-surplus'
  | 'enum-label-order'
  | 'default'
  | 'missing-column'
  /** The database requires a value that no model writes. */
  | 'surplus-column'
  | 'missing-table'
  /** No model knows it; the migrations made it. */
  | 'surplus-table'
  /** No migration creates it. */
  | 'unmigrated-table'
  | 'foreign-key-type'
  | 'foreign-key'
  | 'primary-key'
  | 'unique'
  | 'index'
  | 'collation';

export const severities = ['error', 'warning', 'information', 'hint', 'off'] as const;

export type Severity = (typeof severities)[number];

export interface ModelFinding {
  readonly kind: FindingKind;
  readonly severity: Exclude<Severity, 'off'>;
  readonly object: ObjectRef;
  /** Exactly what is wrong: the expression in the model; for what no model has, the class, or nothing. */
  readonly location: Location | undefined;
  /** What the model says: `character varying(36)`, `NOT NULL`; `undefined`: nothing of the kind. */
  readonly model: string | undefined;
  /** Protected environments first. Those that agree with the model are not in it. */
  readonly places: readonly FindingPlace[];
  /** Environments that have it as the model says; those of which it is not known are in neither. */
  readonly agreeing?: readonly string[];
  /** The migration line that last set this. */
  readonly lastSetBy?: Maker;
  /** Survives edits elsewhere in the file: what a baseline keeps. */
  readonly fingerprint: string;
}

export interface FindingPlace {
  /** An environment's name; `undefined`: the schema after all migrations. */
  readonly environment: string | undefined;
  readonly protected: boolean;
  /** What is there: `uuid`, `NULL allowed`; `undefined`: nothing of the kind. */
  readonly database: string | undefined;
  readonly reason: FindingReason;
}

export type FindingReason =
  /** A revision that is not applied there yet will make it as the model says. */
  | { readonly kind: 'pending'; readonly maker: Maker }
  /** The migrations say what the model says; the database left them. The maker should have made it so. */
  | { readonly kind: 'drifted'; readonly maker?: Maker }
  /** No migration makes it as the model says. */
  | { readonly kind: 'unmigrated' }
  /** What the migrations say of it cannot be told: a whole sentence says why. */
  | { readonly kind: 'unexplained'; readonly reason: string };

/** What was looked at. */
export interface ModelReport {
  /** Those that were compared, in the order of files and of lines: where a summary of each is shown. */
  readonly tables: readonly ReportedTable[];
  readonly findings: readonly ModelFinding[];
  readonly notCompared: readonly ModelNotCompared[];
  /** Suppressed by comments, settings or the baseline. */
  readonly suppressed: readonly ModelFinding[];
  readonly counts: { readonly tables: number; readonly columns: number; readonly unknown: number };
}

export interface ReportedTable {
  readonly name: QualifiedName;
  /** Of the class's name, or of the name that `Table()` is given. */
  readonly location: Location;
}

export interface ModelNotCompared {
  readonly object: ObjectRef | undefined;
  readonly location: Location | undefined;
  /** A whole sentence. */
  readonly reason: string;
}
