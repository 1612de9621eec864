/**
 * Reads relations portion by portion: while the server is at the next one, what has come is made into objects. So both
 * have something to do at any time, and only the rows of two portions are in memory.
 */
import type { Session } from '../connect.ts';
import { addRelations, type Draft } from './assemble.ts';
import { type CatalogIndex, indexParts } from './catalogIndex.ts';
import type { PartScope } from './partQueries.ts';
import { type Parts, readParts } from './readParts.ts';
import type { Relation } from './relationRows.ts';
import { flag } from './rows.ts';
import { findSameColumns } from './sameColumns.ts';
import type { Scope } from './scope.ts';

interface Portion {
  readonly scope: Scope;
  readonly relations: readonly Relation[];
}

/**
 * Each portion costs a round trip, and the server a look at some whole catalogs; while the last is made into objects,
 * the server has nothing to do.
 */
const relationsAtOnce = 2000;
/** Each is locked, and all that it reads, until its portion has been read. */
const viewsAtOnce = 600;

/**
 * Adds all relations of the catalog to the draft, and ends the transaction.
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
  const same = of.scope === 'all' ? findSameColumns([...catalog.relations.values()]) : new Map();
  const portions = portionsOf([...catalog.relations.values()], of.scope);
  const ask = (portion: Portion, locked: readonly string[]): Promise<Parts> => {
    const last = portion === portions.at(-1) ? moment : undefined;
    return readParts(session, { ...partScope(portion), locked, same, version: of.version }, last);
  };
  const add = ({ relations }: Portion, { lines }: Parts): Promise<void> =>
    addRelations(draft, relations, catalog, indexParts(lines));
  let [portion, ...others] = portions;
  let parts = await ask(portion, of.locked);
  for (const next of others) {
    const [nextParts] = await Promise.all([ask(next, parts.locked), add(portion, parts)]);
    [portion, parts] = [next, nextParts];
  }
  await add(portion, parts);
  return parts.moment ?? '';
}

function partScope({ scope, relations }: Portion) {
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
function portionsOf(relations: readonly Relation[], scope: Scope): readonly [Portion, ...Portion[]] {
  const portions: Relation[][] = [];
  const size = Math.ceil(relations.length / Math.ceil(relations.length / relationsAtOnce));
  let views = 0;
  for (const relation of [...relations].sort((a, b) => Number(a.oid) - Number(b.oid))) {
    const portion = portions.at(-1);
    const isFull =
      portion === undefined || portion.length === size || (isView(relation) && views === viewsAtOnce);
    if (isFull) portions.push([relation]);
    else portion.push(relation);
    views = (isFull ? 0 : views) + (isView(relation) ? 1 : 0);
  }
  const [first = [], ...others] = portions;
  return [toPortion(first, scope), ...others.map((portion) => toPortion(portion, scope))];
}

function isView({ kind }: Relation): boolean {
  return kind === 'v' || kind === 'm';
}

function toPortion(relations: readonly Relation[], scope: Scope): Portion {
  const oids = relations.map(({ oid }) => oid);
  const [from] = oids;
  const to = oids.at(-1);
  const isRange = scope === 'all' && from !== undefined && to !== undefined;
  return { relations, scope: isRange ? { from, to } : oids };
}
