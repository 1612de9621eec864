/** What the page can ask for, and what of it is kept while it is hidden. */
import type { PreviewRequest, PreviewState } from '../../core/panels/previewMessages.ts';
import type { StampClaim } from '../../core/preview/stamp/stampPreview.ts';
import type { Location } from '../../core/text/range.ts';

export interface Actions {
  readonly ask: (request: PreviewRequest) => void;
  readonly open: (location: Location) => void;
  /** Draws again with a changed view. */
  readonly change: (view: Partial<PageView>) => void;
}

/** How somebody looks at the page. */
export interface PageView {
  /** Headings folded or unfolded against what is usual. */
  readonly folded: Readonly<Record<string, boolean>>;
  readonly claims: StampClaim['truth'] | 'all';
  /** The stamp passes over what is not there, and somebody said that it shall. */
  readonly confirmed: boolean;
  readonly scroll: number;
}

export const freshView: PageView = { folded: {}, claims: 'all', confirmed: false, scroll: 0 };

export interface Kept {
  readonly state?: PreviewState;
  readonly view: PageView;
}
