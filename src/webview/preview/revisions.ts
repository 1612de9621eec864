/** The revisions of a run in the order in which they run, each with its statements. */
import { counted } from '../../core/drift/words.ts';
import { reversibilityText } from '../../core/preview/formats/words.ts';
import { type LockMode, lockModes } from '../../core/preview/locks/impact.ts';
import type { RevisionPreview, RunPreview } from '../../core/preview/runPreview.ts';
import { baseName } from '../../core/text/path.ts';
import { type Child, h } from '../shared/dom.ts';
import type { Actions, PageView } from './actions.ts';
import { lockBadge } from './lockedTables.ts';
import { badge, foldable, placeLink, section, sqlBlock } from './pieces.ts';
import { statementItem } from './statement.ts';
import { timeText, timeTone } from './time.ts';
import { codeUses } from './uses.ts';

export function revisionList(preview: RunPreview, view: PageView, actions: Actions): HTMLElement {
  return section(
    'revisions',
    'Revisions, in the order in which they run',
    preview.first.length === 0
      ? undefined
      : h(
          'div',
          { class: 'version-table first' },
          h('p', { class: 'muted' }, 'First, the tool makes its version table:'),
          sqlBlock(preview.first.map((sql) => `${sql};`).join('\n'), 'Before the first revision'),
        ),
    preview.versionTableNote === undefined
      ? undefined
      : h('p', { class: 'note tone-muted' }, preview.versionTableNote),
    ...preview.revisions.map((revision, index) => revisionFold(revision, index, preview, view, actions)),
  );
}

function revisionFold(
  revision: RevisionPreview,
  index: number,
  preview: RunPreview,
  view: PageView,
  actions: Actions,
): HTMLElement {
  const isFew = preview.revisions.length <= 12;
  const id = `revision-${index}`;
  return foldable({
    id,
    class: 'revision fold',
    view,
    isOpen: isFew || hasFailure(revision),
    summary: [
      h('span', { class: 'order', attributes: { 'aria-hidden': 'true' } }, `${index + 1}`),
      h(
        'span',
        { class: 'name' },
        h('strong', {}, revision.message || revision.revision),
        ' ',
        h('code', {}, revision.revision),
      ),
      h('span', { class: 'badges' }, ...badgesOf(revision)),
    ],
    body: () => [
      h(
        'p',
        { class: 'muted' },
        placeLink(`${id}-file`, baseName(revision.file), { file: revision.file }, actions),
      ),
      revision.statements.length === 0
        ? h('p', { class: 'muted' }, 'This revision runs nothing on this database.')
        : h(
            'ol',
            { class: 'statements' },
            ...revision.statements.map((statement, at) =>
              statementItem(statement, {
                id: `${id}-${at}`,
                revision: revision.revision,
                index: at,
                preview,
                actions,
              }),
            ),
          ),
      versionTable(revision),
      codeUses(`${id}-uses`, revision, view, actions),
    ],
  });
}

function badgesOf({ statements }: RevisionPreview): readonly Child[] {
  const worst = worstLock(statements.flatMap(({ impact }) => impact.locks.map(({ mode }) => mode)));
  const failing = statements.filter(
    ({ failures, impact }) => failures.length > 0 || impact.refusal !== undefined,
  ).length;
  const findings = statements
    .flatMap((one) => one.findings)
    .filter(({ suppressed }) => suppressed === undefined).length;
  const undoing = statements.map(({ impact }) => impact.reversibility.kind);
  const unread = statements.filter(({ text }) => text.kind === 'source').length;
  const slowest = (['minutes', 'seconds'] as const).find((kind) =>
    statements.some(({ time }) => time.kind === kind),
  );
  return [
    h('span', { class: 'muted' }, counted(statements.length, 'statement')),
    failing > 0 ? badge('fails', 'bad') : undefined,
    worst === undefined ? undefined : lockBadge(worst),
    slowest === undefined ? undefined : badge(timeText({ kind: slowest }), timeTone({ kind: slowest })),
    unread > 0 ? badge(`${unread} not known`, 'warning') : undefined,
    undoing.includes('irreversible') ? badge(reversibilityText.irreversible, 'warning') : undefined,
    undoing.includes('losesData') ? badge(reversibilityText.losesData, 'warning') : undefined,
    findings > 0 ? badge(counted(findings, 'finding'), 'warning') : undefined,
  ];
}

export function worstLock(modes: readonly LockMode[]): LockMode | undefined {
  return lockModes.findLast((mode) => modes.includes(mode));
}

function versionTable({ versionTable: statements, revision }: RevisionPreview): Child {
  if (statements.length === 0) return undefined;
  return h(
    'div',
    { class: 'version-table' },
    h('p', { class: 'muted' }, 'Then the version table is written:'),
    sqlBlock(statements.map((sql) => `${sql};`).join('\n'), `Version table after ${revision}`),
  );
}

function hasFailure({ statements }: RevisionPreview): boolean {
  return statements.some(({ failures, impact }) => failures.length > 0 || impact.refusal !== undefined);
}
