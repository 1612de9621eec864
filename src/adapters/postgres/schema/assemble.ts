/** The rows of a schema → {@link SchemaSnapshot}, sharing every object that is as it was before. */
import type { RelationMark, RelationSize } from '../../../app/schemaPorts.ts';
import { displayName, nameKey } from '../../../core/schema/name.ts';
import type {
  Affected,
  SchemaSnapshot,
  Sequence,
  Table,
  TablePart,
  Uncertainty,
  View,
} from '../../../core/schema/snapshot.ts';
import type { Row } from '../connect.ts';
import type { CatalogIndex, RelationParts } from './catalogIndex.ts';
import type { Relation } from './relationRows.ts';
import { toExtensions, toRoutines, toSchemas, toSequence, toTypes, toView } from './toObjects.ts';
import { toTable } from './toTable.ts';

/** What a reading is made of besides what the session tells. */
export interface AssembledSchema {
  readonly snapshot: SchemaSnapshot;
  readonly sizes: ReadonlyMap<string, RelationSize>;
  readonly relations: ReadonlyMap<string, RelationMark>;
}

/** Takes relations in portion by portion, so that the rows of one can go before those of the next come. */
export interface Draft {
  readonly tables: Map<string, Table>;
  readonly views: Map<string, View>;
  readonly sequences: Map<string, Sequence>;
  readonly sizes: Map<string, RelationSize>;
  readonly relations: Map<string, RelationMark>;
}

/** @param earlier Absent: nothing. */
export function draftOf(earlier?: AssembledSchema): Draft {
  return {
    tables: new Map(earlier?.snapshot.tables),
    views: new Map(earlier?.snapshot.views),
    sequences: new Map(earlier?.snapshot.sequences),
    sizes: new Map(earlier?.sizes),
    relations: new Map(earlier?.relations),
  };
}

/** What a schema still has when these relations (oids) are taken out of it. */
export function without(schema: AssembledSchema, oids: Iterable<string>): Draft {
  const draft = draftOf(schema);
  for (const oid of oids) {
    const mark = schema.relations.get(oid);
    if (mark === undefined) continue;
    const key = nameKey(mark.name);
    draft.relations.delete(oid);
    for (const objects of [draft.tables, draft.views, draft.sequences, draft.sizes]) objects.delete(key);
  }
  return draft;
}

/** A relation, and what belongs to it. */
export interface WholeRelation {
  readonly relation: Relation;
  readonly parts: RelationParts;
}

/**
 * Hands control back now and then, so that others get their turn.
 *
 * @param areMoreToCome Then those that refer to one that has not come are put off.
 * @returns What was put off.
 */
export async function addRelations(
  draft: Draft,
  all: Iterable<WholeRelation>,
  catalog: CatalogIndex,
  areMoreToCome: boolean,
): Promise<readonly WholeRelation[]> {
  const putOff: WholeRelation[] = [];
  let count = 0;
  for (const whole of all) {
    if (++count % relationsPerTurn === 0) await nextTurn();
    if (areMoreToCome && !isComplete(whole, catalog)) putOff.push(whole);
    else addRelation(draft, whole, catalog);
  }
  return putOff;
}

/** Whether all that it refers to by name has come. */
function isComplete({ parts }: WholeRelation, { relation }: CatalogIndex): boolean {
  const isThere = (oid: string | null | undefined): boolean =>
    oid === null || relation(oid ?? '') !== undefined;
  return (
    parts.constraints.every(({ kind, referenced }) => kind !== 'f' || isThere(referenced)) &&
    parts.parents.every(({ parent }) => isThere(parent)) &&
    parts.sequences.every(({ owner }) => isThere(owner))
  );
}

function addRelation(draft: Draft, { relation, parts }: WholeRelation, catalog: CatalogIndex): void {
  const isOthers = catalog.isOfExtension('pg_class', relation.oid);
  const missing = isOthers ? [] : addObject(draft, relation, catalog, parts);
  draft.relations.set(relation.oid, markOf(relation, catalog, parts, missing));
}

