/** The rows of a schema by what they belong to. */

import { groupBy } from '../../../core/groupBy.ts';
import type { QualifiedName } from '../../../core/schema/name.ts';
import type { Row } from '../connect.ts';
import type { CatalogRows, PartRows } from './catalogRows.ts';
import { type Dictionary, toDictionary } from './dictionary.ts';
import { type ColumnNames, type Relation, toRelation } from './relationRows.ts';
import { keyBy, text } from './rows.ts';

type ByOid<T> = ReadonlyMap<string, T>;

export interface CatalogIndex {
  readonly rows: CatalogRows;
  readonly dictionary: Dictionary;
  /** Those whose rows were read; what extensions brought among them. */
  readonly relations: ByOid<Relation>;
  /** Any relation, also one that was not read this time. */
  relation(oid: string): NamedRelation | undefined;
  /** Oids by catalog: `pg_class`, `pg_type`, `pg_proc`. */
  isOfExtension(catalog: string, oid: string): boolean;
}

/** What belongs to relations, by their oids as far as nothing else is said. */
export interface PartIndex {
  readonly defaults: ByOid<readonly Row[]>;
  readonly constraints: ByOid<readonly Row[]>;
  /** Without those of constraints. */
  readonly indexes: ByOid<readonly Row[]>;
  /** By oid of the constraint. */
  readonly indexesOfConstraints: ByOid<Row>;
  readonly triggers: ByOid<readonly Row[]>;
  readonly policies: ByOid<readonly Row[]>;
  readonly comments: ByOid<readonly Row[]>;
  readonly parents: ByOid<readonly Row[]>;
  readonly partitions: ByOid<Row>;
  readonly sequences: ByOid<Row>;
  readonly views: ByOid<Row>;
}

export interface NamedRelation {
  readonly name: QualifiedName;
  readonly columnNames: ColumnNames;
}

/** @param known Relations that were read before. */
export function indexCatalog(rows: CatalogRows, known: ByOid<NamedRelation>): CatalogIndex {
  const dictionary = toDictionary(rows);
  const relations = toRelations(rows.relations, dictionary);
  const members = new Set(rows.members.map((row) => `${row.catalog} ${row.oid}`));
  return {
    rows,
    dictionary,
    relations,
    relation: (oid) => relations.get(oid) ?? known.get(oid),
    isOfExtension: (catalog, oid) => members.has(`${catalog} ${oid}`),
  };
}

function toRelations(rows: readonly Row[], dictionary: Dictionary): ByOid<Relation> {
  const relations = new Map<string, Relation>();
  for (const row of rows) {
    const schema = dictionary.schema(text(row, 'schema'));
    if (schema !== undefined) relations.set(text(row, 'oid'), toRelation(row, schema));
  }
  return relations;
}

export function indexParts(rows: PartRows): PartIndex {
  return {
    defaults: groupBy(rows.defaults, relationOf),
    constraints: groupBy(rows.constraints, relationOf),
    indexes: groupBy(
      rows.indexes.filter((row) => row.constraint === null),
      relationOf,
    ),
    indexesOfConstraints: keyBy(
      rows.indexes.filter((row) => row.constraint !== null),
      'constraint',
    ),
    triggers: groupBy(rows.triggers, relationOf),
    policies: groupBy(rows.policies, relationOf),
    comments: groupBy(rows.comments, relationOf),
    parents: groupBy(rows.parents, relationOf),
    partitions: keyBy(rows.partitions, 'relation'),
    sequences: keyBy(rows.sequences, 'relation'),
    views: keyBy(rows.views, 'relation'),
  };
}

const relationOf = (row: Row) => text(row, 'relation');

/** @param column `0`, or absent: of the relation itself. */
export function commentOn({ comments }: PartIndex, relation: string, column = 0): string | undefined {
  return comments.get(relation)?.find((row) => Number(row.column) === column)?.text ?? undefined;
}
