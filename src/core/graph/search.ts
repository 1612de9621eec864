/** Which revisions of a picture somebody means who types a few words. */
import type { GraphNode } from './picture.ts';

/** Every word occurs in the id, the message, a label or the name of an environment that stands there. */
export function matchesSearch(node: GraphNode, words: string): boolean {
  const { id, message, labels, environments } = node;
  const text = [id, message, ...labels, ...environments.map(({ name }) => name)].join('\n').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
