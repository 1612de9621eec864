/** What the preview panel needs from whoever knows the answers. */
import type { PreviewOffers } from '../../core/panels/previewMessages.ts';
import type { PreviewDocument } from '../../core/preview/previewDocument.ts';
import type { PreviewQuestion } from '../../core/preview/question.ts';
import type { RehearsalProgress } from '../../core/preview/rehearsal/rehearsal.ts';
import type { RunPreview } from '../../core/preview/runPreview.ts';
import type { StampPreview } from '../../core/preview/stamp/stampPreview.ts';
import type { Location } from '../../core/text/range.ts';

export interface PreviewHost {
  /** Rejects with a `UserError` where the world refuses. */
  preview(question: PreviewQuestion, signal: AbortSignal): Promise<PreviewDocument>;
  /** The same preview with what came of trying it out. */
  rehearse(
    question: PreviewQuestion,
    onProgress: (progress: RehearsalProgress) => void,
    signal: AbortSignal,
  ): Promise<RunPreview>;
  offers(question: PreviewQuestion): PreviewOffers;
  sqlOf(preview: PreviewDocument): string;
  markdownOf(preview: PreviewDocument): string;
  open(location: Location): Promise<void>;
  /** Shows the tool's own SQL beside ours; called only where it is offered. */
  compareWithTool(question: PreviewQuestion, preview: RunPreview, signal: AbortSignal): Promise<void>;
  /** Places the command in a terminal without starting it; called only where it is offered. */
  runInTerminal(preview: StampPreview): Promise<void>;
  /** Shows an error that is no `UserError` of the preview itself, and logs it. */
  run(task: () => Promise<unknown>): Promise<void>;
}
