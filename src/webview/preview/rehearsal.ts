/** What came of trying it out on a clone. */

import type { Difference } from '../../core/drift/difference.ts';
import { revisionsText } from '../../core/drift/verdictWords.ts';
import { counted, differenceText, subjectText } from '../../core/drift/words.ts';
import type { PreviewState } from '../../core/panels/previewMessages.ts';
import type { RehearsalFailure, RehearsalResult } from '../../core/preview/rehearsal/rehearsal.ts';
import type { RunPreview } from '../../core/preview/runPreview.ts';
import { type Child, h } from '../shared/dom.ts';
import type { Actions } from './actions.ts';
import { note, placeLink, section, sqlBlock, type Tone } from './pieces.ts';

type Words = readonly [value: string, detail: string, tone?: Tone];

/** For the summary. */
export function rehearsalWords({ rehearsal }: RunPreview): Words {
  if (rehearsal === undefined) return ['Not done', 'Rehearse runs it on an empty clone of this schema.'];
  const on = `on PostgreSQL ${rehearsal.serverVersion}, ${rehearsal.server}`;
  switch (rehearsal.outcome) {
    case 'passed':
      return ['Passed', on, 'good'];
    case 'failed':
      return ['Failed', on, 'bad'];
    case 'incomplete':
      return ['Incomplete', `${on}: part of it could not be run`, 'warning'];
  }
}

export function rehearsalSection(preview: RunPreview, state: PreviewState, actions: Actions): Child {
  const { rehearsal } = preview;
  const failure = state.rehearsalFailure;
  if (rehearsal === undefined && failure === undefined) return undefined;
  return section(
    'rehearsal',
    'Rehearsal',
    failure === undefined
      ? undefined
      : note('bad', 'bad', `The rehearsal did not come to an end. ${failure.message} ${failure.advice}`),
    rehearsal === undefined ? undefined : result(rehearsal, preview, actions),
  );
}

function result(rehearsal: RehearsalResult, preview: RunPreview, actions: Actions): readonly Child[] {
  const { outcome, failure, limits, remaining } = rehearsal;
  const count = counted(rehearsal.statements.filter(({ index }) => index !== undefined).length, 'statement');
  const icons = { passed: 'good', failed: 'bad', incomplete: 'warning' } as const;
  const tones = { passed: 'good', failed: 'bad', incomplete: 'warning' } as const;
  const texts = {
    passed: `All ${count} ran on a clone of this schema, on PostgreSQL ${rehearsal.serverVersion} (${rehearsal.server}).`,
    failed: `It failed on a clone of this schema, on PostgreSQL ${rehearsal.serverVersion} (${rehearsal.server}).`,
    incomplete: `${count} ran on a clone of this schema, on PostgreSQL ${rehearsal.serverVersion} (${rehearsal.server}); the rest could not be run.`,
  };
  return [
    note(icons[outcome], tones[outcome], texts[outcome]),
    failure === undefined ? undefined : failureBlock(failure, preview, actions),
    remaining === undefined ? undefined : remainder(remaining, preview),
    limits.length === 0
      ? undefined
      : [h('h3', {}, 'What it does not prove'), h('ul', {}, ...limits.map((text) => h('li', {}, text)))],
  ];
}

function failureBlock(failure: RehearsalFailure, { revisions }: RunPreview, actions: Actions): HTMLElement {
  const { revision, index, sql, message, code, detail, hint } = failure;
  const statement = revisions.find((one) => one.revision === revision)?.statements[index ?? -1];
  return h(
    'div',
    { class: 'failure' },
    h('p', { class: 'failure-message' }, message, code === undefined ? undefined : h('code', {}, ` ${code}`)),
    detail === undefined ? undefined : h('p', {}, detail),
    hint === undefined ? undefined : h('p', {}, 'Hint: ', hint),
    h(
      'p',
      { class: 'muted' },
      revision === undefined ? 'The clone itself could not be made.' : `In ${revision}`,
      statement === undefined ? undefined : ' · ',
      statement === undefined
        ? undefined
        : placeLink('failure-place', `line ${statement.line ?? '?'}`, statement.location, actions),
    ),
    sqlBlock(sql, 'The statement that failed'),
  );
}

function remainder(remaining: readonly Difference[], { environment, kind, to }: RunPreview): Child {
  const target = revisionsText(to);
  if (remaining.length === 0) {
    return note('good', 'good', `After this ${kind}, the schema of ${environment} is that of ${target}.`);
  }
  return [
    note(
      'warning',
      'warning',
      `After this ${kind}, ${counted(remaining.length, 'difference')} from ${target} would remain:`,
    ),
    differenceList(remaining),
  ];
}

const mostShown = 200;

export function differenceList(differences: readonly Difference[]): Child {
  const shown = differences.slice(0, mostShown);
  return [
    h(
      'ul',
      { class: 'differences' },
      ...shown.map((one) => h('li', {}, h('code', {}, subjectText(one)), ` ${differenceText(one)}`)),
    ),
    shown.length < differences.length
      ? h('p', { class: 'muted' }, `And ${differences.length - shown.length} more.`)
      : undefined,
  ];
}
