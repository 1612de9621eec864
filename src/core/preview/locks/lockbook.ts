/**
 * What statements lock, rewrite and read on each version of PostgreSQL: measured, never remembered.
 *
 * `npm run lockbook -- --write` writes `lockbook.json` from what real servers do. What a statement meets (indexes,
 * partitions, foreign keys) is not in it: a form names roles, and who plays them is found in `readings/`.
 */
import type { LockMode } from './impact.ts';
import book from './lockbook.json' with { type: 'json' };

/** What a relation is to a statement. */
export type Role =
  | 'table'
  | 'index'
  /** What a foreign key refers to; what refers with one. */
  | 'referenced'
  | 'referencing'
  /** Of partitions or children; a partition; the one for all other rows. */
  | 'parent'
  | 'partition'
  | 'default'
  /** A table that inherits. */
  | 'child'
  /** What a query reads, what `LIKE` copies. */
  | 'source'
  | 'view'
  | 'sequence';

export interface LockbookForm {
  /** A statement of this form. */
  readonly statement: string;
  /** What it is run on, besides two tables `t` and `p`. */
  readonly setup?: string;
  /** By server major: `12-18`, `14`. */
  readonly cells: Readonly<Record<string, LockbookCell>>;
}

/** Fields are absent where there is nothing to tell. */
export interface LockbookCell {
  readonly locks?: { readonly [R in Role]?: LockMode };
  readonly rewrites?: readonly Role[];
  readonly rebuilds?: readonly Role[];
  readonly scans?: readonly Role[];
  readonly refusesTransaction?: true;
  /** What the server says, instead of doing it. */
  readonly error?: string;
}

interface Lockbook {
  /** Which servers were measured: majors, from the oldest. */
  readonly versions: readonly number[];
  readonly forms: Readonly<Record<string, LockbookForm>>;
}

const { versions, forms } = book as unknown as Lockbook;

export const measuredVersions: readonly number[] = versions;

export const lockbookForms: Readonly<Record<string, LockbookForm>> = forms;

/** The measured version that comes next to one that was not. */
export function nearestMeasured(version: number): number {
  return versions.reduce((best, one) => (Math.abs(one - version) < Math.abs(best - version) ? one : best), 0);
}

/** `undefined` where the form is not in the lockbook, or was not measured on this version. */
export function cellOf(form: string, version: number): LockbookCell | undefined {
  const cells = Object.entries(forms[form]?.cells ?? {});
  return cells.find(([range]) => isIn(range, version))?.[1];
}

function isIn(range: string, version: number): boolean {
  const [first = 0, last = first] = range.split('-').map(Number);
  return first <= version && version <= last;
}
