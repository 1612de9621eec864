/** What to know before stamping, in whole sentences: the verdict first. */
import type { Comparison } from '../../drift/difference.ts';
import type { TrueRevision } from '../../drift/report.ts';
import { sameSet } from '../../drift/trueRevision.ts';
import { matchNotes, revisionsText, stampedText } from '../../drift/verdictWords.ts';
import { counted, listText } from '../../drift/words.ts';
import { conventionOf } from '../../migration/allConventions.ts';
import { ancestorsOf } from '../../migration/graph.ts';
import type { Standing } from '../../migration/standing.ts';
import { explanations } from '../../status/stampReport.ts';
import type { StampInput } from './previewStamp.ts';
import type { StampClaim, StampedRevision, StampMessage } from './stampPreview.ts';
import type { StampWriting } from './stampWriting.ts';

interface Told {
  readonly input: StampInput;
  readonly standing: Standing | undefined;
  readonly writing: StampWriting;
  readonly revisions: readonly StampedRevision[];
  readonly match: TrueRevision;
  readonly recommended: readonly string[] | undefined;
  readonly comparison: Comparison;
}

export function stampMessages(told: Told): readonly StampMessage[] {
  return [
    verdictOf(told),
    ...passedOver(told),
    ...stillThere(told),
    ...otherwise(told),
    ...upgradeAfterwards(told),
    ...recommendation(told),
    ...aboutTable(told),
  ];
}

function verdictOf({ input, writing, revisions }: Told): StampMessage {
  const { environment, heads } = input;
  const name = stampedText({ stamped: writing.to }, heads);
  const [claimed, disclaimed] = [claimsIn(revisions, 'claimed'), claimsIn(revisions, 'disclaimed')];
  const wrong = [...claimed, ...disclaimed].filter(({ truth }) => truth === 'false').length;
  const unknown = [...claimed, ...disclaimed].filter(({ truth }) => truth === 'unknown').length;
  const start = `Stamping ${name} on ${environment.name}`;
  const severity = wrong > 0 ? (isFalse(claimed) ? 'error' : 'warning') : unknown > 0 ? 'warning' : 'good';
  if (claimed.length + disclaimed.length === 0)
    return { severity, text: `${start} would claim nothing that is not so.` };
  const parts = [
    ...(claimed.length === 0 ? [] : [`claim ${counted(claimed.length, 'effect')}${claimedTruth(claimed)}`]),
    ...(disclaimed.length === 0
      ? []
      : [`take back ${counted(disclaimed.length, 'effect')}${disclaimedTruth(disclaimed)}`]),
  ];
  return { severity, text: `${start} would ${parts.join('; it would ')}.` };
}

const isFalse = (claims: readonly StampClaim[]): boolean => claims.some(({ truth }) => truth === 'false');

function claimedTruth(claims: readonly StampClaim[]): string {
  return truths(claims, (n) => `${n} ${is(n)} not there`, 'all of which are there');
}

function disclaimedTruth(claims: readonly StampClaim[]): string {
  return truths(claims, (n) => `${n} ${is(n)} there all the same`, 'none of which is there');
}

function truths(claims: readonly StampClaim[], wrongText: (n: number) => string, good: string): string {
  const wrong = claims.filter(({ truth }) => truth === 'false').length;
  const unknown = claims.filter(({ truth }) => truth === 'unknown').length;
  const parts = [
    ...(wrong === 0 ? [] : [wrongText(wrong)]),
    ...(unknown === 0 ? [] : [`${unknown} cannot be told`]),
  ];
  return `, ${parts.length === 0 ? good : `of which ${parts.join(' and ')}`}`;
}

const is = (n: number): string => (n === 1 ? 'is' : 'are');

const REVISIONS_SHOWN = 8;

function namesOf(ids: readonly string[]): string {
  const shown = ids.slice(0, REVISIONS_SHOWN);
  return listText(ids.length > shown.length ? [...shown, `${ids.length - shown.length} more`] : shown);
}

