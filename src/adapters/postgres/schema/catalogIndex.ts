/** The rows of a schema by what they belong to. */
import { groupBy } from '../../../core/groupBy.ts';
import type { QualifiedName } from '../../../core/schema/name.ts';
import type { Row } from '../connect.ts';
import type { CatalogRows, PartLines } from './catalogRows.ts';
import { type Dictionary, toDictionary } from './dictionary.ts';
import { byFirstColumn, type Lines, rowsOf } from './lines.ts';
import { type ColumnNames, type Relation, relationReader } from './relationRows.ts';
import { flag, text } from './rows.ts';

type ByOid<T> = ReadonlyMap<string, T>;

export interface CatalogIndex {
  readonly rows: CatalogRows;
  readonly dictionary: Dictionary;
  /** Those whose rows have come; what extensions brought among them. */
  readonly relations: ByOid<Relation>;
  /** Rows of the query `relations`. @returns Those relations that are not left out. */
  take(lines: Lines): readonly Relation[];
  /** Rows about a relation, its columns, or an index. */
  comments(oid: string): readonly Row[];
  commentOnConstraint(oid: string): string | undefined;
  /** Any relation, also one that was not read this time. */
  relation(oid: string): NamedRelation | undefined;
  /** Oids by catalog: `pg_class`, `pg_type`, `pg_proc`. */
  isOfExtension(catalog: string, oid: string): boolean;
}

/** What belongs to one relation, by kind. */
export type RelationParts = Readonly<Record<keyof PartLines | 'comments', readonly Row[]>>;
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
  const take = (lines: Lines): readonly Relation[] => {
    const taken: Relation[] = [];
    for (const row of rowsOf(lines)) {
      const schema = dictionary.schema(text(row, 'schema'));
      if (schema !== undefined) taken.push(read(row, schema));
    }
    for (const relation of taken) relations.set(relation.oid, relation);
    return taken;
  };
  let comments: ByOid<readonly Row[]> | undefined;
  let onConstraints: ByOid<readonly Row[]> | undefined;
  const members = new Set(rows.members.map((row) => `${row.catalog} ${row.oid}`));
  return {
    rows,
    dictionary,
    relations,
    take,
    comments(oid) {
      comments ??= byObject(rows.comments, (row) => !flag(row, 'is_constraint'));
      return comments.get(oid) ?? none;
    },
    commentOnConstraint(oid) {
      onConstraints ??= byObject(rows.comments, (row) => flag(row, 'is_constraint'));
      return onConstraints.get(oid)?.[0]?.text ?? undefined;
    },
    relation: (oid) => relations.get(oid) ?? known.get(oid),
    isOfExtension: (catalog, oid) => members.has(`${catalog} ${oid}`),
  };
}

const none: readonly Row[] = [];

function byObject(lines: Lines, isWanted: (row: Row) => boolean): ByOid<readonly Row[]> {
  return groupBy([...rowsOf(lines)].filter(isWanted), (row) => text(row, 'object'));
}

/** Kind by kind, because there are so many relations. */
export function indexParts(parts: PartLines, { comments }: Pick<CatalogIndex, 'comments'>): PartIndex {
  const defaults = byFirstColumn(parts.defaults);
  const constraints = byFirstColumn(parts.constraints);
  const indexes = byFirstColumn(parts.indexes);
  const triggers = byFirstColumn(parts.triggers);
  const policies = byFirstColumn(parts.policies);
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
export function commentOn(comments: readonly Row[], column = 0): string | undefined {
  return comments.find((row) => Number(row.column) === column)?.text ?? undefined;
}

/** Without those of constraints. */
export function indexesAlone({ indexes }: RelationParts): readonly Row[] {
  return indexes.filter((row) => row.constraint === null);
}
