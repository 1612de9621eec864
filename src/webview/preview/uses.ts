/** The lines of code that name what a revision changes, each a way there. */
import { counted } from '../../core/drift/words.ts';
import type { RevisionPreview } from '../../core/preview/runPreview.ts';
import {
  objectsText,
  restText,
  type UsesInFile,
  useKindText,
  usesByFile,
} from '../../core/preview/uses/useWords.ts';
import { baseName, folderOf } from '../../core/text/path.ts';
import { type Child, h } from '../shared/dom.ts';
import type { Actions, PageView } from './actions.ts';
import { badge, foldable, placeLink } from './pieces.ts';

const MOST_LINES = 6;

export function codeUses(id: string, revision: RevisionPreview, view: PageView, actions: Actions): Child {
  const lines = revision.uses.length + revision.moreUses;
  if (lines === 0) return undefined;
  const rest = restText(revision);
  return foldable({
    id,
    class: 'fold uses',
    view,
    isOpen: false,
    summary: [h('span', {}, 'Named in code'), h('span', { class: 'muted' }, counted(lines, 'line'))],
    body: () => [
      h(
        'ul',
        { class: 'uses-files' },
        ...usesByFile(revision).map((one, index) => fileItem(`${id}-${index}`, one, actions)),
        rest === undefined ? undefined : h('li', { class: 'muted' }, rest),
      ),
      h('p', { class: 'muted' }, 'Found by name: a line that is listed need not break.'),
    ],
  });
}

function fileItem(id: string, inFile: UsesInFile, actions: Actions): HTMLElement {
  const { file, kind, uses } = inFile;
  const name = `${baseName(folderOf(file))}/${baseName(file)}`;
  const more = uses.length - MOST_LINES;
  return h(
    'li',
    {},
    badge(useKindText[kind], 'muted'),
    ' ',
    ...uses
      .slice(0, MOST_LINES)
      .flatMap(({ line, location }, index): readonly Child[] => [
        index === 0 ? undefined : ', ',
        placeLink(`${id}-${line}`, index === 0 ? `${name}:${line}` : `${line}`, location, actions),
      ]),
    more > 0 ? ` and ${more} more` : undefined,
    ' ',
    h('span', { class: 'muted' }, objectsText(inFile)),
  );
}
