/**
 * Reads relations portion by portion: while the server is at the next one, what has come is made into objects. So both
 * have something to do at any time, and only the rows of a few portions are in memory.
 */
import type { Session } from '../connect.ts';
import { addRelations, type Draft, putInOrder, type WholeRelation } from './assemble.ts';
import { type CatalogIndex, indexParts, type ListedRelation, type PartIndex } from './catalogIndex.ts';
import { relations as relationRows } from './catalogQueries.ts';
import { relationsAtOnce } from './catalogRows.ts';
import type { CopyStatement } from './lines.ts';
import type { PartScope } from './partQueries.ts';
import { readParts } from './readParts.ts';
import type { Relation } from './relationRows.ts';
import { flag } from './rows.ts';
import { type SameColumns, SameColumnsFinder } from './sameColumns.ts';
import { type Scope, within } from './scope.ts';

interface Portion {
  readonly scope: Scope;
  readonly relations: readonly ListedRelation[];
}

/** Each is locked, and all that it reads, until its portion has been read. */
const viewsAtOnce = 600;

/**
 * Adds all relations of the catalog to the draft, and ends the transaction. With what belongs to one portion come the
 * relations of the next.
 *
 * @param moment Of the transaction.
 * @returns The moment at which the last of them was read.
 */
export async function readPortions(
  session: Session,
  catalog: CatalogIndex,
  of: Pick<PartScope, 'scope' | 'locked' | 'version'>,
  moment: string,
  draft: Draft,
): Promise<string> {
  const finder = new SameColumnsFinder();
  const portions = portionsOf(catalog.listed, of.scope);
  let { locked } = of;
  let momentAfter = '';
  let putOff: readonly WholeRelation[] = [];
  let [adding, addingBefore] = [Promise.resolve(), Promise.resolve()];
  for (const [index, portion] of portions.entries()) {
    const next = portions[index + 1];
    const relations = portion.relations.flatMap(({ oid }) => catalog.relations.get(oid) ?? []);
    const same = of.scope === 'all' ? finder.add(relations) : none;
    const scope = { ...partScope(relations, portion.scope), locked, same, version: of.version };
    const parts = await readParts(
      session,
      scope,
      next && yetToRead(next, catalog),
      next === undefined ? moment : undefined,
    );
    catalog.take(parts.relations);
    ({ locked, moment: momentAfter = '' } = parts);
    const add = async (): Promise<void> => {
      const partsOf = indexParts(parts.lines);
      const all = joined(putOff, relations, partsOf);
      putOff = await addRelations(draft, all, catalog, next !== undefined);
    };
    // Two portions may wait to be made into objects, no more.
    await addingBefore;
    addingBefore = adding;
    adding = adding.then(add);
    // It is awaited below; until then nobody listens.
    adding.catch(() => undefined);
  }
  await adding;
  if (portions.length > 1) putInOrder(draft, catalog);
  return momentAfter;
}

const none: SameColumns = new Map();

function* joined(
  putOff: readonly WholeRelation[],
  relations: readonly Relation[],
  partsOf: PartIndex,
): Generator<WholeRelation> {
  yield* putOff;
  for (const relation of relations) yield { relation, parts: partsOf(relation.oid) };
}

/** Rows of those relations that have not come. */
function yetToRead({ relations }: Portion, catalog: CatalogIndex): CopyStatement | undefined {
  const missing = relations.filter(({ oid }) => !catalog.relations.has(oid));
  const from = missing[0]?.oid;
  const to = missing.at(-1)?.oid;
  if (from === undefined || to === undefined) return undefined;
  return relationRows(within('c.oid', { from, to }));
}

function partScope(relations: readonly Relation[], scope: Scope) {
  const those = (are: (relation: Relation) => boolean): readonly string[] =>
    relations.filter(are).map(({ oid }) => oid);
  return {
    scope,
    generating: those(({ row }) => flag(row, 'generates')),
    partitioned: those(({ kind, row }) => kind === 'p' || flag(row, 'is_partition')),
    views: those(isView),
  };
}

/** At least one. Of a whole schema each is a range of oids, which is cheaper to ask for than a list. */
function portionsOf(listed: readonly ListedRelation[], scope: Scope): readonly Portion[] {
  const portions: ListedRelation[][] = [];
  const size = Math.ceil(listed.length / Math.ceil(listed.length / relationsAtOnce));
  let views = 0;
  for (const relation of listed) {
    const portion = portions.at(-1);
    const isFull =
      portion === undefined || portion.length === size || (isView(relation) && views === viewsAtOnce);
    if (isFull) portions.push([relation]);
    else portion.push(relation);
    views = (isFull ? 0 : views) + (isView(relation) ? 1 : 0);
  }
  return (portions.length > 0 ? portions : [[]]).map((relations) => toPortion(relations, scope));
}

function isView({ kind }: ListedRelation): boolean {
  return kind === 'v' || kind === 'm';
}

function toPortion(relations: readonly ListedRelation[], scope: Scope): Portion {
  const oids = relations.map(({ oid }) => oid);
  const [from] = oids;
  const to = oids.at(-1);
  const isRange = scope === 'all' && from !== undefined && to !== undefined;
  return { relations, scope: isRange ? { from, to } : oids };
}