const relationsPerTurn = 50;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function finish(draft: Draft, catalog: CatalogIndex): AssembledSchema {
  const { tables, views, sequences, sizes, relations } = draft;
  const snapshot: SchemaSnapshot = {
    schemas: toSchemas(catalog),
    tables,
    views,
    sequences,
    types: toTypes(catalog),
    routines: toRoutines(catalog),
    extensions: toExtensions(catalog),
    uncertainties: [...relations.values()].flatMap(({ uncertainty }) => uncertainty ?? []),
  };
  return { snapshot, sizes, relations };
}

/** @returns Which parts could not be read. */
function addObject(draft: Draft, relation: Relation, catalog: CatalogIndex, parts: RelationParts): Missing {
  const key = nameKey(relation.name);
  switch (relation.kind) {
    case 'c':
      return [];
    case 'S': {
      const sequence = toSequence(relation, catalog, parts);
      if (sequence !== undefined) draft.sequences.set(key, sequence);
      return [];
    }
    case 'v':
    case 'm': {
      const view = toView(relation, catalog, parts);
      if (view === undefined) return 'all';
      draft.views.set(key, view);
      if (relation.kind === 'm') draft.sizes.set(key, sizeOf(relation.row));
      return [];
    }
    default: {
      const { table, missing } = toTable(relation, catalog, parts);
      draft.tables.set(key, table);
      draft.sizes.set(key, sizeOf(relation.row));
      return missing;
    }
  }
}

/** `all`: the object as a whole. */
type Missing = readonly TablePart[] | 'all';

/** -1 rows, in versions before 14 also 0 rows on 0 pages: never analyzed. */
function sizeOf(row: Row): RelationSize {
  const bytes = Number(row.bytes);
  const rows = Number(row.rows);
  return rows > 0 || (rows === 0 && bytes > 0) ? { estimatedRows: rows, bytes } : { bytes };
}

function markOf(
  relation: Relation,
  catalog: CatalogIndex,
  parts: RelationParts,
  missing: Missing,
): RelationMark {
  const { kind, name, columnNames, isReadable } = relation;
  const isMissing = missing === 'all' || missing.length > 0;
  return {
    kind,
    name,
    columnNames,
    parts: countOf(parts, catalog),
    ...(isMissing ? { uncertainty: uncertaintyOf(relation, missing) } : {}),
    ...(isMissing && isReadable ? { busy: true } : {}),
  };
}

/** As the query `relationChanges` counts. */
function countOf(parts: RelationParts, catalog: CatalogIndex): number {
  const { constraints, triggers, policies, parents, comments } = parts;
  let count = 1 + triggers.length + policies.length + parents.length + comments.length;
  for (const { kind, oid } of constraints) {
    const hasIndex = kind === 'p' || kind === 'u' || kind === 'x';
    const hasComment = catalog.commentOnConstraint(oid ?? '') !== undefined;
    count += 1 + (hasIndex ? 1 : 0) + (hasComment ? 1 : 0);
  }
  for (const { constraint, oid } of parts.indexes)
    if (constraint === null) count += 1 + catalog.comments(oid ?? '').length;
  return count;
}

function uncertaintyOf({ name, kind, isReadable }: Relation, missing: Missing): Uncertainty {
  const affected: Affected = { kind: kind === 'v' || kind === 'm' ? 'view' : 'table', name };
  const what = missing === 'all' ? 'its definition' : 'some of its definitions';
  return {
    reason: !isReadable
      ? `The columns of ${displayName(name)} could not be told apart: one has a control character in its name. Rename it to see this table.`
      : `Another session has ${displayName(name)}, or what it is built on, locked, as a running migration does: ${what} could not be read. Read the schema again when that session is done.`,
    affects: [missing === 'all' ? affected : { ...affected, parts: missing }],
  };
}
