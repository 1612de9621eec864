/**
 * How much a difference, or a schema, is worth.
 *
 * As facts, a whole table is as much as all its parts. As steps away from a revision, a table that is missing is one,
 * because one statement drops it, whereas a table that is too much is all its parts: nobody makes by hand, column by
 * column, what a later revision happens to make. A type that is too much is next to nothing: Alembic's downgrades leave
 * the types of enums behind.
 */
import type { SchemaSnapshot, Table } from '../schema/snapshot.ts';
import type { Difference } from './difference.ts';
import { refKey } from './objectRef.ts';

export function weightOf(difference: Difference): number {
  if (difference.kind === 'changed' || difference.kind === 'renamed') return 1;
  const value = difference.kind === 'added' ? difference.after : difference.before;
  if (difference.object === 'table') return tableWeight(value as Table);
  return 'labels' in value ? 1 + value.labels.length : 1;
}

export function totalSteps(differences: readonly Difference[]): number {
  return differences.reduce((sum, one) => sum + stepsOf(one), 0);
}

const LEFT_BEHIND = 0.1;

function stepsOf(difference: Difference): number {
  if (difference.kind === 'removed') return 1;
  return isLeftBehind(difference) ? LEFT_BEHIND : weightOf(difference);
}

export const isLeftBehind = ({ kind, object }: Difference): boolean => kind === 'added' && object === 'type';

export function totalWeight(differences: readonly Difference[]): number {
  return differences.reduce((sum, difference) => sum + weightOf(difference), 0);
}

const tableWeight = ({ columns, constraints, indexes }: Table): number =>
  1 + columns.length + constraints.length + indexes.length;

/** The facts of a schema, as {@link weightOf} counts them. */
export function factsOf({ tables, views, types, routines }: SchemaSnapshot): number {
  let sum = views.size + routines.size;
  for (const table of tables.values()) sum += tableWeight(table);
  for (const type of types.values()) sum += type.kind === 'enum' ? 1 + type.labels.length : 1;
  return sum;
}

/** The fact that a difference is about, whichever way it differs. */
export function factKey(difference: Difference): string {
  return difference.kind === 'changed' ? `${refKey(difference)}\0${difference.property}` : refKey(difference);
}

/** Facts that differ; one of an object that is not there at all counts as well. */
export class FactSet {
  readonly #keys: ReadonlySet<string>;

  constructor(differences: readonly Difference[]) {
    this.#keys = new Set(differences.map(factKey));
  }

  has(difference: Difference): boolean {
    return keysAround(difference).some((key) => this.#keys.has(key));
  }
}

/** The fact itself, the object it is a property of, and the table or type that the object is part of. */
export function keysAround(difference: Difference): readonly string[] {
  const { object, of, part } = difference;
  const keys = [factKey(difference)];
  if (difference.kind === 'changed') keys.push(refKey(difference));
  if (part !== undefined) {
    if (object === 'label') keys.push(refKey({ object: 'type', of }));
    else keys.push(refKey({ object: 'table', of }), refKey({ object: 'view', of }));
  }
  return keys;
}
