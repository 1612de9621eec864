/**
 * Which names are taken, so that generated ones avoid them as PostgreSQL does: by relations (tables, views,
 * sequences, indexes, those behind constraints and composite types among them), and by constraints.
 */
import type { Constraint } from '../constraint.ts';
import type { Table, UserType, View } from '../snapshot.ts';

export class TakenNames {
  readonly #relations: Counts = new Map();
  readonly #constraints: Counts = new Map();

  hasRelation(schema: string, name: string): boolean {
    return (this.#relations.get(schema)?.get(name) ?? 0) > 0;
  }

  hasConstraint(schema: string, name: string): boolean {
    return (this.#constraints.get(schema)?.get(name) ?? 0) > 0;
  }

  relation(schema: string, name: string, by: 1 | -1): void {
    count(this.#relations, schema, name, by);
  }

  table({ name: { schema, name }, constraints, indexes }: Table, by: 1 | -1): void {
    this.relation(schema, name, by);
    for (const index of indexes) this.relation(schema, index.name, by);
    for (const constraint of constraints) {
      count(this.#constraints, schema, constraint.name, by);
      if (hasOwnIndex(constraint)) this.relation(schema, constraint.name, by);
    }
  }

  view({ name: { schema, name }, indexes }: View, by: 1 | -1): void {
    this.relation(schema, name, by);
    for (const index of indexes) this.relation(schema, index.name, by);
  }

  type(type: UserType, by: 1 | -1): void {
    const { schema, name } = type.name;
    if (type.kind === 'composite') this.relation(schema, name, by);
    if (type.kind !== 'domain') return;
    for (const check of type.checks) count(this.#constraints, schema, check.name, by);
  }
}

export function hasOwnIndex({ kind }: Constraint): boolean {
  return kind === 'primaryKey' || kind === 'unique' || kind === 'exclusion';
}

/** Schema → name → how many. */
type Counts = Map<string, Map<string, number>>;

function count(names: Counts, schema: string, name: string, by: 1 | -1): void {
  let own = names.get(schema);
  if (own === undefined) {
    own = new Map();
    names.set(schema, own);
  }
  own.set(name, (own.get(name) ?? 0) + by);
}
