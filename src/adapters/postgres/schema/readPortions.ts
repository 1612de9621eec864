/**
 * Reads relations portion by portion: while the server is at the next one, what has come is made into objects. So both
 * have something to do at any time, and only the rows of a few portions are in memory.
 */
import type { Session } from '../connect.ts';
import { addRelations, type Draft, type WholeRelation } from './assemble.ts';
import { type CatalogIndex, indexParts, type PartIndex } from './catalogIndex.ts';
import { relations as relationRows } from './catalogQueries.ts';
import { relationsAtOnce } from './catalogRows.ts';
import { type CopyStatement, firstColumn, type Lines } from './lines.ts';
import type { PartScope } from './partQueries.ts';
import { oidsOf, readParts } from './readParts.ts';
import type { Relation } from './relationRows.ts';
import { flag } from './rows.ts';
import { type SameColumns, SameColumnsFinder } from './sameColumns.ts';
import type { Scope } from './scope.ts';

/**
 * Adds all relations of the catalog to the draft, and ends the transaction. With what belongs to one portion come
 * the relations of the one after the next.
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
  const { rows } = catalog;
  const isWhole = of.scope === 'all';
  const classesByType = oidsOf(rows.operatorClasses.filter((row) => flag(row, 'depends_on_type')));
  const finder = new SameColumnsFinder();
  const queue = new RelationQueue(catalog, isWhole);
  queue.put(rows.relations);
  let { locked } = of;
  let putOff: readonly WholeRelation[] = [];
  let [adding, addingBefore] = [Promise.resolve(), Promise.resolve()];
  for (;;) {
    const relations = queue.next();
    const besides = queue.wanted();
    const isLast = queue.isEmpty && besides === undefined;
    const same = isWhole ? finder.among(relations) : none;
    const those = { ...partScope(relations, isWhole), locked, same, classesByType, version: of.version };
    const last = isLast ? { moment, lookedUp: finder.lookedUp } : undefined;
    const reading = readParts(session, those, besides, last);
    // While the server is at it.
    queue.unpack();
    const parts = await reading;
    ({ locked } = parts);
    if (besides !== undefined) queue.put(parts.relations);
    const add = async (): Promise<void> => {
      const all = joined(putOff, relations, indexParts(parts.lines, catalog));
      putOff = await addRelations(draft, all, catalog, !isLast);
    };
    // Two portions may wait to be made into objects, no more.
    await addingBefore;
    addingBefore = adding;
    adding = adding.then(add);
    // It is awaited below; until then nobody listens.
    adding.catch(() => undefined);
    if (!isLast) continue;
    await adding;
    return parts.moment ?? '';
  }
}

/** Each is locked, and all that it reads, until its portion has been read. */
const viewsAtOnce = 600;

/** While no others wait to be next, as at the beginning: so that there is something to do soon. */
const fewAtOnce = 250;

/**
 * Relations that have come, by oid, and are to be read with all that belongs to them. It is a portion ahead, so that
 * nobody waits while rows are made into relations.
 */
class RelationQueue {
  readonly #catalog: CatalogIndex;
  readonly #packed: Lines[] = [];
  #relations: readonly Relation[] = [];
  /** The last that the server has told of; `undefined`: there are no more. */
  #last: number | undefined;

  constructor(catalog: CatalogIndex, isWhole: boolean) {
    this.#catalog = catalog;
    this.#last = isWhole ? 0 : undefined;
  }

  get isEmpty(): boolean {
    return this.#relations.length === 0 && this.#packed.length === 0;
  }

  put({ columns, lines }: Lines): void {
    for (let at = 0; at < lines.length; at += relationsAtOnce)
      this.#packed.push({ columns, lines: lines.slice(at, at + relationsAtOnce) });
    if (lines.length < relationsAtOnce) this.#last = undefined;
    if (this.#last !== undefined) this.#last = Number(firstColumn(lines.at(-1) ?? ''));
  }

  unpack(): void {
    const lines = this.#packed.shift();
    if (lines !== undefined) this.#relations = [...this.#relations, ...this.#catalog.take(lines)];
  }

  /** Takes as many as are to be read at once. */
  next(): readonly Relation[] {
    if (this.#relations.length === 0) this.unpack();
    const doOthersWait = this.#packed.length > 0 || this.#last === undefined;
    const chosen = this.#relations.slice(0, doOthersWait ? relationsAtOnce : fewAtOnce);
    const tooMany = chosen.filter(isView)[viewsAtOnce];
    const next = tooMany === undefined ? chosen : chosen.slice(0, chosen.indexOf(tooMany));
    this.#relations = this.#relations.slice(next.length);
    return next;
  }

  /** The rows that are to come with the next portion. */
  wanted(): CopyStatement | undefined {
    const packed = this.#packed.reduce((count, { lines }) => count + lines.length, 0);
    const areEnough = this.#relations.length + packed > relationsAtOnce;
    if (this.#last === undefined || areEnough) return undefined;
    return relationRows({ after: this.#last, count: relationsAtOnce });
  }
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

/** @param isWhole Then it is a range of oids, which is cheaper to ask for than a list. */
function partScope(relations: readonly Relation[], isWhole: boolean) {
  const those = (are: (relation: Relation) => boolean): readonly string[] =>
    relations.filter(are).map(({ oid }) => oid);
  const [from, to] = [relations[0]?.oid, relations.at(-1)?.oid];
  const scope: Scope = isWhole && from !== undefined && to !== undefined ? { from, to } : those(() => true);
  return {
    scope,
    generating: those(({ columns }) => columns.some(({ generated }) => generated !== '')),
    partitioned: those(({ kind, row }) => kind === 'p' || flag(row, 'is_partition')),
    views: those(isView),
  };
}

function isView({ kind }: Relation): boolean {
  return kind === 'v' || kind === 'm';
}
