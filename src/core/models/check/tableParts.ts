/** What the comparison of constraints and indexes works on. They are the same by what they say, whatever their names. */
import type { ExpressionComparer } from '../../schema/expression.ts';
import type { QualifiedName } from '../../schema/name.ts';
import type { Table } from '../../schema/snapshot.ts';
import { type Aspect, type Disagreement, type Subject, subjectOf, type Unclear } from './disagreement.ts';
import type { FindingKind, Severity } from './modelFinding.ts';
import type { SchemaNames } from './schemaNames.ts';
import type { TypeNames } from './types/typeNames.ts';

export interface PartsContext {
  readonly model: Table;
  readonly database: Table;
  readonly schemas: SchemaNames;
  readonly names: TypeNames;
  readonly expressions: ExpressionComparer;
  readonly disagreements: Disagreement[];
  readonly unclear: Unclear[];
}

/** A constraint or index of either side. */
export interface Part {
  readonly object: 'constraint' | 'index';
  readonly name: string;
  readonly columns: readonly string[];
}

/** @param structure The same in every place. */
export function partSubject(
  aspect: Aspect,
  { name }: { readonly name: QualifiedName },
  { object, name: part, columns }: Part,
  structure: string,
): Subject {
  return subjectOf(aspect, { object, of: name, part }, columns, structure);
}

export function disagree(
  { disagreements }: PartsContext,
  subject: Subject,
  kind: FindingKind,
  sides: { readonly model?: string | undefined; readonly database?: string | undefined },
  usual?: Severity,
): void {
  const { model, database } = sides;
  disagreements.push({ ...subject, kind, model, database, ...(usual !== undefined && { usual }) });
}

export const sameColumns = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((column, at) => column === b[at]);

export const sameColumnSet = (a: readonly string[], b: readonly string[]): boolean =>
  sameColumns([...a].sort(), [...b].sort());

/** What lacks a column on one side is told with the column, and not again with all that it takes along. */
export function hasAllColumns({ columns }: Table, wanted: readonly string[]): boolean {
  return wanted.every((column) => columns.some(({ name }) => name === column));
}
