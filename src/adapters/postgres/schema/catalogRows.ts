/** Asks for the rows that a schema is made of: first what there is, then portion by portion what belongs to it. */
import type { Row, Session } from '../connect.ts';
import * as catalog from './catalogQueries.ts';
import type { CopyStatement, Lines } from './lines.ts';
import { routines, types } from './objectQueries.ts';
import * as part from './partQueries.ts';

export type CatalogRows = {
  readonly [K in keyof CatalogStatements]: AnswerOf<CatalogStatements[K]>;
};
type CatalogStatements = ReturnType<typeof catalogStatements>;
/** The first column of each is the oid of the relation. */
export type PartLines = Readonly<Record<keyof ReturnType<typeof partStatements>, Lines>>;

/** How many times longer than one statement a whole schema may take, on a slow network too. */
const patience = 20;

/** Each portion costs a round trip, and the server a look at some whole catalogs. */
export const relationsAtOnce = 2000;

/**
 * Of the whole schema only the first relations: the others come portion by portion, with what belongs to those before.
 *
 * @param version Major version of the server.
 */
export function catalogStatements(scope: 'all' | readonly string[], version: number) {
  return {
    schemas: catalog.schemas,
    extensions: catalog.extensions,
    members: catalog.members,
    operatorClasses: catalog.operatorClasses,
    collations: catalog.collations,
    collatedTypes: catalog.collatedTypes,
    types,
    routines: routines(version),
    comments: catalog.comments(scope),
    relations: catalog.relations(scope === 'all' ? { after: 0, count: relationsAtOnce } : scope),
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
    parents: part.parents(of),
    partitions: part.partitions(of),
    sequences: part.sequences(of),
    views: part.views(of),
  };
}

type Statement = string | CopyStatement;
type AnswerOf<S extends Statement> = S extends string ? readonly Row[] : Lines;

/** Runs all statements in one round trip. Each must return rows exactly once, whatever else it does. */
export async function readAll<S extends Readonly<Record<string, Statement>>>(
  session: Session,
  statements: S,
): Promise<{ readonly [K in keyof S]: AnswerOf<S[K]> }> {
  const named = Object.entries(statements);
  const sql = named.map(([, statement]) => (typeof statement === 'string' ? statement : statement.sql));
  const answers = await session.batch(sql.join(';\n'), patience);
  const read = named.map(([name, statement], index) => {
    const { rows = [], lines = [] } = answers[index] ?? {};
    return [name, typeof statement === 'string' ? rows : { columns: statement.columns, lines }];
  });
  return Object.fromEntries(read) as { readonly [K in keyof S]: AnswerOf<S[K]> };
}
