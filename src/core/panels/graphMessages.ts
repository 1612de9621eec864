/** What the graph panel and its host say to each other. State goes down, requests come up, and none has a reply. */
import type { RevisionGraphPicture } from '../graph/picture.ts';

export interface ToGraph {
  readonly kind: 'picture';
  readonly picture: RevisionGraphPicture;
}

export type FromGraph =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open'; readonly revision: string }
  /** With the pending revisions of an environment marked in it. */
  | { readonly kind: 'saveSvg'; readonly environment?: string };
