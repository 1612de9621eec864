/** The verdict on a schema in words, the same in the editor and on the command line. */
import { assertNever } from '../assertNever.ts';
import type { DriftReport, RevisionFinding, Verdict } from './report.ts';
import { counted } from './words.ts';

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
  const { agreeing, facts } = verdict.match;
  const facing = agreeing === facts ? '' : ` · ${agreeing} of ${facts} facts`;
  switch (verdict.kind) {
    case 'agrees':
      return { label: 'Schema as stamped' };
    case 'drifted':
      return { label: 'Schema as stamped', description: `but for ${differencesText(report)}` };
    case 'disagrees':
      return {
        label: `Schema ${likeText(verdict)}`,
        description: `stamped ${stampedText(verdict, heads)}${facing}`,
      };
    case 'unstamped':
      return { label: `Schema ${likeText(verdict)}`, description: `not stamped${facing}` };
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
export function matchedText({ match }: Pick<Verdict, 'match'>): string {
  return match.revisions.join(' with ') || 'base';
}

function likeText(verdict: Verdict): string {
  const { agreeing, facts } = verdict.match;
  return `${agreeing === facts ? 'of' : 'like'} ${matchedText(verdict)}`;
}

/** `is that of 9c1e01.`, `is most like 9c1e01: 214 of 217 facts agree. It cannot be told apart from 77ab02.` */
function matchText({ verdict }: DriftReport): string {
  const { agreeing, facts, equivalent } = verdict.match;
  const name = `${matchedText(verdict)}${verdict.match.revisions.length === 0 ? ', the empty schema' : ''}`;
  const [other] = equivalent;
  const alike =
    other === undefined
      ? ''
      : ` That cannot be told apart from ${equivalent.length === 1 ? other : `${equivalent.length} other revisions`}.`;
  if (agreeing === facts) return `is that of ${name}.${alike}`;
  return `is most like that of ${name}: ${agreeing} of ${facts} facts agree.${alike}`;
}
