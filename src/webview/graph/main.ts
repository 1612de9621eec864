/** The page of the graph panel: draws the picture it is sent; which revision one stands at is its own affair. */
import { type GraphLayout, layoutOf } from '../../core/graph/layout.ts';
import type { RevisionGraphPicture } from '../../core/graph/picture.ts';
import { matchesSearch } from '../../core/graph/search.ts';
import { type GraphLinks, linksOf, type Step, walk } from '../../core/graph/walk.ts';
import type { FromGraph, ToGraph } from '../../core/panels/graphMessages.ts';
import { h } from '../shared/dom.ts';
import { connectHost } from '../shared/host.ts';
import { RevisionList } from './list.ts';
import { makeToolbar } from './toolbar.ts';
import { freshView, type GraphView, type Kept } from './view.ts';

const steps: Readonly<Record<string, Step>> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
  Home: 'first',
  End: 'last',
};

interface Drawn {
  readonly picture: RevisionGraphPicture;
  readonly layout: GraphLayout;
  readonly links: GraphLinks;
}

const host = connectHost<FromGraph, ToGraph, Kept>();
let view: GraphView = host.kept()?.view ?? freshView;
let drawn: Drawn | undefined;

const list = new RevisionList({
  onChoose: (id) => goTo(id),
  onOpen: (id) => host.send({ kind: 'open', revision: id }),
  onScroll: (scroll) => keep({ scroll }),
});
const toolbar = makeToolbar({
  onSearch: (search) => {
    keep({ search });
    draw();
    goToFound(0);
  },
  onNext: (step) => goToFound(step),
  onEnvironment: (environment) => {
    keep({ environment });
    draw();
  },
  onSave: () =>
    host.send({
      kind: 'saveSvg',
      ...(view.environment === undefined ? {} : { environment: view.environment }),
    }),
});
const title = h('h1', {}, 'Revisions');
const empty = h(
  'p',
  { id: 'empty', class: 'muted', attributes: { hidden: '' } },
  'This project has no revisions yet.',
);

host.listen('picture', ({ picture }) => {
  show(picture);
  draw();
});

function show(picture: RevisionGraphPicture): void {
  const layout = layoutOf(picture);
  drawn = { picture, layout, links: linksOf(layout) };
  const isKnown = picture.environments.some(({ name }) => name === view.environment);
  if (!isKnown) view = { ...view, environment: furthestBehind(picture) };
  if (view.current !== undefined && !layout.rowOf.has(view.current)) view = { ...view, current: undefined };
  title.textContent = `Revisions of ${picture.project}`;
  empty.hidden = picture.nodes.length > 0;
  list.element.hidden = picture.nodes.length === 0;
  toolbar.setEnvironments(picture, view.environment);
  keep({});
}

/** What somebody most likely came for. */
function furthestBehind({ environments, nodes }: RevisionGraphPicture): string | undefined {
  const behind = (name: string) => nodes.filter(({ pendingIn }) => pendingIn.includes(name)).length;
  const counts = environments.map(({ name }) => ({ name, count: behind(name) }));
  return counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)[0]?.name;
}

function draw(): void {
  if (drawn === undefined) return;
  const { layout, picture } = drawn;
  const { environment, search, current } = view;
  const pending = new Set(
    picture.nodes
      .filter(({ pendingIn }) => environment !== undefined && pendingIn.includes(environment))
      .map(({ id }) => id),
  );
  const words = search.trim();
  list.draw({
    layout,
    current,
    isPending: (id) => pending.has(id),
    isFound: ({ node }) => words === '' || matchesSearch(node, words),
  });
  const found = words === '' ? picture.nodes.length : foundIds().length;
  toolbar.showCount(
    words === '' ? revisionCount(found) : `${found} of ${revisionCount(picture.nodes.length)}`,
  );
}

const revisionCount = (count: number): string => `${count} ${count === 1 ? 'revision' : 'revisions'}`;

function foundIds(): readonly string[] {
  const words = view.search.trim();
  if (words === '' || drawn === undefined) return [];
  return drawn.picture.nodes.filter((node) => matchesSearch(node, words)).map(({ id }) => id);
}

/** @param step 0: where one stands, if it was found; else the first. */
function goToFound(step: 1 | -1 | 0): void {
  const found = foundIds();
  if (found.length === 0) return;
  const at = found.indexOf(view.current ?? '');
  const next = at < 0 ? 0 : (at + step + found.length) % found.length;
  goTo(found[next]);
}

function goTo(id: string | undefined): void {
  if (id === undefined || drawn === undefined) return;
  keep({ current: id, before: view.current === id ? view.before : view.current });
  draw();
  list.reveal(id);
}

list.element.addEventListener('keydown', (event) => {
  if (drawn === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = steps[event.key];
  if (step !== undefined) {
    event.preventDefault();
    goTo(walk({ ...drawn, page: list.page }, view.current, step, view.before));
  } else if (event.key === 'Enter' && view.current !== undefined) {
    event.preventDefault();
    host.send({ kind: 'open', revision: view.current });
  } else if (event.key === '/') {
    event.preventDefault();
    toolbar.search.focus();
  }
});

list.element.addEventListener('focus', () => {
  if (view.current === undefined) goTo(drawn?.layout.rows[0]?.node.id);
});

toolbar.search.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown') list.element.focus();
});

function keep(change: Partial<GraphView>): void {
  view = { ...view, ...change };
  host.keep({ ...(drawn === undefined ? {} : { picture: drawn.picture }), view });
}

toolbar.search.value = view.search;
document.body.append(h('header', {}, title, toolbar.element), empty, list.element);
const last = host.kept()?.picture;
if (last !== undefined) {
  const { scroll } = view;
  show(last);
  draw();
  list.element.scrollTop = scroll;
}
host.send({ kind: 'ready' });
