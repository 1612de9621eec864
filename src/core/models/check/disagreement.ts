/** What one schema (the migrations' or a database's) contradicts in the models, before anybody asks why. */
import type { ObjectRef } from '../../drift/objectRef.ts';
import type { QualifiedName } from '../../schema/name.ts';
import type { FindingKind, Severity } from './modelFinding.ts';

/** What of an object is compared. Two places that disagree with one aspect of it share a finding. */
export type Aspect =
  | 'table'
  | 'column'
  | 'type'
  | 'nullable'
  | 'default'
  | 'collation'
  | 'label'
  | 'label order'
  | 'primary key'
  | 'unique'
  | 'index'
  | 'foreign key'
  | 'foreign key type';

export interface Subject {
  readonly aspect: Aspect;
  /** Unique among all subjects of the models, and the same in every place. */
  readonly key: string;
  /** Keys of the columns and the table without which it is not there. */
  readonly above: readonly string[];
  /** As the models name it; what they do not have, as the database does, in the models' schema. */
  readonly object: ObjectRef;
  /** Columns of the table that it is about. */
  readonly columns: readonly string[];
  /** Of constraints and indexes, which are the same by what they say, not by name: `(email)`. */
  readonly structure?: string;
  /** Of a foreign key. */
  readonly refersTo?: { readonly of: QualifiedName; readonly columns: readonly string[] };
}

export interface Disagreement extends Subject {
  readonly kind: FindingKind;
  /** How loud it is unless a setting says otherwise; absent: as its kind. */
  readonly usual?: Severity;
  /** `undefined`: nothing of the kind. */
  readonly model: string | undefined;
  readonly database: string | undefined;
}

/** What may disagree or not. */
export interface Unclear extends Subject {
  /** What could not be understood: of the database. */
  readonly text: string;
}

/** What the comparison of two versions of a table, or of two enum types, says. */
export interface Compared {
  readonly disagreements: readonly Disagreement[];
  readonly unclear: readonly Unclear[];
}

export function subjectOf(
  aspect: Aspect,
  object: ObjectRef,
  columns: readonly string[],
  structure?: string,
): Subject {
  const { of, part = '' } = object;
  const key = keyOf(aspect, of, structure ?? part);
  const subject = { aspect, key, above: keysAbove(aspect, of, columns), object, columns };
  return structure === undefined ? subject : { ...subject, structure };
}

export const tableSubject = (of: QualifiedName): Subject => subjectOf('table', { object: 'table', of }, []);

const keyOf = (aspect: Aspect, { schema, name }: QualifiedName, part = ''): string =>
  [aspect, schema, name, part].join('\0');

/** Of parts of a table. */
export function keysAbove(
  aspect: Aspect,
  table: QualifiedName,
  columns: readonly string[],
): readonly string[] {
  if (aspect === 'table' || aspect === 'label' || aspect === 'label order') return [];
  const own = keyOf('table', table);
  return aspect === 'column' ? [own] : [...columns.map((name) => keyOf('column', table, name)), own];
}
