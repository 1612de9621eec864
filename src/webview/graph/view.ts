/** How somebody looks at the graph; kept while the page is hidden. */
import type { RevisionGraphPicture } from '../../core/graph/picture.ts';

export interface GraphView {
  readonly search: string;
  /** Whose pending revisions stand out; `undefined`: of none. */
  readonly environment: string | undefined;
  /** Where one stands, and where one came from. */
  readonly current: string | undefined;
  readonly before: string | undefined;
  readonly scroll: number;
}

export const freshView: GraphView = {
  search: '',
  environment: undefined,
  current: undefined,
  before: undefined,
  scroll: 0,
};

export interface Kept {
  readonly picture?: RevisionGraphPicture;
  readonly view: GraphView;
}
