/** What the graph panel is shown in its tests. */
import type { GraphNode, RevisionGraphPicture } from '../../../src/core/graph/picture.ts';

const folder = '/repo/deal-platform/alembic/versions';

function node(
  id: string,
  message: string,
  down: readonly string[],
  rest: Partial<GraphNode> = {},
): GraphNode {
  return {
    id,
    message,
    file: `${folder}/${id}.py`,
    labels: [],
    down,
    dependsOn: [],
    environments: [],
    pendingIn: [],
    ...rest,
  };
}

const behind = { pendingIn: ['staging'] };

/** Incident A in short: branches, a merge, a dependency, and a production whose stamp is not true. */
export const dealPlatform: RevisionGraphPicture = {
  projectId: 'deals',
  project: 'deal-platform',
  nodes: [
    node('dc2c0f69c1b1', 'Last seen and locale', ['6ad2074f8be3'], {
      ...behind,
      environments: [
        { name: 'production', protected: true, kind: 'stamped', isOld: false },
        { name: 'local', protected: false, kind: 'stamped', isOld: false },
      ],
    }),
    node('6ad2074f8be3', 'Valuation snapshots', ['e815f2c7906b'], behind),
    node('e815f2c7906b', 'Audit log of roles and permissions', ['b37d91e05ac8'], behind),
    node('b37d91e05ac8', 'Pipeline templates', ['4f0b8c2e6d19', 'c7a1f2e9b340'], behind),
    node('4f0b8c2e6d19', 'Folders in data rooms', ['9c1e5d0a7b34'], behind),
    node(
      'c7a1f2e9b340',
      'Templates of mandates, with a message that is far too long for the room that a row of the graph has in an editor',
      ['2e9b41d7c0f8'],
      behind,
    ),
    node('2e9b41d7c0f8', 'Fees of mandates', ['8e6d14b7a05c'], { ...behind, labels: ['mandates'] }),
    node('9c1e5d0a7b34', 'Integration plans and earn-outs', ['78ea1f5b0d6c'], {
      environments: [
        { name: 'production', protected: true, kind: 'true', isOld: false },
        { name: 'staging', protected: false, kind: 'stamped', isOld: true },
      ],
    }),
    node('78ea1f5b0d6c', 'Deals on hold', ['8e6d14b7a05c'], { dependsOn: ['a4417c9be2d0'] }),
    node('8e6d14b7a05c', 'Merge NDAs and mandates', ['2ab81d64c9f3', 'f03c7a5e92d8']),
    node('f03c7a5e92d8', 'Mandates and buyer lists', ['7c95e3b0f8a1']),
    node('2ab81d64c9f3', 'NDAs', ['7c95e3b0f8a1']),
    node('7c95e3b0f8a1', 'Pipelines', ['a1c4e07d93b2']),
    node('a1c4e07d93b2', 'Users, organizations and sign-in', []),
    node('a4417c9be2d0', 'Countries and currencies', ['0b5d7e8f2a11'], { labels: ['reference'] }),
    node('0b5d7e8f2a11', '', []),
  ],
  environments: [
    { name: 'production', protected: true, summary: 'schema like 9c1e5d0a7b34, stamped dc2c0f69c1b1' },
    { name: 'staging', protected: false, summary: 'could not be read · was 7 behind' },
    { name: 'local', protected: false, summary: 'up to date' },
  ],
};

/** Two thousand revisions; a branch of eight leaves and comes back every forty, one of them far apart. */
export function longHistory(): RevisionGraphPicture {
  const nodes: GraphNode[] = [];
  for (let at = 2000; at > 0; at--) {
    const down = at === 1 ? [] : [`r${at - 1}`];
    // The upper half of each forty lies beside the lower.
    if (at % 40 === 0) down.push(`r${at - 8}`);
    if (at % 40 === 33) down.splice(0, 1, `r${at - 20}`);
    const pendingIn = at > 1980 ? ['production'] : [];
    nodes.push(node(`r${at}`, `Step ${at} of the history`, down, { pendingIn }));
  }
  return {
    projectId: 'long',
    project: 'long-history',
    nodes,
    environments: [{ name: 'production', protected: true, summary: '20 behind' }],
  };
}
