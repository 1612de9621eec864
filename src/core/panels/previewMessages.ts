/**
 * What the preview panel and its host say to each other. State goes down, requests come up, and none has a reply: its
 * answer is the next state.
 */
import type { PreviewDocument } from '../preview/previewDocument.ts';
import type { PreviewQuestion } from '../preview/question.ts';
import type { RehearsalProgress } from '../preview/rehearsal/rehearsal.ts';
import type { Location } from '../text/range.ts';

export interface PreviewState {
  readonly question: PreviewQuestion;
  readonly status: PreviewStatus;
  /** The last good answer: an old one as long as the status is not `ready`. */
  readonly preview?: PreviewDocument;
  /** When that was, for people. */
  readonly readAt?: string;
  /** One is going on. */
  readonly rehearsal?: RehearsalProgress;
  /** Why the last one did not come to an end. */
  readonly rehearsalFailure?: Failure;
  readonly offers: PreviewOffers;
}

export type PreviewStatus =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Failure {
  readonly message: string;
  readonly advice: string;
}

/** What the host can do for this question. */
export interface PreviewOffers {
  readonly rehearse: boolean;
  /** The tool that can write the SQL itself: `Alembic`. */
  readonly compareWith?: string;
  readonly runInTerminal: boolean;
}

export type ToPreview =
  | { readonly kind: 'state'; readonly state: PreviewState }
  /** Sent often: without the document. */
  | { readonly kind: 'progress'; readonly progress: RehearsalProgress };

/** Requests without anything to say besides. */
export const previewRequests = [
  'ready',
  'refresh',
  'rehearse',
  'cancel',
  'copySql',
  'saveSql',
  'openSql',
  'copyMarkdown',
  'copyCommand',
  'compareWithTool',
  'runInTerminal',
  'previewRecommended',
  'previewUpgradeAfter',
] as const;

export type PreviewRequest = (typeof previewRequests)[number];

export type FromPreview =
  | { readonly kind: PreviewRequest }
  /** Opens a place in a script that the preview names. */
  | ({ readonly kind: 'open' } & Location);
