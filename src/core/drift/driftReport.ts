/** Compares a live schema (L) with that of its stamp (S) and of the heads (H), and says why each difference exists. */
import type { MigrationOperation } from '../migration/operations/operation.ts';
import type { ExpressionComparer } from '../schema/expression.ts';
import type { SchemaSnapshot } from '../schema/snapshot.ts';
import type { Difference } from './difference.ts';
import { type DiffOptions, diffSnapshots } from './diffSnapshots.ts';
import { operationBehind } from './operationBehind.ts';
import type {
  DriftReport,
  ExplainedDifference,
  Explanation,
  Maker,
  RevisionFinding,
  TrueRevision,
  Verdict,
} from './report.ts';
import type { Scope } from './scope.ts';
import { compareDifferences } from './sortDifferences.ts';
import type { Effects, Timeline } from './timeline.ts';
import { sameSet, trueRevision } from './trueRevision.ts';
import { FactSet, factKey, keysAround } from './weight.ts';

export interface DriftInput {
  readonly live: SchemaSnapshot;
  readonly timeline: Timeline;
  readonly effects: Effects;
  readonly heads: readonly string[];
  /** The recorded revisions that the chain knows; `undefined`: the version table could not be read. */
  readonly stamped: readonly string[] | undefined;
  /** Those and all that count as applied with them. */
  readonly applied: readonly string[];
  readonly scope: Scope;
  readonly expressions: ExpressionComparer;
  /** Upgrade operations of a revision. */
  readonly operationsOf: (revision: string) => readonly MigrationOperation[];
}

export function driftReport(input: DriftInput): DriftReport {
  const { live, timeline, stamped, heads, scope, expressions } = input;
  const options: DiffOptions = { expressions, scope, memo: new WeakMap() };
  const match = trueRevision(live, timeline, input.effects, stamped, {
    ...options,
    withoutRenames: true,
  });
  const fromStamp = diffSnapshots(timeline.snapshotAt(stamped ?? match.revisions), live, options);
  const fromHeads = diffSnapshots(timeline.snapshotAt(heads), live, options);
  const context = new Reasons(input, fromStamp.differences, fromHeads.differences, options);
  const left = fromStamp.differences.map((difference) => context.ofLeft(difference));
  const pending = fromHeads.differences.flatMap((difference) => context.ofPending(difference));
  const { notCompared, ignored, unmanaged, foreign } = fromStamp;
  return {
    verdict: verdictOf(
      stamped,
      match,
      fromStamp.differences.length === 0 && notCompared.every(({ doubt }) => doubt === 'spelling'),
      foreign.length > 0,
    ),
    differences: [...left, ...pending].sort((a, b) => compareDifferences(a.difference, b.difference)),
    revisions: context.findings,
    notCompared,
    ignored,
    unmanaged,
    foreign,
  };
}

function verdictOf(
  stamped: readonly string[] | undefined,
  match: TrueRevision,
  isClean: boolean,
  carriesForeign: boolean,
): Verdict {
  const isStamped = stamped !== undefined && sameSet(match.revisions, stamped);
  if (carriesForeign && match.revisions.length === 0 && !(isStamped && isClean))
    return { kind: 'foreign', stamped, match };
  if (stamped === undefined) return { kind: 'unstamped', stamped, match };
  if (!isStamped) return { kind: 'disagrees', stamped, match };
  return { kind: isClean ? 'agrees' : 'drifted', stamped, match };
}

