/** An upgrade or a downgrade: the verdict first, then what it is made of. */
import { revisionsText } from '../../core/drift/verdictWords.ts';
import { counted } from '../../core/drift/words.ts';
import type { PreviewState } from '../../core/panels/previewMessages.ts';
import { lockMeaning, lockWeight } from '../../core/preview/lockWords.ts';
import type { RunPreview, RunVerdict } from '../../core/preview/runPreview.ts';
import { type Child, h } from '../shared/dom.ts';
import { type IconName, icon } from '../shared/icons.ts';
import type { Actions, PageView } from './actions.ts';
import { lockedTables } from './lockedTables.ts';
import { obstacles } from './obstacles.ts';
import { section, type Tone } from './pieces.ts';
import { rehearsalSection, rehearsalWords } from './rehearsal.ts';
import { revisionList } from './revisions.ts';
import { timeText, timeTone } from './time.ts';

export function runPage(
  preview: RunPreview,
  state: PreviewState,
  view: PageView,
  actions: Actions,
): readonly Child[] {
  const isEmpty = preview.revisions.length === 0;
  return [
    verdict(preview.verdict),
    isEmpty ? emptyHint(preview) : [summary(preview), lockedTables(preview), obstacles(preview)],
    isEmpty ? undefined : rehearsalSection(preview, state, actions),
    isEmpty ? undefined : revisionList(preview, view, actions),
  ];
}

const verdicts: Readonly<Record<RunVerdict['kind'], readonly [title: string, icon: IconName, tone: Tone]>> = {
  nothingToDo: ['Nothing to do', 'good', 'good'],
  fine: ['No risk found', 'good', 'good'],
  risky: ['May hurt', 'warning', 'warning'],
  unknown: ['Part of it cannot be told', 'unknown', 'warning'],
  fails: ['Would fail', 'bad', 'bad'],
};

function verdict({ kind, text }: RunVerdict): HTMLElement {
  const [title, name, tone] = verdicts[kind];
  return h(
    'section',
    { class: `verdict tone-${tone}`, id: 'verdict', attributes: { 'aria-label': 'Verdict' } },
    icon(name),
    h('div', {}, h('p', { class: 'verdict-title' }, title), h('p', {}, text)),
  );
}

function emptyHint({ environment, to }: RunPreview): HTMLElement {
  const where = revisionsText(to);
  return h('p', { class: 'muted' }, `${environment} already stands at ${where}: no statement would run.`);
}

function summary(preview: RunPreview): HTMLElement {
  const { summary: all } = preview;
  return section(
    'summary',
    'Summary',
    h(
      'dl',
      { class: 'tiles' },
      lockTile(preview),
      tile('Time', timeText(all.time), all.time.basis, timeTone(all.time)),
      reversibleTile(preview),
      all.unknown === 0
        ? tile('Not known', 'Nothing', 'Every statement could be read.')
        : tile(
            'Not known',
            counted(all.unknown, 'statement'),
            'Only running it would tell what it does.',
            'warning',
          ),
      obstacleTile(preview),
      tile('Rehearsal', ...rehearsalWords(preview)),
    ),
  );
}

function lockTile({ summary: { worstLock, locked, unknown } }: RunPreview): HTMLElement {
  if (worstLock === undefined) {
    const detail = unknown === 0 ? 'on tables that are there now' : 'as far as it can be told';
    return tile('Worst lock', 'None', detail);
  }
  const tone = { blocksAll: 'bad', blocksWrites: 'warning', light: undefined } as const;
  const tables = counted(locked.filter(({ mode }) => mode === worstLock).length, 'table');
  return tile(
    'Worst lock',
    worstLock,
    `on ${tables}: ${lockMeaning(worstLock)}`,
    tone[lockWeight(worstLock)],
  );
}

function reversibleTile({ summary: { irreversible, unknown } }: RunPreview): HTMLElement {
  if (irreversible > 0)
    return tile('Undoing it', counted(irreversible, 'step'), 'cannot be taken back without loss', 'warning');
  return tile(
    'Undoing it',
    'Possible',
    unknown > 0 ? 'as far as it can be told' : 'All of it can be undone.',
  );
}

function obstacleTile({ obstacles: all, activityUnknown }: RunPreview): HTMLElement {
  const label = 'In the way now';
  if (activityUnknown !== undefined) return tile(label, 'Not known', activityUnknown, 'warning');
  const blocking = all.filter(({ severity }) => severity === 'blocks').length;
  if (blocking > 0)
    return tile(label, counted(blocking, 'obstacle'), 'Statements would queue behind it.', 'bad');
  return all.length > 0
    ? tile(label, counted(all.length, 'risk'), 'Nothing blocks at this moment.', 'warning')
    : tile(label, 'Nothing', 'at the moment of reading');
}

function tile(label: string, value: string, detail: string, tone: Tone = 'neutral'): HTMLElement {
  return h(
    'div',
    { class: `tile tone-${tone}` },
    h('dt', {}, label),
    h('dd', { class: 'value' }, value),
    h('dd', { class: 'detail' }, detail),
  );
}
