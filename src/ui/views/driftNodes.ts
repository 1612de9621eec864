/** What stands under an environment once its schema was read: the verdict, the differences, and what is left out. */
import type { EnvironmentOverview } from '../../app/overview.ts';
import { foreignLabel, foreignText } from '../../core/drift/foreignWords.ts';
import { isOwnTable } from '../../core/drift/ignoreRules.ts';
import { byObject, type ObjectRef, refText } from '../../core/drift/objectRef.ts';
import { foldAlike, type Pattern } from '../../core/drift/patterns.ts';
import type { ExplainedDifference, RevisionFinding } from '../../core/drift/report.ts';
import { counted, effectText, kindText } from '../../core/drift/words.ts';

export type DriftNode =
  | { readonly kind: 'verdict'; readonly overview: EnvironmentOverview }
  | { readonly kind: 'reading'; readonly overview: EnvironmentOverview }
  | { readonly kind: 'driftFailure'; readonly text: string; readonly overview: EnvironmentOverview }
  | { readonly kind: 'finding'; readonly finding: RevisionFinding; readonly overview: EnvironmentOverview }
  | {
      /** A table, view or type that several things are said of. */
      readonly kind: 'object';
      readonly of: ObjectRef;
      readonly differences: readonly ExplainedDifference[];
      readonly overview: EnvironmentOverview;
    }
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly overview: EnvironmentOverview }
  | {
      readonly kind: 'difference';
      readonly explained: ExplainedDifference;
      /** What its own row need not say again: the name of its object, or what it has in common with others. */
      readonly below?: 'object' | 'pattern';
      readonly overview: EnvironmentOverview;
    }
  | { readonly kind: 'rest'; readonly rest: Rest; readonly overview: EnvironmentOverview }
  | { readonly kind: 'restItem'; readonly item: RestItem; readonly overview: EnvironmentOverview };

/** What is counted, and shown on request. */
export interface Rest {
  readonly id: 'foreign' | 'notCompared' | 'unmanaged' | 'ignored';
  readonly label: string;
  readonly items: readonly RestItem[];
  /** A whole sentence, where the label and the items do not say it all. */
  readonly text?: string;
}

export interface RestItem {
  readonly label: string;
  readonly description: string;
}

const kinds: ReadonlySet<string> = new Set<DriftNode['kind']>([
  'verdict',
  'reading',
  'driftFailure',
  'finding',
  'object',
  'pattern',
  'difference',
  'rest',
  'restItem',
]);

export function isDriftNode(node: { readonly kind: string }): node is DriftNode {
  return kinds.has(node.kind);
}

export function verdictNodes(overview: EnvironmentOverview): readonly DriftNode[] {
  const { drift } = overview.environment;
  const failure = drift.kind === 'failed' ? [drift.failure.message, drift.failure.advice] : [];
  return [
    ...(overview.drift === undefined ? [] : [{ kind: 'verdict', overview } as const]),
    ...(drift.kind === 'reading' && drift.last === undefined ? [{ kind: 'reading', overview } as const] : []),
    ...failure.map((text): DriftNode => ({ kind: 'driftFailure', text, overview })),
  ];
}

/** All but what will be gone once the pending revisions are applied: that stands below them. */
export function driftNodes(overview: EnvironmentOverview): readonly DriftNode[] {
  const { differences = [], revisions = [] } = overview.drift?.report ?? {};
  const told = differences.filter(({ explanation }) => explanation.kind !== 'pending');
  const { patterns, others } = foldAlike(told);
  return [
    ...revisions.map((finding): DriftNode => ({ kind: 'finding', finding, overview })),
    ...patterns.map((pattern): DriftNode => ({ kind: 'pattern', pattern, overview })),
    ...byObject(others).map((group) => objectNode(group, overview)),
  ];
}

function objectNode(group: readonly ExplainedDifference[], overview: EnvironmentOverview): DriftNode {
  const [first] = group;
  if (first === undefined) throw new Error('A group has a first difference.');
  const { object, of, part } = first.difference;
  if (group.length === 1 && part === undefined) return { kind: 'difference', explained: first, overview };
  const whole = { object: object === 'label' || object === 'type' ? 'type' : 'table', of } as const;
  return { kind: 'object', of: whole, differences: group, overview };
}

export function pendingDifferences(overview: EnvironmentOverview, revision: string): DriftNode[] {
  const differences = overview.drift?.report.differences ?? [];
  return differences
    .filter(({ explanation }) => explanation.kind === 'pending' && explanation.maker.revision === revision)
    .map((explained) => ({ kind: 'difference', explained, overview }));
}

/** That another project is at work in the same database is news; the rest is only counted. */
export function foreignNodes(overview: EnvironmentOverview): readonly DriftNode[] {
  const { foreign = [] } = overview.drift?.report ?? {};
  return foreign.map((one) => ({
    kind: 'rest',
    rest: {
      id: 'foreign',
      label: foreignLabel(one),
      items: one.objects.map(toItem),
      text: foreignText(one),
    },
    overview,
  }));
}

export function restNodes(overview: EnvironmentOverview): readonly DriftNode[] {
  return restsOf(overview)
    .filter(({ items }) => items.length > 0)
    .map((rest) => ({ kind: 'rest', rest, overview }));
}

const toItem = (ref: ObjectRef): RestItem => ({ label: refText(ref), description: kindText[ref.object] });

function restsOf({ drift }: EnvironmentOverview): readonly Rest[] {
  if (drift === undefined) return [];
  const { notCompared, unmanaged } = drift.report;
  const ignored = drift.report.ignored.filter((one) => !isOwnTable(one));
  return [
    {
      id: 'notCompared',
      label: `${counted(notCompared.length, 'thing')} not compared`,
      items: notCompared.map(({ difference, reason }) => ({
        label: refText(difference),
        description: reason,
      })),
    },
    {
      id: 'unmanaged',
      label: `${counted(unmanaged.length, 'object')} that no revision mentions`,
      items: unmanaged.map(toItem),
    },
    {
      id: 'ignored',
      label: `${counted(ignored.length, 'difference')} ignored`,
      items: ignored.map(({ difference, rule }) => ({ label: refText(difference), description: rule })),
    },
  ];
}

export function belowDrift(node: DriftNode): DriftNode[] {
  const { overview } = node;
  switch (node.kind) {
    case 'object':
      return node.differences.map((explained) => ({
        kind: 'difference',
        explained,
        below: 'object',
        overview,
      }));
    case 'pattern':
      return node.pattern.differences.map((explained) => ({
        kind: 'difference',
        explained,
        below: 'pattern',
        overview,
      }));
    case 'rest':
      return node.rest.items.map((item) => ({ kind: 'restItem', item, overview }));
    case 'finding':
      return [...node.finding.missing].map((difference) => ({
        kind: 'restItem',
        item: { label: effectText(difference), description: 'not there' },
        overview,
      }));
    default:
      return [];
  }
}