/** Effects that are missing and that no upgrade will make, because the stamp says that they are there. */
function passedOver({ revisions }: Told): readonly StampMessage[] {
  const lying = revisions.filter(({ as, claims }) => as === 'claimed' && isFalse(claims));
  if (lying.length === 0) return [];
  const missing = lying.flatMap(({ claims }) => claims.filter(({ truth }) => truth === 'false'));
  const names = namesOf(lying.map(({ revision }) => revision));
  const [n, it] = [missing.length, missing.length === 1 ? 'it' : 'them'];
  const recorded = lying.filter((one) => one.recorded);
  return [
    {
      severity: 'error',
      text: `${counted(n, 'effect')} of ${names} ${is(n)} not in the database: the next upgrade will not create ${it}, because the stamp says that ${n === 1 ? 'it is' : 'they are'} there.`,
    },
    ...(recorded.length === 0
      ? []
      : [
          {
            severity: 'error' as const,
            text: `The stamp of today claims ${recorded.length === lying.length ? 'all of that' : `what ${namesOf(recorded.map(({ revision }) => revision))} did`} already, and it is not so.`,
          },
        ]),
  ];
}

function stillThere({ revisions }: Told): readonly StampMessage[] {
  const there = revisions.filter(({ as, claims }) => as === 'disclaimed' && isFalse(claims));
  if (there.length === 0) return [];
  const names = namesOf(there.map(({ revision }) => revision));
  const text = `The next upgrade would run ${names} again, and may fail on what is there already.`;
  return [{ severity: 'warning', text }];
}

function otherwise({ comparison, writing }: Told): readonly StampMessage[] {
  const n = comparison.differences.length;
  if (n === 0) return [];
  const text = `The schema has ${counted(n, 'difference')} from that of ${revisionsText(writing.to)}. A stamp changes none of them.`;
  return [{ severity: 'warning', text }];
}

function upgradeAfterwards({ input, standing, writing }: Told): readonly StampMessage[] {
  const { graph, project } = input;
  if (project.convention === 'flyway' && writing.command === undefined) return [];
  const after = ancestorsOf(graph.nodes, writing.to);
  const before = standing?.applied ?? new Set<string>();
  const order = input.timeline.order;
  const would = order.filter((id) => !after.has(id));
  const never = standing === undefined ? [] : order.filter((id) => after.has(id) && !before.has(id));
  const run =
    would.length === 0 ? 'run nothing' : `run ${counted(would.length, 'revision')}: ${namesOf(would)}`;
  const skip = never.length === 0 ? '' : ` It would never run ${namesOf(never)} here.`;
  return [{ severity: 'good', text: `An upgrade afterwards would ${run}.${skip}` }];
}

function recommendation({ input, standing, writing, match, recommended }: Told): readonly StampMessage[] {
  const stamped = standing?.at.map(({ id }) => id);
  const notes = matchNotes({ verdict: { kind: 'disagrees', stamped, match } }).join(' ');
  const tail = notes === '' ? '' : ` ${notes}`;
  if (recommended === undefined) {
    const text = `No revision can be recommended: the schema is nearest to ${revisionsText(match.revisions)}, and that is not sure enough.${tail}`;
    return [{ severity: 'warning', text }];
  }
  const name = stampedText({ stamped: recommended }, input.heads);
  const share =
    match.certainty.kind === 'exact'
      ? `The schema is that of ${name}`
      : `Of all revisions, the schema is nearest to ${name}: ${match.agreeing} of ${match.facts} facts agree`;
  if (sameSet(recommended, writing.to)) return [{ severity: 'good', text: `${share}.${tail}` }];
  return [{ severity: 'warning', text: `${share}. Stamp ${name} instead.${tail}` }];
}

function aboutTable({ input, writing }: Told): readonly StampMessage[] {
  const { reading, project, environment } = input;
  const { title, versionTable } = conventionOf(project.convention);
  const table = input.versionTable ?? versionTable;
  const unread = reading.kind === 'rows' ? [] : explanations(reading, table, title);
  return [
    ...[...unread, ...writing.notes].map((text) => ({ severity: 'warning', text }) as const),
    ...(environment.protected
      ? [
          {
            severity: 'warning' as const,
            text: `${environment.name} is protected: Driftline never writes to it. Hand the statements to whoever may.`,
          },
        ]
      : []),
  ];
}

function claimsIn(revisions: readonly StampedRevision[], as: StampedRevision['as']): readonly StampClaim[] {
  return revisions.flatMap((revision) => (revision.as === as ? revision.claims : []));
}
