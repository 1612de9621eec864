/** The rows of a schema by what they belong to. */
import type { QualifiedName } from '../../../core/schema/name.ts';
import type { Row } from '../connect.ts';
import type { CatalogRows, PartLines } from './catalogRows.ts';
import { type Dictionary, toDictionary } from './dictionary.ts';
import { byFirstColumn, type Lines, rowsOf } from './lines.ts';
import { type ColumnNames, type Relation, relationReader } from './relationRows.ts';
import { text } from './rows.ts';

type ByOid<T> = ReadonlyMap<string, T>;

export interface CatalogIndex {
  readonly rows: CatalogRows;
  readonly dictionary: Dictionary;
  /** All that there are to read, by oid. */
  readonly listed: readonly ListedRelation[];
  /** Those whose rows have come; what extensions brought among them. */
  readonly relations: ByOid<Relation>;
  /** More rows of the query `relations`. */
  take(lines: Lines): void;
  /** Any relation, also one that was not read this time. */
  relation(oid: string): NamedRelation | undefined;
  /** Oids by catalog: `pg_class`, `pg_type`, `pg_proc`. */
  isOfExtension(catalog: string, oid: string): boolean;
}

export interface ListedRelation {
  readonly oid: string;
  /** `pg_class.relkind`. */
  readonly kind: string;
}

/** What belongs to one relation, by kind. */
export type RelationParts = Readonly<Record<keyof PartLines, readonly Row[]>>;
/** By oid of the relation. */
export type PartIndex = (oid: string) => RelationParts;

export interface NamedRelation {
  readonly name: QualifiedName;
  readonly columnNames: ColumnNames;
}

/** @param known Relations that were read before. */
export function indexCatalog(rows: CatalogRows, known: ByOid<NamedRelation>): CatalogIndex {
  const dictionary = toDictionary(rows);
  const relations = new Map<string, Relation>();
  const read = relationReader();
  const take = (lines: Lines): void => {
    for (const row of rowsOf(lines)) {
      const schema = dictionary.schema(text(row, 'schema'));
      if (schema !== undefined) relations.set(text(row, 'oid'), read(row, schema));
    }
  };
  take(rows.relations);
  const members = new Set(rows.members.map((row) => `${row.catalog} ${row.oid}`));
  return {
    rows,
    dictionary,
    listed: [...rowsOf(rows.listed)]
      .filter((row) => dictionary.schema(text(row, 'schema')) !== undefined)
      .map((row) => ({ oid: text(row, 'oid'), kind: text(row, 'kind') })),
    relations,
    take,
    relation: (oid) => relations.get(oid) ?? known.get(oid),
    isOfExtension: (catalog, oid) => members.has(`${catalog} ${oid}`),
  };
}

/** Kind by kind, because there are so many relations. */
export function indexParts(parts: PartLines): PartIndex {
  const defaults = byFirstColumn(parts.defaults);
  const constraints = byFirstColumn(parts.constraints);
  const indexes = byFirstColumn(parts.indexes);
  const triggers = byFirstColumn(parts.triggers);
  const policies = byFirstColumn(parts.policies);
  const comments = byFirstColumn(parts.comments);
  const parents = byFirstColumn(parts.parents);
  const partitions = byFirstColumn(parts.partitions);
  const sequences = byFirstColumn(parts.sequences);
  const views = byFirstColumn(parts.views);
  return (oid) => ({
    defaults: defaults(oid),
    constraints: constraints(oid),
    indexes: indexes(oid),
    triggers: triggers(oid),
    policies: policies(oid),
    comments: comments(oid),
    parents: parents(oid),
    partitions: partitions(oid),
    sequences: sequences(oid),
    views: views(oid),
  });
}

/** @param column `0`, or absent: of the relation itself. */
export function commentOn({ comments }: RelationParts, column = 0): string | undefined {
  return comments.find((row) => Number(row.column) === column)?.text ?? undefined;
}

/** Without those of constraints. */
export function indexesAlone({ indexes }: RelationParts): readonly Row[] {
  return indexes.filter((row) => row.constraint === null);
}
