/** The effects that a stamp would claim, revision by revision, and which of them are there. */

import type { StampClaim, StampedRevision, StampPreview } from '../../core/preview/stamp/stampPreview.ts';
import { baseName } from '../../core/text/path.ts';
import { type Child, h } from '../shared/dom.ts';
import { type IconName, icon } from '../shared/icons.ts';
import type { Actions, PageView } from './actions.ts';
import { badge, foldable, placeLink, section, type Tone } from './pieces.ts';

type Truth = StampClaim['truth'];

const truths: Readonly<Record<Truth, readonly [icon: IconName, tone: Tone, word: string]>> = {
  true: ['good', 'good', 'true'],
  false: ['bad', 'bad', 'false'],
  unknown: ['unknown', 'warning', 'unknown'],
};

export function claimSection(preview: StampPreview, view: PageView, actions: Actions): HTMLElement {
  const { counts, revisions } = preview;
  const all = counts.true + counts.false + counts.unknown;
  if (revisions.length === 0) {
    return section(
      'claims',
      'What it would claim',
      h('p', { class: 'muted' }, 'It passes over no revision.'),
    );
  }
  const shown = revisions
    .map((revision) => ({ revision, claims: revision.claims.filter(({ truth }) => isShown(truth, view)) }))
    .filter(({ claims }) => claims.length > 0 || view.claims === 'all');
  return section(
    'claims',
    'What it would claim',
    shares(preview),
    h(
      'div',
      { class: 'filter', attributes: { role: 'group', 'aria-label': 'Show claims' } },
      filterButton('all', `All ${all}`, view, actions),
      ...(['false', 'unknown', 'true'] as const).map((truth) =>
        filterButton(truth, [icon(truths[truth][0]), `${counts[truth]} ${truths[truth][2]}`], view, actions),
      ),
    ),
    shown.length === 0 ? h('p', { class: 'muted' }, 'There is none of this kind.') : undefined,
    ...shown.map(({ revision, claims }, index) => revisionFold(revision, claims, index, view, actions)),
  );
}

const isShown = (truth: Truth, { claims }: PageView): boolean => claims === 'all' || claims === truth;

function filterButton(
  claims: PageView['claims'],
  label: Child,
  view: PageView,
  { change }: Actions,
): HTMLElement {
  const attributes = { type: 'button', 'aria-pressed': String(view.claims === claims) };
  return h(
    'button',
    {
      id: `show-${claims}`,
      class: `toggle tone-${claims === 'all' ? 'neutral' : truths[claims][1]}`,
      attributes,
      onClick: () => change({ claims }),
    },
    label,
  );
}

/** How much of it is so: the same as the numbers beside it, for the eye. */
function shares({ counts }: StampPreview): HTMLElement {
  const bar = h('div', { class: 'shares', attributes: { 'aria-hidden': 'true' } });
  for (const truth of ['true', 'unknown', 'false'] as const) {
    const part = h('span', { class: `share tone-${truths[truth][1]}` });
    part.style.flexGrow = String(counts[truth]);
    if (counts[truth] > 0) bar.append(part);
  }
  return bar;
}

function revisionFold(
  revision: StampedRevision,
  claims: readonly StampClaim[],
  index: number,
  view: PageView,
  actions: Actions,
): HTMLElement {
  const id = `stamped-${revision.revision}`;
  const count = (truth: Truth) => revision.claims.filter((claim) => claim.truth === truth).length;
  const words = revision.as === 'claimed' ? 'claimed to be applied' : 'claimed not to be applied';
  return foldable({
    id,
    class: 'revision fold',
    view,
    isOpen: count('false') + count('unknown') > 0,
    summary: [
      h('span', { class: 'order', attributes: { 'aria-hidden': 'true' } }, `${index + 1}`),
      h(
        'span',
        { class: 'name' },
        h('strong', {}, revision.message ?? revision.revision),
        ' ',
        h('code', {}, revision.revision),
      ),
      h(
        'span',
        { class: 'badges' },
        h('span', { class: 'muted' }, words),
        ...(['false', 'unknown', 'true'] as const)
          .filter((truth) => count(truth) > 0)
          .map((truth) => badge(`${count(truth)} ${truths[truth][2]}`, truths[truth][1])),
      ),
    ],
    body: () => [
      h(
        'p',
        { class: 'muted' },
        placeLink(`${id}-file`, baseName(revision.file), { file: revision.file }, actions),
      ),
      claims.length === 0
        ? h('p', { class: 'muted' }, 'It leaves no trace in the schema: nothing can be checked.')
        : h(
            'ul',
            { class: 'claims' },
            ...claims.map((claim, at) => claimItem(claim, `${id}-${at}`, actions)),
          ),
    ],
  });
}

function claimItem({ text, truth, why, location }: StampClaim, id: string, actions: Actions): HTMLElement {
  const [name, tone, word] = truths[truth];
  return h(
    'li',
    { class: `claim tone-${tone}` },
    icon(name),
    h(
      'div',
      {},
      h('span', { class: 'sr' }, `${word}: `),
      h('span', {}, text),
      why === undefined ? undefined : h('span', { class: 'why' }, ` ${why}`),
    ),
    location === undefined ? undefined : placeLink(id, 'Source', location, actions),
  );
}
