/**
 * Where the revisions of a picture lie: a row for each, in the order of the history, and lanes for what runs beside it.
 *
 * Each row knows the lines down to the next one, so that whoever draws a part of the graph needs only the rows in it.
 */
import type { GraphNode, RevisionGraphPicture } from './picture.ts';

export interface GraphLayout {
  readonly rows: readonly GraphRow[];
  readonly rowOf: ReadonlyMap<string, number>;
  /** How many lanes the widest row has. */
  readonly lanes: number;
}

export interface GraphRow {
  readonly node: GraphNode;
  readonly lane: number;
  /** From the height of this row down to that of the next. */
  readonly lines: readonly GraphLine[];
}

export interface GraphLine {
  readonly from: number;
  readonly to: number;
  readonly kind: LineKind;
  /** The lane that gives the line its colour. */
  readonly colour: number;
  /** The revisions that it comes down from: several where lines to one revision have joined. */
  readonly sources: readonly string[];
}

/** By `down_revision`, or by `depends_on`. */
export type LineKind = 'follows' | 'depends';

/** A lane on its way down to a revision that has not had its row yet. */
interface Lane {
  readonly target: string;
  readonly kind: LineKind;
  /** What comes into it from the row just done: itself, or the revision there, or both. */
  readonly tails: readonly Pick<GraphLine, 'from' | 'sources'>[];
}

type Lanes = (Lane | undefined)[];

export function layoutOf({ nodes }: Pick<RevisionGraphPicture, 'nodes'>): GraphLayout {
  const lanes: Lanes = [];
  const rows: { node: GraphNode; lane: number; lines: readonly GraphLine[] }[] = [];
  // Lines only go down: what was listed above can no longer be reached.
  const below = new Set(nodes.map(({ id }) => id));
  let widest = 0;
  for (const node of nodes) {
    below.delete(node.id);
    const own = laneFor(node, lanes);
    const above = rows.at(-1);
    if (above !== undefined) above.lines = linesTo(node, own, lanes);
    goOn(node, lanes);
    for (const target of targetsOf(node, below)) startLine(node, own, target, lanes);
    rows.push({ node, lane: own, lines: [] });
    widest = Math.max(widest, own + 1, lanes.length);
  }
  return { rows, rowOf: new Map(nodes.map(({ id }, row) => [id, row])), lanes: widest };
}

/** The leftmost lane that leads here, by preference one of a follower; else the first that is free. */
function laneFor({ id }: GraphNode, lanes: Lanes): number {
  const follower = lanes.findIndex((lane) => lane?.target === id && lane.kind === 'follows');
  if (follower >= 0) return follower;
  const dependent = lanes.findIndex((lane) => lane?.target === id);
  return dependent >= 0 ? dependent : firstFree(lanes, 0);
}

function linesTo({ id }: GraphNode, at: number, lanes: Lanes): readonly GraphLine[] {
  return lanes.flatMap((lane, own) =>
    (lane?.tails ?? []).map(({ from, sources }) => ({
      from,
      to: lane?.target === id ? at : own,
      kind: lane?.kind ?? 'follows',
      colour: Math.max(from, own),
      sources,
    })),
  );
}

/** Ends the lanes that lead to the revision, and takes the others past it. */
function goOn({ id }: GraphNode, lanes: Lanes): void {
  for (const [own, lane] of lanes.entries()) {
    if (lane === undefined) continue;
    const sources = lane.tails.flatMap((tail) => tail.sources);
    lanes[own] = lane.target === id ? undefined : { ...lane, tails: [{ from: own, sources }] };
  }
  while (lanes.length > 0 && lanes.at(-1) === undefined) lanes.pop();
}

function targetsOf(
  { down, dependsOn }: GraphNode,
  below: ReadonlySet<string>,
): readonly Pick<Lane, 'target' | 'kind'>[] {
  const follows = [...new Set(down)].filter((id) => below.has(id));
  const depends = [...new Set(dependsOn)].filter((id) => below.has(id) && !follows.includes(id));
  return [
    ...follows.map((target) => ({ target, kind: 'follows' }) as const),
    ...depends.map((target) => ({ target, kind: 'depends' }) as const),
  ];
}

/** Joins a line further left that leads to the same revision, so that the trunk stays where it is. */
function startLine(
  { id }: GraphNode,
  own: number,
  { target, kind }: Pick<Lane, 'target' | 'kind'>,
  lanes: Lanes,
): void {
  const tail = { from: own, sources: [id] };
  const joined = lanes.findIndex((lane) => lane?.target === target && lane.kind === kind);
  const lane = lanes[joined];
  if (lane !== undefined && joined < own) lanes[joined] = { ...lane, tails: [...lane.tails, tail] };
  else lanes[firstFree(lanes, own)] = { target, kind, tails: [tail] };
}

function firstFree(lanes: Lanes, from: number): number {
  for (let lane = from; lane < lanes.length; lane++) {
    if (lanes[lane] === undefined) return lane;
  }
  return Math.max(from, lanes.length);
}
