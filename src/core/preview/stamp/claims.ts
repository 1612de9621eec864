/**
 * Whether what a stamp says of each effect is so: every effect of the revisions that it counts as applied, looked up in
 * the comparison of the schema at the target with the live one.
 *
 * A table that is there counts as there, with a note, where only parts of it are otherwise: those have differences of
 * their own. Whatever else is missing or otherwise is not what the revision made.
 */
import type { Comparison, Difference } from '../../drift/difference.ts';
import { type DiffOptions, diffSnapshots } from '../../drift/diffSnapshots.ts';
import type { DriftInput } from '../../drift/driftReport.ts';
import { operationBehind } from '../../drift/operationBehind.ts';
import type { RevisionSet } from '../../drift/report.ts';
import { FactSet, factKey, keysAround } from '../../drift/weight.ts';
import { effectText } from '../../drift/words.ts';
import { groupBy } from '../../groupBy.ts';
import type { Location } from '../../text/range.ts';
import { claimsBeside } from './claimsBeside.ts';
import { otherwiseText, stillThereText, whyText } from './claimWords.ts';
import { type EffectFact, effectFacts } from './effectFacts.ts';
import type { StampClaim } from './stampPreview.ts';

export type ClaimInput = Pick<
  DriftInput,
  'live' | 'timeline' | 'effects' | 'scope' | 'expressions' | 'operationsOf'
>;

export class ClaimJudge {
  readonly #input: ClaimInput;
  readonly #options: DiffOptions;
  readonly #comparison: Comparison;
  readonly #facts: ReadonlyMap<string, readonly EffectFact[]>;
  readonly #certain: Hits<Difference>;
  readonly #doubted: Hits<Comparison['notCompared'][number]>;

  /**
   * @param to Where the stamp would stand.
   * @param claimed All that counts as applied then, in the order in which it runs.
   */
  constructor(input: ClaimInput, to: RevisionSet, claimed: readonly string[]) {
    const { live, timeline, effects, scope, expressions } = input;
    this.#input = input;
    this.#options = { expressions, scope, memo: new WeakMap(), withoutRenames: true };
    this.#comparison = diffSnapshots(timeline.snapshotAt(to), live, this.#options);
    const facts = effectFacts(claimed, effects);
    this.#facts = groupBy(facts, ({ revision }) => revision);
    const known = new Set(facts.filter(({ now }) => now.kind !== 'renamed').map(({ now }) => factKey(now)));
    this.#certain = new Hits(this.#comparison.differences, (one) => one, known);
    this.#doubted = new Hits(this.#comparison.notCompared, ({ difference }) => difference, known);
  }

  /** Of a revision that counts as applied: all of its effects are there. */
  claimsOf(revision: string): readonly StampClaim[] {
    const facts = this.#facts.get(revision) ?? [];
    return [...facts.map((fact) => this.#claimOf(fact)), ...claimsBeside(revision, this.#input)];
  }

  /** Of a revision that does not count as applied: none of its effects is there. */
  disclaimsOf(revision: string): readonly StampClaim[] {
    const { effects } = this.#input;
    const own = effects.get(revision) ?? [];
    const comparison = this.#comparisonAt(revision);
    const [open, doubted] = [new FactSet(comparison.differences), doubtedIn(comparison)];
    const [atTarget, doubtedAtTarget] = [
      new FactSet(this.#comparison.differences),
      doubtedIn(this.#comparison),
    ];
    return [
      ...own.map((effect): StampClaim => {
        const claim = { text: effectText(effect), ...this.#placeOf(revision, effect) };
        const reason = doubted(effect) ?? doubtedAtTarget(effect);
        if (!open.has(effect) && atTarget.has(effect))
          return { ...claim, truth: 'false', why: stillThereText(effect) };
        return reason === undefined
          ? { ...claim, truth: 'true' }
          : { ...claim, truth: 'unknown', why: reason };
      }),
      ...claimsBeside(revision, this.#input),
    ];
  }

  #claimOf(fact: EffectFact): StampClaim {
    const { revision, effect } = fact;
    const claim = { text: effectText(effect), ...this.#placeOf(revision, effect) };
    const hits = this.#hitsOf(fact);
    if (hits.length > 0) {
      if (isOnlyOtherwise(effect, hits)) return { ...claim, truth: 'true', why: otherwiseText(effect, hits) };
      return { ...claim, truth: 'false', why: whyText(hits) };
    }
    const [doubt] = this.#doubted.of(fact).filter(({ difference }) => !isOnlyOtherwise(effect, [difference]));
    if (doubt !== undefined) return { ...claim, truth: 'unknown', why: doubt.reason };
    return { ...claim, truth: 'true' };
  }

  /** What a later revision was to change, and did not, may still be there as it was made. */
  #hitsOf(fact: EffectFact): readonly Difference[] {
    const hits = this.#certain.of(fact);
    if (hits.length === 0 || !fact.isTouched) return hits;
    const around = new Set(keysAround(fact.effect));
    const own = this.#comparisonAt(fact.revision).differences.filter((one) => around.has(factKey(one)));
    // Where what it belongs to goes by its last name already, that is what tells.
    const isGone = hits.some(({ kind, part }) => kind === 'removed' && part === undefined);
    return own.length === 0 || isGone ? own : hits;
  }

  #comparisonAt(revision: string): Comparison {
    const { timeline, live } = this.#input;
    return diffSnapshots(timeline.snapshotAt([revision]), live, this.#options);
  }

  #placeOf(revision: string, effect: Difference): { readonly location?: Location } {
    const location = operationBehind(effect, this.#input.operationsOf(revision));
    return location === undefined ? {} : { location };
  }
}

/** What of a comparison concerns an effect. */
class Hits<T> {
  readonly #byFact: ReadonlyMap<string, readonly T[]>;
  readonly #byMaker: ReadonlyMap<string, readonly T[]>;

  /** @param known Keys of all effects: the closest of them around a difference is to blame for it. */
  constructor(items: readonly T[], differenceOf: (item: T) => Difference, known: ReadonlySet<string>) {
    this.#byFact = groupBy(items, (item) => factKey(differenceOf(item)));
    // What is too much, nobody claimed to have taken away: it says nothing of what it is part of.
    const blaming = items.filter((item) => differenceOf(item).kind !== 'added');
    this.#byMaker = groupBy(
      blaming,
      (item) => keysAround(differenceOf(item)).find((key) => known.has(key)) ?? '',
    );
  }

  of({ now }: EffectFact): readonly T[] {
    const around = keysAround(now).flatMap((key) => this.#byFact.get(key) ?? []);
    const made = now.kind === 'renamed' ? [] : (this.#byMaker.get(factKey(now)) ?? []);
    return [...new Set([...around, ...made])];
  }
}

/** It is there; parts of a table, or comments, are not as they were made. */
function isOnlyOtherwise({ kind, object }: Difference, hits: readonly Difference[]): boolean {
  if (kind !== 'added') return false;
  return hits.every((hit) => hit.kind === 'changed' && (object === 'table' || hit.property === 'comment'));
}

function doubtedIn({ notCompared }: Comparison): (effect: Difference) => string | undefined {
  const reasons = new Map(notCompared.map(({ difference, reason }) => [factKey(difference), reason]));
  return (effect) =>
    keysAround(effect)
      .map((key) => reasons.get(key))
      .find((reason) => reason !== undefined);
}
