/** Asks for the rows that a schema is made of: first what there is, then portion by portion what belongs to it. */
import type { Row, Session } from '../connect.ts';
import * as catalog from './catalogQueries.ts';
import { routines, types } from './objectQueries.ts';
import * as part from './partQueries.ts';
import type { Scope } from './scope.ts';

export type CatalogRows = Readonly<Record<keyof ReturnType<typeof catalogStatements>, readonly Row[]>>;
export type PartRows = Readonly<Record<keyof ReturnType<typeof partStatements>, readonly Row[]>>;

/** How many times longer than one statement a whole schema may take, on a slow network too. */
const patience = 20;

/** @param version Major version of the server. */
export function catalogStatements(scope: Scope, version: number) {
  return {
    schemas: catalog.schemas,
    extensions: catalog.extensions,
    members: catalog.members,
    operatorClasses: catalog.operatorClasses,
    collations: catalog.collations,
    collatedTypes: catalog.collatedTypes,
    types,
    routines: routines(version),
    relations: catalog.relations(scope),
    locked: `${catalog.locked}; SAVEPOINT parts`,
  };
}

export function partStatements(of: part.PartScope) {
  return {
    defaults: part.defaults(of),
    constraints: part.constraints(of),
    indexes: part.indexes(of),
    triggers: part.triggers(of),
    policies: part.policies(of),
    comments: part.comments(of),
    parents: part.parents(of),
    partitions: part.partitions(of),
    sequences: part.sequences(of),
    views: part.views(of),
  };
}

/** Runs all statements in one round trip. Each must return rows exactly once, whatever else it does. */
export async function readAll<K extends string>(
  session: Session,
  statements: Readonly<Record<K, string>>,
): Promise<Readonly<Record<K, readonly Row[]>>> {
  const names = Object.keys(statements) as K[];
  const results = await session.batch(names.map((name) => statements[name]).join(';\n'), patience);
  return Object.fromEntries(names.map((name, index) => [name, results[index] ?? []])) as Record<
    K,
    readonly Row[]
  >;
}
