/** Asks for the rows that a schema is made of: everything, or some relations and all that is no relation. */
import type { Row, Session } from '../connect.ts';
import * as catalog from './catalogQueries.ts';
import * as definition from './definitionQueries.ts';
import { routines, types } from './objectQueries.ts';
import type { Scope } from './scope.ts';

export type CatalogRows = Readonly<Record<keyof ReturnType<typeof catalogStatements>, readonly Row[]>>;
type DefinitionName = keyof ReturnType<typeof definitionStatements>;

export type DefinitionRows = Readonly<Record<DefinitionName | 'viewDefinitions', readonly Row[]>>;

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
    columns: catalog.columns(scope),
    constraints: catalog.constraints(scope, version),
    indexes: catalog.indexes(scope, version),
    triggers: catalog.triggers(scope, version),
    policies: catalog.policies(scope),
    comments: catalog.comments(scope),
    parents: catalog.parents(scope),
    sequences: catalog.sequences(scope),
    locked: catalog.locked,
  };
}

export function definitionStatements(of: definition.DefinitionScope) {
  return {
    defaults: definition.defaults(of),
    constraintDefinitions: definition.constraintDefinitions(of),
    indexExpressions: definition.indexExpressions(of),
    partitions: definition.partitions(of),
    triggerDefinitions: definition.triggerDefinitions(of),
    policyExpressions: definition.policyExpressions(of),
  };
}

/** By number; each gives its locks back. */
export function viewStatements(of: definition.DefinitionScope): Readonly<Record<string, string>> {
  const portions = Array.from({ length: Math.ceil(of.views.length / viewsAtOnce) }, (_, index) =>
    of.views.slice(index * viewsAtOnce, (index + 1) * viewsAtOnce),
  );
  return Object.fromEntries(
    portions.map((portion, index) => [
      `views${index}`,
      `${definition.viewDefinitions(of, portion)};\nROLLBACK TO SAVEPOINT definitions`,
    ]),
  );
}

const viewsAtOnce = 200;

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
