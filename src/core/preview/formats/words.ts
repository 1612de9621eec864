/** What a run costs, in words: the same in the panel, on the command line and in reports. */
import { revisionsText } from '../../drift/verdictWords.ts';
import { counted, listText } from '../../drift/words.ts';
import { displayName } from '../../schema/name.ts';
import type { RelationLock, StatementImpact } from '../locks/impact.ts';
import { lockMeaning } from '../lockWords.ts';
import type {
  FindingHere,
  LockedTable,
  RevisionPreview,
  RunPreview,
  StatementPreview,
  TableSize,
} from '../runPreview.ts';
import { sizeText } from '../sizeWords.ts';
import type { StampClaim, StampedRevision } from '../stamp/stampPreview.ts';

/** `providers (about 12 thousand rows, 4.1 MB)`. */
export function tableText(table: TableSize): string {
  return `${displayName(table.table)} (${sizeText(table)})`;
}

/** `ACCESS EXCLUSIVE on providers, SHARE ROW EXCLUSIVE on users`. */
export function locksText(locks: readonly RelationLock[]): string {
  return locks.map(({ relation, mode }) => `${mode} on ${displayName(relation)}`).join(', ');
}

/** Locks on what holds rows; those on its indexes come along and tell nothing new. */
export function tableLocks(impact: StatementImpact): readonly RelationLock[] {
  return impact.locks.filter(({ kind }) => kind !== 'index');
}

/** `rewrites providers`, `builds ix_a again`, `reads users`: a word for each thing done to rows. */
export function workText({ rewrites, rebuilds, scans }: StatementImpact): string {
  const read = scans.filter((one) => !rewrites.some((other) => displayName(other) === displayName(one)));
  const part = (verb: string, names: StatementImpact['scans'], after = '') =>
    names.length === 0 ? [] : [`${verb} ${listText(names.map(displayName))}${after}`];
  return [
    ...part('rewrites', rewrites),
    ...part('builds', rebuilds, ' again'),
    ...part('reads all of', read),
  ].join(', ');
}

export function basisText({ basis }: StatementImpact, serverVersion: string): string | undefined {
  if (basis === 'measured') return undefined;
  return basis === 'notMeasured'
    ? `Locks are not measured for PostgreSQL ${serverVersion.split('.')[0]}.`
    : 'What this does is not known, and neither are its locks.';
}

/** `reversible`, `loses data`, `irreversible`. */
export const reversibilityText: Readonly<Record<StatementImpact['reversibility']['kind'], string>> = {
  reversible: 'reversible',
  losesData: 'loses data',
  irreversible: 'irreversible',
};

export const timeText = {
  instant: 'instant',
  seconds: 'seconds',
  minutes: 'minutes',
  unknown: 'time unknown',
} as const;

/** `ACCESS EXCLUSIVE on providers (…): reads and writes wait, rewritten`. */
export function lockedTableText(table: LockedTable): string {
  const work = table.rewrite ? ', while it is rewritten' : table.scan ? ', while all of it is read' : '';
  return `${table.mode} on ${tableText(table)}: ${lockMeaning(table.mode)}${work}`;
}

/** `20260127_0100 Add stage_changed`. */
export function revisionTitle({ revision, message }: Pick<RevisionPreview, 'revision' | 'message'>): string {
  return message === undefined || message === '' ? revision : `${revision} ${message}`;
}

/** All of a revision in a few words: `3 statements, 1 irreversible`. */
export function revisionCounts({ statements }: Pick<RevisionPreview, 'statements'>): string {
  const irreversible = statements.filter((one) => one.impact.reversibility.kind !== 'reversible').length;
  const parts = [
    counted(statements.length, 'statement'),
    ...(irreversible === 0 ? [] : [`${irreversible} not reversible without loss`]),
  ];
  return parts.join(', ');
}

/** What refuses a transaction and stands in one says so among its failures. */
export function isOutside({ autocommit, impact, failures }: StatementPreview): boolean {
  return autocommit || (impact.refusesTransaction && failures.length === 0);
}

/** What a statement does to whom: `ACCESS EXCLUSIVE on providers · rewrites providers · minutes`. */
export function costText(statement: StatementPreview, serverVersion: string): string {
  const { impact, time } = statement;
  const basis = basisText(impact, serverVersion);
  const locks = locksText(tableLocks(impact));
  return [
    basis ?? (locks === '' ? 'no lock on a table that was there before' : locks),
    ...(workText(impact) === '' ? [] : [workText(impact)]),
    ...(isOutside(statement) ? ['outside of a transaction'] : []),
    reversibilityText[impact.reversibility.kind],
    ...(basis === undefined ? [timeText[time.kind]] : []),
  ].join(' · ');
}

/** What a rehearsal saw of a statement, where that is not what was told. */
export function otherLocksText(locks: readonly RelationLock[] | undefined): string | undefined {
  return locks && `In the rehearsal it took other locks: ${locksText(locks) || 'none on a table'}.`;
}

/** Without what the summary tells for the whole run. */
export function findingsBelow({ findings }: StatementPreview, { lockTimeout }: Told): readonly FindingHere[] {
  return lockTimeout === undefined
    ? findings
    : findings.filter(({ rule }) => rule !== 'lock-timeout-missing');
}

type Told = Pick<RunPreview, 'lockTimeout'>;

/** Why a statement has a safer form, and what its size makes of that here. */
export function findingText({ message, here }: Pick<FindingHere, 'message' | 'here'>): string {
  return here === undefined ? message : `${message} ${here}`;
}

/** What a stamp no longer claims is right where it is not there. */
export function claimText(as: StampedRevision['as'], truth: StampClaim['truth'], text: string): string {
  if (as === 'claimed' || truth === 'unknown') return text;
  return `${truth === 'true' ? 'not there' : 'there all the same'}: ${text}`;
}

/** Where the run was told to start; `undefined`: where the stamp says. */
export function assumptionText({ assumed, environment, from }: RunPreview): string | undefined {
  if (assumed !== true) return undefined;
  return `As if ${environment} stood at ${revisionsText(from)}, whatever its stamp says.`;
}
