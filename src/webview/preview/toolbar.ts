/** What can be done with the answer: look again, try it out, take it along. */
import type { PreviewRequest, PreviewState } from '../../core/panels/previewMessages.ts';
import { h } from '../shared/dom.ts';
import { button } from '../shared/elements.ts';
import type { Actions } from './actions.ts';

export function toolbar({ preview, status, offers, rehearsal }: PreviewState, { ask }: Actions): HTMLElement {
  const isLoading = status.kind === 'loading';
  const isRun = preview !== undefined && preview.kind !== 'stamp';
  const isEmpty = isRun && preview.revisions.length === 0;
  const action = (request: PreviewRequest, label: string, title?: string) =>
    button(label, { id: request, onClick: () => ask(request), ...(title === undefined ? {} : { title }) });
  const offersRehearsal = isRun && !isEmpty && offers.rehearse;
  return h(
    'div',
    { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Actions' } },
    offersRehearsal
      ? button('Rehearse', {
          id: 'rehearse',
          primary: preview.rehearsal === undefined,
          disabled: rehearsal !== undefined || isLoading,
          onClick: () => ask('rehearse'),
          title: 'Tries it out on an empty clone of this schema, on this machine',
        })
      : undefined,
    button('Refresh', { id: 'refresh', disabled: isLoading, onClick: () => ask('refresh') }),
    isRun && !isEmpty ? [action('copySql', 'Copy as SQL'), action('saveSql', 'Save as .sql…')] : undefined,
    preview === undefined
      ? undefined
      : action('copyMarkdown', 'Copy as Markdown', 'For a pull request or a change ticket'),
    isRun && !isEmpty && offers.compareWith !== undefined
      ? action('compareWithTool', `Compare with ${offers.compareWith}’s SQL`)
      : undefined,
  );
}
