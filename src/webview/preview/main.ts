/** The page of the preview panel: draws the state it is sent, and asks its host for everything else. */
import type { FromPreview, ToPreview } from '../../core/panels/previewMessages.ts';
import { replaceChildren } from '../shared/dom.ts';
import { connectHost } from '../shared/host.ts';
import { type Actions, freshView, type Kept } from './actions.ts';
import { fillParts, makeParts } from './page.ts';
import { rehearsalProgress } from './status.ts';

const host = connectHost<FromPreview, ToPreview, Kept>();
let kept: Kept = host.kept() ?? { view: freshView };
const parts = makeParts();

const actions: Actions = {
  ask: (kind) => host.send({ kind }),
  open: ({ file, range }) => host.send({ kind: 'open', file, ...(range === undefined ? {} : { range }) }),
  change: (view) => {
    keep({ ...kept, view: { ...kept.view, ...view } });
    draw();
  },
};

host.listen('state', (message) => {
  if (message.kind !== 'state') return;
  const isOther = JSON.stringify(kept.state?.question) !== JSON.stringify(message.state.question);
  keep({ state: message.state, view: isOther ? freshView : kept.view });
  draw();
  if (isOther) window.scrollTo(0, 0);
});

host.listen('progress', (message) => {
  if (message.kind !== 'progress' || kept.state === undefined) return;
  kept = { ...kept, state: { ...kept.state, rehearsal: message.progress } };
  drawProgress();
});

function keep(next: Kept): void {
  kept = next;
  host.keep(kept);
}

/** Whoever stands somewhere on the page stays there. */
function draw(): void {
  if (kept.state === undefined) return;
  const focused = document.activeElement?.id;
  fillParts(parts, kept.state, kept.view, actions);
  if (focused !== undefined && focused !== '') void focusOn(focused);
}

/** Some elements can only take the focus when they have drawn themselves. */
async function focusOn(id: string): Promise<void> {
  const element: (HTMLElement & { readonly updateComplete?: Promise<unknown> }) | null =
    document.getElementById(id);
  await element?.updateComplete;
  element?.focus({ preventScroll: true });
}

function drawProgress(): void {
  const { rehearsing } = parts;
  const isFocused = rehearsing.contains(document.activeElement);
  replaceChildren(rehearsing, rehearsalProgress(kept.state?.rehearsal, actions));
  if (isFocused) document.getElementById('cancel')?.focus();
}

/** Headings that are folded now, but for what is usual. */
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || isPrinting) return;
    const { [target.id]: _, ...others } = kept.view.folded;
    const isUsual = String(target.open) === target.dataset.usual;
    keep({
      ...kept,
      view: { ...kept.view, folded: isUsual ? others : { ...others, [target.id]: target.open } },
    });
  },
  true,
);

let isPrinting = false;
let unfolded: readonly HTMLDetailsElement[] = [];

/** What is folded would be missing on paper. */
window.addEventListener('beforeprint', () => {
  isPrinting = true;
  unfolded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
  for (const details of unfolded) {
    details.open = true;
    details.dispatchEvent(new Event('toggle'));
  }
});
window.addEventListener('afterprint', () => {
  for (const details of unfolded) details.open = false;
  unfolded = [];
  requestAnimationFrame(() => {
    isPrinting = false;
  });
});

window.addEventListener('scrollend', () => keep({ ...kept, view: { ...kept.view, scroll: window.scrollY } }));

document.body.append(parts.header, parts.status, parts.rehearsing, parts.main);
draw();
window.scrollTo(0, kept.view.scroll);
host.send({ kind: 'ready' });
