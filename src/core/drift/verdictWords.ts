/**
 * The verdict on a schema in words, the same in the editor and on the command line: a headline, and notes that tell what
 * it does not.
 */
import { assertNever } from '../assertNever.ts';
import { foreignText } from './foreignWords.ts';
import type { Certainty, DriftReport, RevisionFinding, RevisionSet, Verdict } from './report.ts';
import { counted, listText } from './words.ts';

/** One sentence for a revision that is not what the version table says. */
export function findingText({ revision, recorded, there, missing }: RevisionFinding): string {
  const said = `${revision} is ${recorded ? 'recorded as applied' : 'not recorded'}, but`;
  const all = there.length + missing.length;
  const are = there.length === 1 ? 'is' : 'are';
  if (all === 1) return `${said} its effect is ${there.length === 0 ? 'not there' : 'there'}.`;
  if (there.length === 0) return `${said} none of its ${all} effects is there.`;
  if (missing.length === 0) return `${said} all of its ${all} effects are there.`;
  return `${said} ${recorded ? 'only ' : ''}${there.length} of its ${all} effects ${are} there.`;
}

/** The headline: first what the stamp says, then what the schema says. */
export function verdictText(report: DriftReport, heads: readonly string[]): string {
  const { verdict } = report;
  const stamp = stampedText(verdict, heads);
  switch (verdict.kind) {
    case 'agrees':
      return `The schema is that of its stamp, ${stamp}.`;
    case 'drifted':
      return `The schema is that of its stamp, ${stamp}, but for ${differencesText(report)}.`;
    case 'disagrees':
      return `Stamped ${stamp}, but the schema ${matchText(report)}`;
    case 'unstamped':
      return `No revision of this checkout is recorded. The schema ${matchText(report)}`;
    case 'foreign': {
      const owners = report.foreign.map(({ project }) => project).join(' and ');
      return `This database carries objects of ${owners}, and none of this project.`;
    }
    default:
      return assertNever(verdict.kind, 'verdict');
  }
}

/** For a row of a tree; `undefined` where the schema is what the stamp says. */
export function driftHeadline(report: DriftReport): string | undefined {
  const { verdict } = report;
  const match = likeText(verdict);
  switch (verdict.kind) {
    case 'agrees':
      return undefined;
    case 'drifted':
      return differencesText(report);
    case 'disagrees':
      return `schema ${match}, stamped ${verdict.stamped?.join(' and ') || 'base'}`;
    case 'unstamped':
      return `schema ${match}`;
    case 'foreign':
      return `schema of ${report.foreign.map(({ project }) => project).join(', ')}`;
    default:
      return assertNever(verdict.kind, 'verdict');
  }
}

/** A label and a description, for a row in a narrow view. */
export function shortVerdict(
  report: DriftReport,
  heads: readonly string[],
): { readonly label: string; readonly description?: string } {
  const { verdict } = report;
  const { agreeing, facts, certainty } = verdict.match;
  const facing = certainty.kind === 'exact' ? '' : ` · ${agreeing} of ${facts} facts`;
  const unsure = certainty.kind === 'unsure' ? ' · unsure' : '';
  switch (verdict.kind) {
    case 'agrees':
      return { label: 'Schema as stamped' };
    case 'drifted':
      return { label: 'Schema as stamped', description: `but for ${differencesText(report)}` };
    case 'disagrees':
      return {
        label: `Schema ${likeText(verdict)}`,
        description: `stamped ${stampedText(verdict, heads)}${facing}${unsure}`,
      };
    case 'unstamped':
      return { label: `Schema ${likeText(verdict)}`, description: `not stamped${facing}${unsure}` };
    case 'foreign':
      return {
        label: `Schema of ${report.foreign.map(({ project }) => project).join(', ')}`,
        description: 'nothing of this project',
      };
    default:
      return assertNever(verdict.kind, 'verdict');
  }
}

function differencesText({ differences, notCompared }: DriftReport): string {
  const own = differences.filter(({ explanation }) => explanation.kind !== 'pending').length;
  if (own === 0) return `${counted(notCompared.length, 'thing')} that cannot be compared`;
  return counted(own, 'difference');
}

export function stampedText({ stamped }: Pick<Verdict, 'stamped'>, heads: readonly string[]): string {
  if (stamped === undefined) return 'nothing';
  if (stamped.length === 0) return 'base';
  const isHead = stamped.length === heads.length && stamped.every((id) => heads.includes(id));
  return `${stamped.join(' and ')}${isHead ? ` (${heads.length === 1 ? 'head' : 'heads'})` : ''}`;
}

/** Branches that are applied side by side are named together. */
export const revisionsText = (revisions: RevisionSet): string => revisions.join(' with ') || 'base';

function likeText({ match }: Verdict): string {
  return `${match.agreeing === match.facts ? 'of' : 'like'} ${revisionsText(match.revisions)}`;
}

/** `is that of 9c1e01.`, `is most like that of 9c1e01: 214 of 217 facts and 41 of 44 effects agree.` */
function matchText({ verdict: { match } }: DriftReport): string {
  const { revisions, agreeing, facts, effects } = match;
  const name = `${revisionsText(revisions)}${revisions.length === 0 ? ', the empty schema' : ''}`;
  if (agreeing === facts) return `is that of ${name}.`;
  const share = effects.all === 0 ? '' : ` and ${effects.there} of ${counted(effects.all, 'effect')}`;
  return `is most like that of ${name}: ${agreeing} of ${facts} facts${share} agree.`;
}

/** Which other projects are at work in the database; a verdict on a foreign schema says so itself. */
export function foreignNotes({ verdict, foreign }: DriftReport): readonly string[] {
  return verdict.kind === 'foreign' ? [] : foreign.map(foreignText);
}

/** How sure the verdict is, and what else it could be: whole sentences. */
export function matchNotes({ verdict }: Pick<DriftReport, 'verdict'>): readonly string[] {
  const { equivalent, tied, certainty } = verdict.match;
  if (verdict.kind === 'foreign') return [];
  const [same, another] = [namesText(equivalent), namesText(tied)];
  return [
    ...(same === undefined ? [] : [`${same.text} ${same.isOne ? 'has' : 'have'} the same schema.`]),
    ...(another === undefined
      ? []
      : [`${another.text} cannot be ruled out: the schema is as near to ${another.isOne ? 'it' : 'them'}.`]),
    ...unsureText(certainty),
  ];
}

function unsureText(certainty: Certainty): readonly string[] {
  if (certainty.kind !== 'unsure') return [];
  switch (certainty.why) {
    case 'tied':
      return [];
    case 'doubt':
      return ['That is not certain: what cannot be compared could decide otherwise.'];
    case 'far':
      return ['That is not certain: even the nearest revision is far from this schema.'];
    default:
      return assertNever(certainty.why, 'reason');
  }
}

const NAMES_SHOWN = 5;

function namesText(
  sets: readonly RevisionSet[],
): { readonly text: string; readonly isOne: boolean } | undefined {
  if (sets.length === 0) return undefined;
  const isOne = sets.length === 1;
  if (sets.length > NAMES_SHOWN) return { text: `${sets.length} other revisions`, isOne };
  return { text: listText(sets.map(revisionsText)), isOne };
}
