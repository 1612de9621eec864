/** How long something takes, in a word and a colour. */
import type { TimeClass } from '../../core/preview/runPreview.ts';
import type { Tone } from './pieces.ts';

type Kind = Pick<TimeClass, 'kind'>;

export function timeText({ kind }: Kind): string {
  return { instant: 'Instant', seconds: 'Seconds', minutes: 'Minutes', unknown: 'Time not known' }[kind];
}

export function timeTone({ kind }: Kind): Tone {
  return ({ instant: 'neutral', seconds: 'warning', minutes: 'bad', unknown: 'warning' } as const)[kind];
}
