/** A stamp: what it would claim, whether that is so, and how to write it. */
import { revisionsText } from '../../core/drift/verdictWords.ts';
import { counted } from '../../core/drift/words.ts';
import type { PreviewState } from '../../core/panels/previewMessages.ts';
import type { StampMessage, StampPreview } from '../../core/preview/stamp/stampPreview.ts';
import { type Child, h } from '../shared/dom.ts';
import { button } from '../shared/elements.ts';
import { icon } from '../shared/icons.ts';
import type { Actions, PageView } from './actions.ts';
import { claimSection } from './claims.ts';
import { foldable, note } from './pieces.ts';
import { differenceList } from './rehearsal.ts';
import { stampCommand } from './stampCommand.ts';

export function stampPage(
  preview: StampPreview,
  state: PreviewState,
  view: PageView,
  actions: Actions,
): readonly Child[] {
  const [first, ...others] = preview.messages;
  return [
    first === undefined ? undefined : verdict(first, others),
    recommendation(preview, actions),
    afterwards(preview, actions),
    claimSection(preview, view, actions),
    differences(preview, view),
    stampCommand(preview, state, view, actions),
  ];
}

const signs = { good: 'good', warning: 'warning', error: 'bad' } as const;
const titles = {
  good: 'This stamp would be true',
  warning: 'This stamp may not be true',
  error: 'This stamp would be false',
} as const;

function verdict(first: StampMessage, others: readonly StampMessage[]): HTMLElement {
  const tone = signs[first.severity];
  return h(
    'section',
    { class: `verdict tone-${tone}`, id: 'verdict', attributes: { 'aria-label': 'Verdict' } },
    icon(tone),
    h(
      'div',
      {},
      h('p', { class: 'verdict-title' }, titles[first.severity]),
      h('p', {}, first.text),
      ...others.map(({ severity, text }) => note(signs[severity], signs[severity], text)),
    ),
  );
}

function recommendation({ recommended, to }: StampPreview, { ask }: Actions): Child {
  if (recommended === undefined || sameSet(recommended, to)) return undefined;
  return h(
    'section',
    { class: 'recommended', id: 'recommended', attributes: { 'aria-label': 'Recommended' } },
    h(
      'p',
      {},
      'The schema bears out ',
      h('code', {}, revisionsText(recommended)),
      ' better than any other revision.',
    ),
    button('Preview This Stamp Instead', {
      id: 'previewRecommended',
      primary: true,
      onClick: () => ask('previewRecommended'),
    }),
  );
}

/** Only a tool that records where it stands can be taken to stand elsewhere. */
function afterwards({ command }: StampPreview, { ask }: Actions): Child {
  if (command?.includes('stamp') !== true) return undefined;
  return h(
    'p',
    { class: 'afterwards' },
    button('Preview the Upgrade After It', {
      id: 'previewUpgradeAfter',
      onClick: () => ask('previewUpgradeAfter'),
      title: 'What an upgrade would run once this is stamped; it can be rehearsed',
    }),
  );
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}

function differences({ differences: all, to, environment }: StampPreview, view: PageView): Child {
  if (all.length === 0) return undefined;
  return foldable({
    id: 'differences',
    class: 'fold',
    view,
    isOpen: all.length <= 10,
    summary: [
      h(
        'span',
        { class: 'name' },
        h('strong', {}, `${counted(all.length, 'difference')} from the schema at ${revisionsText(to)}`),
      ),
    ],
    body: () => [
      h('p', { class: 'muted' }, `What ${environment} has otherwise, whichever revision makes it.`),
      differenceList(all),
    ],
  });
}
