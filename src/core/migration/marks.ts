/** What is special about a revision's place in its chain, in a word each. */
import { isBranchPoint, isMergePoint, type RevisionGraph } from './graph.ts';
import type { Revision } from './revision.ts';

/** `head`, `merge`, `branch point`, `repeatable`, and the branch labels it carries. */
export function marksOf(graph: RevisionGraph, { id, repeatable }: Revision): readonly string[] {
  const node = graph.nodes.get(id);
  if (node === undefined) return [];
  return [
    ...(graph.heads.includes(id) ? ['head'] : []),
    ...(isMergePoint(node) ? ['merge'] : []),
    ...(isBranchPoint(node) ? ['branch point'] : []),
    ...(repeatable ? ['repeatable'] : []),
    ...node.branchLabels,
  ];
}
