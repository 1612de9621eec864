/** An existing constraint as the definition of another like it. */
import type { ConstraintDefinition } from '../../migration/operations/definitions.ts';
import type { Constraint } from '../constraint.ts';

/** @param name Absent: PostgreSQL makes one. */
export function definitionOf(constraint: Constraint, name?: string): ConstraintDefinition {
  const { name: _, comment: __, ...rest } = constraint;
  const named = name === undefined ? {} : { name };
  if (rest.kind === 'exclusion') return { ...rest, ...named, columns: [] };
  return { ...rest, ...named };
}
