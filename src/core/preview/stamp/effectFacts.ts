/**
 * The effects of revisions under the names that things have at the end of a run: what a later revision renames is
 * known by its new name, so that it can be looked up in a comparison with the schema at the end.
 */
import type { Difference } from '../../drift/difference.ts';
import { isPart, type ObjectKind } from '../../drift/objectRef.ts';
import type { Effects } from '../../drift/timeline.ts';
import { factKey, keysAround } from '../../drift/weight.ts';
import { sameName } from '../../schema/name.ts';

export interface EffectFact {
  readonly revision: string;
  readonly effect: Difference;
  /** The same under its last name. */
  readonly now: Difference;
  /** A later revision has changed, dropped or renamed it or what it is part of. */
  readonly isTouched: boolean;
}

interface GrowingFact extends EffectFact {
  now: Difference;
  isTouched: boolean;
}

/** @param revisions In the order in which they run. */
export function effectFacts(revisions: readonly string[], effects: Effects): readonly EffectFact[] {
  const facts: GrowingFact[] = [];
  let around = new Map<string, GrowingFact[]>();
  for (const revision of revisions) {
    const own = effects.get(revision) ?? [];
    const renames = own.filter((one) => one.kind === 'renamed');
    if (renames.length > 0) {
      for (const rename of [...renames.filter(isWhole), ...renames.filter((one) => !isWhole(one))])
        for (const fact of facts) follow(fact, rename);
      around = new Map();
      for (const fact of facts) enter(around, fact);
    }
    for (const effect of own) for (const fact of around.get(factKey(effect)) ?? []) fact.isTouched = true;
    for (const effect of own) {
      const fact: GrowingFact = { revision, effect, now: effect, isTouched: false };
      facts.push(fact);
      enter(around, fact);
    }
  }
  return facts;
}

/** By whatever a later change of it, or of what it is part of, goes by. */
function enter(around: Map<string, GrowingFact[]>, fact: GrowingFact): void {
  for (const key of keysAround(fact.now)) {
    const known = around.get(key);
    if (known === undefined) around.set(key, [fact]);
    else known.push(fact);
  }
}

const isWhole = ({ part }: Difference): boolean => part === undefined;

function follow(fact: GrowingFact, rename: Difference): void {
  if (rename.kind !== 'renamed') return;
  const { now } = fact;
  const { name } = rename.before;
  if (typeof name !== 'string') {
    if (ownerKind(now.object) !== rename.object || !sameName(now.of, name)) return;
    fact.now = { ...now, of: rename.of };
  } else {
    const isSame = now.object === rename.object && sameName(now.of, rename.of) && now.part === name;
    if (!isSame || rename.part === undefined) return;
    fact.now = { ...now, part: rename.part };
  }
  fact.isTouched = true;
}

/** What a thing goes by the name of. */
function ownerKind(object: ObjectKind): ObjectKind {
  if (object === 'label') return 'type';
  return isPart(object) ? 'table' : object;
}
