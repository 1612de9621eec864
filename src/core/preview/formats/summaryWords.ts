/** The parts of a summary that are lists, short enough to be read: the rest is counted. */
import { counted } from '../../drift/words.ts';
import type { LockedTable, RunPreview, StatementPreview } from '../runPreview.ts';
import { lockedTableText } from './words.ts';

const LOCKS_SHOWN = 12;
const LOSSES_SHOWN = 8;

/** The strongest first. */
export function lockTexts(locked: readonly LockedTable[]): readonly string[] {
  const rest = locked.slice(LOCKS_SHOWN);
  const [next] = rest;
  return [
    ...locked.slice(0, LOCKS_SHOWN).map(lockedTableText),
    ...(next === undefined
      ? []
      : [`${next.mode} or less on ${counted(rest.length, 'more table')}, which the statements name`]),
  ];
}

/** What cannot be taken back, and where it stands. */
export function lossTexts({ revisions }: RunPreview): readonly string[] {
  const all = revisions.flatMap(({ revision, statements }) =>
    statements.flatMap((one, index) => {
      const { kind, why } = one.impact.reversibility;
      return kind === 'reversible' ? [] : [`${placeText(revision, one, index)}: ${why ?? kind}`];
    }),
  );
  const more = all.length - LOSSES_SHOWN;
  return more <= 0 ? all : [...all.slice(0, LOSSES_SHOWN), `and ${counted(more, 'more statement')}`];
}

/** `7702d353e5b8, line 18`. */
export function placeText(revision: string, { line }: Pick<StatementPreview, 'line'>, index: number): string {
  return `${revision}, ${line === undefined ? `statement ${index + 1}` : `line ${line}`}`;
}

/** How long locks are held. */
export function transactionText({ transactions, revisions }: RunPreview): string | undefined {
  const hasOwn = revisions.some(({ statements }) => statements.some(({ autocommit }) => autocommit));
  const but = hasOwn ? ', but for what runs outside of it' : '';
  switch (transactions) {
    case 'run':
      return revisions.length < 2
        ? undefined
        : `One for the whole run${but}: what a revision locks stays locked to the end.`;
    case 'revision':
      return revisions.length < 2 ? undefined : `One for each revision${but}: its locks end with it.`;
    default:
      return 'env.py computes whether the run has one or each revision its own: locks may be held to the end.';
  }
}

/** `3s`, `1500ms`: as PostgreSQL takes it. */
export const durationText = (ms: number): string => (ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`);

/** Where a rehearsal failed: the revision, and the line or the statement. */
export function failurePlace({ revisions, rehearsal }: RunPreview): string | undefined {
  const { revision, index } = rehearsal?.failure ?? {};
  if (revision === undefined) return undefined;
  const at = revisions.find((one) => one.revision === revision)?.statements[index ?? -1];
  return at === undefined || index === undefined
    ? `${revision}, as its version was recorded`
    : placeText(revision, at, index);
}
