/** The whole page for one state. */

import { revisionsText } from '../../core/drift/verdictWords.ts';
import { counted } from '../../core/drift/words.ts';
import type { PreviewState } from '../../core/panels/previewMessages.ts';
import { assumptionText } from '../../core/preview/formats/words.ts';
import type { PreviewDocument } from '../../core/preview/previewDocument.ts';
import { questionTitle } from '../../core/preview/question.ts';
import type { RunPreview } from '../../core/preview/runPreview.ts';
import { type Child, h, replaceChildren } from '../shared/dom.ts';
import type { Actions, PageView } from './actions.ts';
import { badge } from './pieces.ts';
import { runPage } from './runPage.ts';
import { stampPage } from './stampPage.ts';
import { rehearsalProgress, statusBanner } from './status.ts';
import { toolbar } from './toolbar.ts';

/** The parts stay, so that screen readers hear what changes in them. */
export interface Parts {
  readonly header: HTMLElement;
  readonly status: HTMLElement;
  readonly rehearsing: HTMLElement;
  readonly main: HTMLElement;
}

export function makeParts(): Parts {
  return {
    header: h('header'),
    status: h('div', { id: 'status', attributes: { role: 'status', 'aria-live': 'polite' } }),
    rehearsing: h('div', { id: 'rehearsing' }),
    main: h('main'),
  };
}

export function fillParts(parts: Parts, state: PreviewState, view: PageView, actions: Actions): void {
  const { preview, status } = state;
  replaceChildren(parts.header, ...header(state, actions));
  replaceChildren(parts.status, statusBanner(state, actions));
  replaceChildren(parts.rehearsing, rehearsalProgress(state.rehearsal, actions));
  parts.main.classList.toggle('old', preview !== undefined && status.kind !== 'ready');
  parts.main.setAttribute('aria-busy', String(status.kind === 'loading'));
  replaceChildren(parts.main, preview === undefined ? undefined : content(preview, state, view, actions));
}

function content(
  preview: PreviewDocument,
  state: PreviewState,
  view: PageView,
  actions: Actions,
): readonly Child[] {
  return preview.kind === 'stamp'
    ? stampPage(preview, state, view, actions)
    : runPage(preview, state, view, actions);
}

function header(state: PreviewState, actions: Actions): readonly Child[] {
  const { question, preview, readAt } = state;
  const facts = preview === undefined ? [h('span', {}, `Target ${question.target}`)] : factsOf(preview);
  return [
    h(
      'div',
      { class: 'title' },
      h('h1', {}, questionTitle(question)),
      preview?.protected === true
        ? badge('protected', 'warning', 'Marked as one to be careful with')
        : undefined,
    ),
    h(
      'p',
      { class: 'facts' },
      ...facts,
      readAt === undefined ? undefined : h('span', { class: 'muted' }, `read ${readAt}`),
    ),
    toolbar(state, actions),
  ];
}

function factsOf(preview: PreviewDocument): readonly HTMLElement[] {
  const from = preview.from === undefined ? 'version table not readable' : revisionsText(preview.from);
  const path = h(
    'span',
    { class: 'path' },
    h('code', {}, from),
    h('span', { attributes: { 'aria-label': 'to' } }, ' → '),
    h('code', {}, revisionsText(preview.to)),
  );
  const start = [h('span', {}, preview.project), path];
  if (preview.kind === 'stamp') return start;
  const assumption = assumptionText(preview);
  return [
    ...start,
    ...(assumption === undefined ? [] : [h('span', { class: 'assumption' }, assumption)]),
    ...runFacts(preview),
  ];
}

const transactions: Readonly<Record<RunPreview['transactions'], string>> = {
  run: 'in one transaction',
  revision: 'in a transaction for each revision',
  unknown: 'transactions not known',
};

function runFacts(preview: RunPreview): readonly HTMLElement[] {
  const { revisions, summary, serverVersion } = preview;
  const server = h('span', {}, `PostgreSQL ${serverVersion}`);
  if (revisions.length === 0) return [server];
  return [
    h('span', {}, counted(revisions.length, 'revision')),
    h('span', {}, `${counted(summary.statements, 'statement')} ${transactions[preview.transactions]}`),
    server,
  ];
}
