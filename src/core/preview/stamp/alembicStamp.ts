/**
 * What `alembic stamp` does to the rows of its version table: only branches that share a line with the target move,
 * the others stay.
 *
 * Where Alembic refuses or would leave other rows than were meant (unknown or overlapping rows, a merge that is taken
 * apart), all rows are deleted and written anew, as with `--purge`.
 */
import { ancestorsOf, descendantsOf, type RevisionGraph } from '../../migration/graph.ts';

export type RowChange =
  | { readonly kind: 'deleteAll' }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'insert'; readonly id: string }
  | { readonly kind: 'update'; readonly from: string; readonly id: string };

export interface AlembicStamp {
  /** The rows afterwards. */
  readonly to: readonly string[];
  readonly changes: readonly RowChange[];
  /** Why the rows must be written anew: a whole sentence. */
  readonly purge?: string;
}

export interface Destination {
  readonly ids: readonly string[];
  readonly branch?: readonly string[];
}

/**
 * @param rows As recorded, in their order.
 * @param fault Why Alembic cannot work on these rows, where it cannot.
 */
export function alembicStamp(
  graph: RevisionGraph,
  rows: readonly string[],
  target: Destination,
  fault: string | undefined,
): AlembicStamp {
  const known = rows.filter((id) => graph.byId.has(id));
  const moving = movingRows(graph, known, target);
  const to = [...new Set([...known.filter((id) => !moving.includes(id)), ...target.ids])];
  const purged = (purge: string): AlembicStamp => ({
    to,
    changes: [{ kind: 'deleteAll' }, ...to.map((id) => ({ kind: 'insert', id }) as const)],
    purge,
  });
  const unknown = rows.filter((id) => !graph.byId.has(id));
  if (unknown.length > 0)
    return purged(
      `The version table holds ${unknown.join(' and ')}, which no script of this checkout has, and Alembic refuses to stamp over it: its row is deleted first.`,
    );
  if (fault !== undefined) return purged(fault);
  const changes = target.ids.length === 0 ? moving.map(deleted) : steps(graph, known, moving, target.ids);
  const after = changes && rowsAfter(known, changes);
  if (changes === undefined || after === undefined || !sameRows(after, to))
    return purged(
      'A plain stamp would not leave these rows, so all rows are deleted first and written anew.',
    );
  return { to, changes };
}

const deleted = (id: string): RowChange => ({ kind: 'delete', id });

/** In Alembic's order: what is in line with the first target comes first. */
function movingRows(
  graph: RevisionGraph,
  rows: readonly string[],
  { ids, branch }: Destination,
): readonly string[] {
  const against = ids.length === 0 ? branch : ids;
  if (against === undefined) return rows;
  const lines = new Map(
    rows.map((row) => [
      row,
      new Set([...ancestorsOf(graph.nodes, [row]), ...descendantsOf(graph.nodes, [row])]),
    ]),
  );
  return [...new Set(against.flatMap((id) => rows.filter((row) => lines.get(row)?.has(id))))];
}

/** One change after the other, as Alembic makes them; `undefined` where it would break off. */
function steps(
  graph: RevisionGraph,
  rows: readonly string[],
  moving: readonly string[],
  ids: readonly string[],
): readonly RowChange[] | undefined {
  const now = new Set(rows);
  const changes: RowChange[] = [];
  for (const id of ids) {
    if (moving.includes(id)) continue;
    const above = descendantsOf(graph.nodes, [id]);
    const below = ancestorsOf(graph.nodes, [id]);
    const isDown = moving.some((one) => above.has(one));
    const isUp = moving.some((one) => below.has(one));
    if (isDown && isUp) return undefined;
    const isNew = !isDown && (!isUp || moving.some((one) => !now.has(one)));
    if (isNew && !now.has(id)) changes.push({ kind: 'insert', id });
    else {
      const last = moving.at(-1);
      if (last === undefined || now.has(id) || moving.some((one) => !now.has(one))) return undefined;
      changes.push(...moving.slice(0, -1).map(deleted), { kind: 'update', from: last, id });
      for (const one of moving) now.delete(one);
    }
    now.add(id);
  }
  return changes;
}

function rowsAfter(rows: readonly string[], changes: readonly RowChange[]): readonly string[] {
  const now = new Set(rows);
  for (const change of changes) {
    if (change.kind === 'deleteAll') now.clear();
    if (change.kind === 'delete') now.delete(change.id);
    if (change.kind === 'update') now.delete(change.from);
    if (change.kind === 'insert' || change.kind === 'update') now.add(change.id);
  }
  return [...now];
}

const sameRows = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id));
