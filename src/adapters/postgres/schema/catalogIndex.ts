/** The rows of a schema by what they belong to. */

import { groupBy } from '../../../core/groupBy.ts';
import type { QualifiedName } from '../../../core/schema/name.ts';
import type { Row } from '../connect.ts';
import type { CatalogRows, DefinitionRows } from './catalogRows.ts';
import { type Dictionary, toDictionary } from './dictionary.ts';
import {
  areReadable,
  type ColumnNames,
  type Relation,
  readColumnNames,
  readColumns,
} from './relationRows.ts';
import { keyBy, text } from './rows.ts';

type ByOid<T> = ReadonlyMap<string, T>;

export type CatalogIndex = RowIndex & DefinitionIndex;

export interface RowIndex {
  readonly rows: CatalogRows;
  readonly dictionary: Dictionary;
  /** Those whose rows were read; what extensions brought among them. */
  readonly relations: ByOid<Relation>;
  /** Any relation, also one that was not read this time. */
  relation(oid: string): NamedRelation | undefined;
  /** Oids by catalog: `pg_class`, `pg_type`, `pg_proc`. */
  isOfExtension(catalog: string, oid: string): boolean;
  /** By relation, as far as nothing else is said. */
  readonly constraints: ByOid<readonly Row[]>;
  /** Without those of constraints. */
  readonly indexes: ByOid<readonly Row[]>;
  readonly indexesOfConstraints: ByOid<Row>;
  readonly triggers: ByOid<readonly Row[]>;
  readonly policies: ByOid<readonly Row[]>;
  readonly parents: ByOid<readonly Row[]>;
  readonly comments: ByOid<readonly Row[]>;
  /** @param column `0`, or absent: of the object itself. */
  comment(relation: string, catalog: string, oid: string, column?: number): string | undefined;
}

export interface DefinitionIndex {
  /** Expressions by column number. */
  readonly defaults: ByOid<ReadonlyMap<number, string>>;
  readonly partitions: ByOid<Row>;
  readonly views: ByOid<string>;
  /** By oid of the constraint, trigger, policy or index. */
  readonly constraintDefinitions: ByOid<string>;
  readonly triggerDefinitions: ByOid<string>;
  readonly policyExpressions: ByOid<Row>;
  readonly indexExpressions: ByOid<Row>;
}

export interface NamedRelation {
  readonly name: QualifiedName;
  readonly columnNames: ColumnNames;
}

const relationOf = (row: Row) => text(row, 'relation');

/** @param known Relations that were read before. */
export function indexRows(rows: CatalogRows, known: ByOid<NamedRelation>): RowIndex {
  const dictionary = toDictionary(rows);
  const relations = toRelations(rows, dictionary);
  const members = new Set(rows.members.map((row) => `${row.catalog} ${row.oid}`));
  const comments = groupBy(rows.comments, relationOf);
  const ofConstraint = rows.indexes.filter((row) => row.constraint !== null);
  return {
    rows,
    dictionary,
    relations,
    relation: (oid) => relations.get(oid) ?? known.get(oid),
    isOfExtension: (catalog, oid) => members.has(`${catalog} ${oid}`),
    constraints: groupBy(rows.constraints, relationOf),
    indexes: groupBy(
      rows.indexes.filter((row) => row.constraint === null),
      relationOf,
    ),
    indexesOfConstraints: keyBy(ofConstraint, 'constraint'),
    triggers: groupBy(rows.triggers, relationOf),
    policies: groupBy(rows.policies, relationOf),
    parents: groupBy(rows.parents, relationOf),
    comments,
    comment: (relation, catalog, oid, column = 0) =>
      comments
        .get(relation)
        ?.find((row) => row.catalog === catalog && row.oid === oid && Number(row.column) === column)?.text ??
      undefined,
  };
}

export function indexDefinitions(definitions: DefinitionRows): DefinitionIndex {
  const defaults = new Map<string, Map<number, string>>();
  for (const row of definitions.defaults) {
    const relation = text(row, 'relation');
    const ofRelation = defaults.get(relation) ?? new Map<number, string>();
    defaults.set(relation, ofRelation.set(Number(row.column), text(row, 'expression')));
  }
  return {
    defaults,
    partitions: keyBy(definitions.partitions, 'relation'),
    views: textsBy(definitions.viewDefinitions, 'relation', 'definition'),
    constraintDefinitions: textsBy(definitions.constraintDefinitions, 'oid', 'text'),
    triggerDefinitions: textsBy(definitions.triggerDefinitions, 'oid', 'definition'),
    policyExpressions: keyBy(definitions.policyExpressions, 'oid'),
    indexExpressions: keyBy(definitions.indexExpressions, 'oid'),
  };
}

/** Without NULL: of what was dropped while it was read. */
function textsBy(rows: readonly Row[], key: string, value: string): ReadonlyMap<string, string> {
  return new Map(rows.filter((row) => row[value] !== null).map((row) => [text(row, key), text(row, value)]));
}

function toRelations(rows: CatalogRows, dictionary: Dictionary): ByOid<Relation> {
  const columns = keyBy(rows.columns, 'relation');
  const relations = new Map<string, Relation>();
  for (const row of rows.relations) {
    const schema = dictionary.schema(text(row, 'schema'));
    if (schema === undefined) continue;
    const oid = text(row, 'oid');
    const name = { schema, name: text(row, 'name') };
    const own = columns.get(oid);
    const isReadable = areReadable(own);
    relations.set(oid, {
      oid,
      kind: text(row, 'kind'),
      name,
      row,
      isReadable,
      columnNames: isReadable ? readColumnNames(own) : [],
      columns: () => (isReadable ? readColumns(own) : []),
    });
  }
  return relations;
}
