/** Circles in a chain: which revisions form them, and which links to leave out so that none remains. */

interface Linked {
  readonly downRevisions: readonly string[];
  readonly dependencies: readonly string[];
}

export interface Link {
  readonly from: string;
  readonly to: string;
}

export interface BackLinks {
  readonly links: readonly Link[];
  /** Each circle's revisions, following each other. */
  readonly cycles: readonly (readonly string[])[];
}

interface Step {
  readonly id: string;
  readonly links: readonly string[];
  next: number;
}

/** Walks down from the heads, then from whatever they do not reach, and notes each link to a revision on the way. */
export function backLinksOf(nodes: ReadonlyMap<string, Linked>, heads: readonly string[]): BackLinks {
  const links: Link[] = [];
  const cycles: (readonly string[])[] = [];
  const done = new Set<string>();
  for (const start of [...heads, ...nodes.keys()]) {
    if (done.has(start)) continue;
    const path = [step(start, nodes)];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = top.links[top.next++];
      if (to === undefined) {
        path.pop();
        onPath.delete(top.id);
        done.add(top.id);
      } else if (onPath.has(to)) {
        links.push({ from: top.id, to });
        cycles.push(path.slice(path.findIndex(({ id }) => id === to)).map(({ id }) => id));
      } else if (!done.has(to)) {
        path.push(step(to, nodes));
        onPath.add(to);
      }
    }
  }
  return { links, cycles };
}

function step(id: string, nodes: ReadonlyMap<string, Linked>): Step {
  const node = nodes.get(id);
  return { id, links: node === undefined ? [] : linksOf(node), next: 0 };
}

function linksOf({ downRevisions, dependencies }: Linked): readonly string[] {
  return dependencies.length === 0 ? downRevisions : [...downRevisions, ...dependencies];
}
