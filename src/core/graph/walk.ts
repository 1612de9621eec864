/** From one revision of a picture to another, along its lines: what the arrow keys do. */
import type { GraphLayout, GraphRow } from './layout.ts';

export type Step = 'down' | 'up' | 'left' | 'right' | 'pageDown' | 'pageUp' | 'first' | 'last';

/** Who follows or depends on whom, looked up from below. */
export interface GraphLinks {
  readonly above: ReadonlyMap<string, readonly string[]>;
}

export function linksOf({ rows }: GraphLayout): GraphLinks {
  const above = new Map<string, string[]>();
  for (const { node } of rows) {
    for (const id of new Set([...node.down, ...node.dependsOn])) {
      const known = above.get(id);
      if (known === undefined) above.set(id, [node.id]);
      else known.push(node.id);
    }
  }
  return { above };
}

export interface Walk {
  readonly layout: GraphLayout;
  readonly links: GraphLinks;
  /** How many rows a page has. */
  readonly page: number;
}

/**
 * Down and up follow a line, and where there is none go on to the next row; left and right go over to a branch beside.
 *
 * @param from The revision one stands at; `undefined`: none yet.
 * @param before Where one came from: up leads back there.
 */
export function walk(
  { layout, links, page }: Walk,
  from: string | undefined,
  step: Step,
  before?: string,
): string | undefined {
  const { rows, rowOf } = layout;
  const at = from === undefined ? undefined : rowOf.get(from);
  const row = at === undefined ? undefined : rows[at];
  if (at === undefined || row === undefined) return rows[0]?.node.id;
  const inRow = (index: number) => rows[Math.max(0, Math.min(rows.length - 1, index))]?.node.id;
  switch (step) {
    case 'first':
      return inRow(0);
    case 'last':
      return inRow(rows.length - 1);
    case 'pageDown':
      return inRow(at + page);
    case 'pageUp':
      return inRow(at - page);
    case 'down':
      return belowOf(row, layout, before) ?? inRow(at + 1);
    case 'up':
      return aboveOf(row, links, before) ?? inRow(at - 1);
    default:
      return beside(row, layout, links, step);
  }
}

function belowOf({ node }: GraphRow, { rowOf }: GraphLayout, before: string | undefined): string | undefined {
  const below = [...node.down, ...node.dependsOn].filter((id) => rowOf.has(id));
  return before !== undefined && below.includes(before) ? before : below[0];
}

function aboveOf({ node }: GraphRow, { above }: GraphLinks, before: string | undefined): string | undefined {
  const followers = above.get(node.id) ?? [];
  // Listed last: the nearest.
  return before !== undefined && followers.includes(before) ? before : followers.at(-1);
}

/** Among those that share a revision above or below with this one, in the order of their lanes. */
function beside(
  { node }: GraphRow,
  { rows, rowOf }: GraphLayout,
  { above }: GraphLinks,
  step: 'left' | 'right',
): string | undefined {
  const parentsOf = (id: string): readonly string[] => rows[rowOf.get(id) ?? -1]?.node.down ?? [];
  const peers = new Set([
    ...node.down.flatMap((id) => above.get(id) ?? []),
    ...(above.get(node.id) ?? []).flatMap(parentsOf),
    node.id,
  ]);
  const known = [...peers].flatMap((id) => rows[rowOf.get(id) ?? -1] ?? []);
  const ordered = known.sort(
    (a, b) => a.lane - b.lane || (rowOf.get(a.node.id) ?? 0) - (rowOf.get(b.node.id) ?? 0),
  );
  const at = ordered.findIndex((one) => one.node.id === node.id);
  return ordered[step === 'left' ? at - 1 : at + 1]?.node.id;
}
