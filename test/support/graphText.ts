/** Pictures of revision graphs from a few words, and layouts as text. */
import { layoutOf } from '../../src/core/graph/layout.ts';
import type { GraphNode } from '../../src/core/graph/picture.ts';

/** `b<a`: b follows a; `m<a,b`: a merge; `b<a~x`: b also depends on x. Highest first. */
export function nodes(...lines: readonly string[]): readonly GraphNode[] {
  return lines.map((line) => {
    const [, id = '', down, dependsOn] = /^([^<~]+)(?:<([^~]*))?(?:~(.*))?$/.exec(line) ?? [];
    return {
      id,
      message: '',
      file: `/versions/${id}.py`,
      labels: [],
      down: down?.split(',') ?? [],
      dependsOn: dependsOn?.split(',') ?? [],
      environments: [],
      pendingIn: [],
    };
  });
}

/** A revision and its lane, then the lines down to the next, by turns. */
export function drawn(all: readonly GraphNode[]): readonly string[] {
  return layoutOf({ nodes: all })
    .rows.flatMap(({ node, lane, lines }) => [
      `${node.id}${lane}`,
      lines.map(({ from, to, kind }) => `${from}${kind === 'follows' ? '-' : '~'}${to}`).join(' '),
    ])
    .slice(0, -1);
}
