/** What is going on with the question itself: being asked, refused, answered some time ago. */
import type { PreviewState } from '../../core/panels/previewMessages.ts';
import type { RehearsalProgress } from '../../core/preview/rehearsal/rehearsal.ts';
import { type Child, h } from '../shared/dom.ts';
import { button, progressBar } from '../shared/elements.ts';
import { icon } from '../shared/icons.ts';
import type { Actions } from './actions.ts';

export function statusBanner(state: PreviewState, actions: Actions): Child {
  const { status, preview, readAt } = state;
  switch (status.kind) {
    case 'ready':
      return h('p', { class: 'sr' }, 'The preview is up to date.');
    case 'loading':
      return [
        progressBar(preview === undefined ? 'Working out the preview' : 'Refreshing', undefined),
        preview === undefined
          ? h('p', { class: 'lead' }, 'Reading the schema and working out what would run…')
          : h('p', { class: 'muted' }, `Looking again… What is shown is of ${readAt ?? 'earlier'}.`),
      ];
    case 'failed':
      return h(
        'div',
        { class: 'banner tone-bad', attributes: { role: 'alert' } },
        icon('bad'),
        h(
          'div',
          {},
          h('p', { class: 'banner-title' }, status.failure.message),
          h('p', {}, status.failure.advice),
          preview === undefined
            ? undefined
            : h(
                'p',
                { class: 'muted' },
                `What is shown below is old: it is of ${readAt ?? 'an earlier answer'}.`,
              ),
        ),
        button('Retry', { id: 'retry', primary: true, onClick: () => actions.ask('refresh') }),
      );
  }
}

/** One that is going on; `undefined`: none is. */
export function rehearsalProgress(progress: RehearsalProgress | undefined, { ask }: Actions): Child {
  if (progress === undefined) return undefined;
  const { all, done } = progress;
  return h(
    'div',
    { class: 'progress' },
    progressBar('Rehearsal', all === 0 ? undefined : done / all),
    h('p', { id: 'progress-text' }, progressText(progress)),
    button('Cancel', { id: 'cancel', onClick: () => ask('cancel') }),
  );
}

export function progressText({ phase, revision, done, all }: RehearsalProgress): string {
  switch (phase) {
    case 'starting':
      return 'Rehearsal: starting PostgreSQL…';
    case 'cloning':
      return `Rehearsal: making a clone of the schema${share(done, all)}…`;
    case 'running':
      return `Rehearsal: running ${revision ?? 'the revisions'}${share(done, all)}…`;
    case 'comparing':
      return 'Rehearsal: comparing the result…';
  }
}

const share = (done: number, all: number): string => (all === 0 ? '' : ` (${done} of ${all})`);
