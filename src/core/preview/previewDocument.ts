/** What a preview shows, of whichever kind. */
import type { RunPreview } from './runPreview.ts';
import type { StampPreview } from './stamp/stampPreview.ts';

export type PreviewDocument = RunPreview | StampPreview;
