/** Above the graph: search, whose pending revisions stand out, and taking the picture along. */
import type { RevisionGraphPicture } from '../../core/graph/picture.ts';
import { h } from '../shared/dom.ts';
import { button } from '../shared/elements.ts';

export interface ToolbarEvents {
  readonly onSearch: (words: string) => void;
  /** To the next one that was found, or the one before. */
  readonly onNext: (step: 1 | -1) => void;
  readonly onEnvironment: (name: string | undefined) => void;
  readonly onSave: () => void;
}

export interface Toolbar {
  readonly element: HTMLElement;
  readonly search: HTMLInputElement;
  /** How many were found, for everybody to see and hear. */
  showCount(text: string): void;
  setEnvironments(picture: RevisionGraphPicture, chosen: string | undefined): void;
}

export function makeToolbar({ onSearch, onNext, onEnvironment, onSave }: ToolbarEvents): Toolbar {
  const search = h('input', {
    id: 'search',
    attributes: {
      type: 'search',
      placeholder: 'Search id, message, label',
      'aria-label': 'Search revisions',
    },
  });
  search.addEventListener('input', () => onSearch(search.value));
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onNext(event.shiftKey ? -1 : 1);
  });
  const count = h('span', {
    id: 'count',
    class: 'muted',
    attributes: { role: 'status', 'aria-live': 'polite' },
  });
  const select = h('select', { id: 'environment' });
  select.addEventListener('change', () => onEnvironment(select.value === '' ? undefined : select.value));
  const chooser = h('label', { class: 'chooser' }, h('span', {}, 'Pending in'), select);
  const element = h(
    'div',
    { class: 'toolbar' },
    h('div', { class: 'search', attributes: { role: 'search' } }, search, count),
    chooser,
    button('Save as SVG…', { id: 'saveSvg', onClick: onSave }),
  );
  return {
    element,
    search,
    showCount: (text) => {
      count.textContent = text;
    },
    setEnvironments: ({ environments }, chosen) => {
      chooser.hidden = environments.length === 0;
      const options = environments.map(({ name, summary }) => {
        const option = h('option', {}, `${name} · ${summary}`);
        option.value = name;
        return option;
      });
      const none = h('option', {}, 'none');
      none.value = '';
      select.replaceChildren(none, ...options);
      select.value = chosen ?? '';
    },
  };
}
