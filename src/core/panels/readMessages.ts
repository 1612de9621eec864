/**
 * Reads what the pages of the panels send and keep: `undefined` for anything that is not exactly that.
 *
 * Apart from the messages themselves, so that zod is loaded with the first message and not with the extension.
 */
import { z } from 'zod';
import type { PreviewQuestion } from '../preview/question.ts';
import type { FromGraph } from './graphMessages.ts';
import { type FromPreview, previewRequests } from './previewMessages.ts';

const text = z.string().max(4096);
const offset = z.int().nonnegative();

const fromPreview: z.ZodType<FromPreview> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(previewRequests) }),
  z.strictObject({
    kind: z.literal('open'),
    file: text.min(1),
    range: z.strictObject({ start: offset, end: offset }).exactOptional(),
  }),
]);

const fromGraph: z.ZodType<FromGraph> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('open'), revision: text }),
  z.strictObject({ kind: z.literal('saveSvg'), environment: text.exactOptional() }),
]);

export function readPreviewMessage(message: unknown): FromPreview | undefined {
  return fromPreview.safeParse(message).data;
}

export function readGraphMessage(message: unknown): FromGraph | undefined {
  return fromGraph.safeParse(message).data;
}

const question: z.ZodType<PreviewQuestion> = z.strictObject({
  projectId: text,
  environment: text,
  kind: z.enum(['upgrade', 'downgrade', 'stamp']),
  target: text,
});

const keptByPreview = z.object({ state: z.object({ question }) });
const keptByGraph = z.object({ picture: z.object({ projectId: text }) });

/** What a preview panel asked when it was last shown. */
export function readKeptQuestion(kept: unknown): PreviewQuestion | undefined {
  return keptByPreview.safeParse(kept).data?.state.question;
}

/** Whose revisions a graph panel showed last. */
export function readKeptProject(kept: unknown): string | undefined {
  return keptByGraph.safeParse(kept).data?.picture.projectId;
}