/** Who made, or would make, each fact. */
class Reasons {
  readonly #input: DriftInput;
  readonly #fromStamp: FactSet;
  readonly #fromHeads: FactSet;
  readonly #findings = new Map<string, RevisionFinding>();
  /** Fact → the last revision that makes it: of those applied, and of the others. */
  readonly #makers: {
    readonly applied: ReadonlyMap<string, string>;
    readonly pending: ReadonlyMap<string, string>;
  };

  constructor(
    input: DriftInput,
    fromStamp: readonly Difference[],
    fromHeads: readonly Difference[],
    options: DiffOptions,
  ) {
    this.#input = input;
    this.#fromStamp = new FactSet(fromStamp);
    this.#fromHeads = new FactSet(fromHeads);
    const applied = new Set(input.applied);
    const { order } = input.timeline;
    this.#makers = {
      applied: lastMakers(
        order.filter((id) => applied.has(id)),
        input.effects,
      ),
      pending: lastMakers(
        order.filter((id) => !applied.has(id)),
        input.effects,
      ),
    };
    for (const revision of order) {
      const finding = applied.has(revision) ? this.#ofApplied(revision) : this.#ofPending(revision, options);
      if (finding !== undefined) this.#findings.set(revision, finding);
    }
  }

  get findings(): readonly RevisionFinding[] {
    return [...this.#findings.values()];
  }

  /** A difference between L and S. */
  ofLeft(difference: Difference): ExplainedDifference {
    const maker = this.#makerOf(difference, 'pending');
    if (maker !== undefined && !this.#fromHeads.has(difference)) {
      const finding = this.#findings.get(maker.revision);
      const kind = finding !== undefined && finding.missing.length > 0 ? 'partial' : 'unstamped';
      return { difference, explanation: { kind, maker } };
    }
    return { difference, explanation: this.#drifted(difference) };
  }

  #drifted(difference: Difference): Explanation {
    const maker = this.#makerOf(difference, 'applied');
    if (maker === undefined) return { kind: 'drifted' };
    const finding = this.#findings.get(maker.revision);
    const isPart = finding !== undefined && finding.there.length > 0 && finding.missing.length > 0;
    return { kind: isPart ? 'partial' : 'drifted', maker };
  }

  /** A difference between L and H, where L is as S. */
  ofPending(difference: Difference): readonly ExplainedDifference[] {
    if (this.#fromStamp.has(difference)) return [];
    const maker = this.#makerOf(difference, 'pending');
    if (maker === undefined) return [];
    const finding = this.#findings.get(maker.revision);
    return [{ difference, explanation: { kind: finding === undefined ? 'pending' : 'partial', maker } }];
  }

  /** What of a recorded revision is missing, as far as no later one has changed it again. */
  #ofApplied(revision: string): RevisionFinding | undefined {
    const lasting = (this.#input.effects.get(revision) ?? []).filter(
      (effect) => this.#makers.applied.get(factKey(effect)) === revision,
    );
    const missing = lasting.filter((effect) => this.#fromStamp.has(effect));
    if (missing.length === 0) return undefined;
    const there = lasting.filter((effect) => !missing.includes(effect));
    return { revision, recorded: true, there, missing };
  }

  /** What of a revision that is not recorded is there all the same. */
  #ofPending(revision: string, options: DiffOptions): RevisionFinding | undefined {
    const { effects, timeline, live } = this.#input;
    const own = effects.get(revision) ?? [];
    if (own.length === 0) return undefined;
    const open = new FactSet(diffSnapshots(timeline.snapshotAt([revision]), live, options).differences);
    const there = own.filter((effect) => !open.has(effect) && this.#fromStamp.has(effect));
    if (there.length === 0) return undefined;
    return { revision, recorded: false, there, missing: own.filter((effect) => !there.includes(effect)) };
  }

  #makerOf(difference: Difference, which: 'applied' | 'pending'): Maker | undefined {
    const makers = this.#makers[which];
    const revision = keysAround(difference)
      .map((key) => makers.get(key))
      .find((id) => id !== undefined);
    if (revision === undefined) return undefined;
    const location = operationBehind(difference, this.#input.operationsOf(revision));
    return location === undefined ? { revision } : { revision, location };
  }
}

function lastMakers(revisions: readonly string[], effects: Effects): ReadonlyMap<string, string> {
  const makers = new Map<string, string>();
  for (const revision of revisions)
    for (const effect of effects.get(revision) ?? []) makers.set(factKey(effect), revision);
  return makers;
}
