/**
 * What a module does when it runs: the calls that were not followed, in their order and under their conditions.
 *
 * Where the way forks, both ways are recorded. What comes after a fork that one of the ways does not survive
 * belongs to the other alone: `if guard: return` puts the rest of the function into the other way.
 */
import { expression, joinValues, none, type PyCallResult, type PyValue, unknown } from './value.ts';

export type Effect =
  | { readonly kind: 'call'; readonly call: PyCallResult }
  | {
      readonly kind: 'branch';
      readonly condition: PyValue;
      readonly whenTrue: Effect[];
      readonly whenFalse: Effect[];
    }
  /** A `try`: the body goes on in one of the handlers where it fails. */
  | { readonly kind: 'attempt'; readonly body: Effect[]; readonly handlers: Effect[][] }
  /** The body of a `with`. */
  | { readonly kind: 'with'; readonly managers: readonly PyValue[]; readonly body: Effect[] }
  /** A loop over something unknown. */
  | { readonly kind: 'loop'; readonly body: Effect[] }
  /** A function that was followed. */
  | { readonly kind: 'function'; readonly body: Effect[] }
  | { readonly kind: 'return'; readonly value: PyValue }
  | { readonly kind: 'raise' };

export interface Trace {
  /** Where the next effect is recorded: several lists after ways that forked, none where nothing gets to. */
  at: readonly Effect[][];
  /** How often a way ended otherwise than by going on with the next statement or turn of a loop. */
  exits: number;
}

export function newTrace(): Trace {
  return { at: [[]], exits: 0 };
}

export function record(effect: Effect, trace: Trace): void {
  for (const list of trace.at) list.push(effect);
}

/** Nothing after it is reached. */
export function end(effect: Extract<Effect, { kind: 'return' | 'raise' }>, trace: Trace): void {
  record(effect, trace);
  trace.at = [];
  trace.exits++;
}

/** Records what `run` does in a list of its own; the answer is where it goes on afterwards. */
export function recordIn(list: Effect[], run: () => void, trace: Trace): readonly Effect[][] {
  const before = trace.at;
  trace.at = [list];
  run();
  const after = trace.at;
  trace.at = before;
  return after;
}

/** Where it goes on after ways that started in `lists`: behind their fork if every way got to its end. */
export function joinWays(
  lists: readonly Effect[][],
  ends: readonly (readonly Effect[][])[],
  trace: Trace,
): void {
  const whole = lists.every((list, index) => ends[index]?.length === 1 && ends[index]?.[0] === list);
  if (!whole) trace.at = ends.flat();
}

/** What a function returned, by its effects. */
export function resultOf(effects: readonly Effect[]): PyValue {
  return new Results().of(effects);
}

/** Whether they surely do not end well. */
export function raises(effects: readonly Effect[]): boolean {
  return new Results().raises(effects);
}

/** Ways share what comes after them, so each effect is looked at once. */
class Results {
  readonly #results = new Map<Effect, PyValue | undefined>();
  readonly #returns = new Map<Effect, boolean>();
  readonly #raises = new Map<Effect, boolean>();

  of(effects: readonly Effect[]): PyValue {
    return this.#in(effects) ?? none;
  }

  raises(effects: readonly Effect[]): boolean {
    const last = effects.at(-1);
    if (last === undefined) return false;
    return remembered(this.#raises, last, () => {
      if (last.kind === 'raise') return true;
      if (last.kind === 'branch') return this.raises(last.whenTrue) && this.raises(last.whenFalse);
      return (last.kind === 'with' || last.kind === 'function') && this.raises(last.body);
    });
  }

  #in(effects: readonly Effect[]): PyValue | undefined {
    for (const effect of effects) {
      if (effect.kind === 'return') return effect.value;
      const result = remembered(this.#results, effect, () => this.#ofFork(effect));
      if (result !== undefined) return result;
    }
    return undefined;
  }

  /** Returns at the end of one way are seen from where the ways fork: the rest of the function lies in the others. */
  #ofFork(effect: Effect): PyValue | undefined {
    if (!waysOf(effect).some((way) => this.#returnsIn(way))) return undefined;
    switch (effect.kind) {
      case 'branch': {
        if (this.raises(effect.whenTrue)) return this.of(effect.whenFalse);
        if (this.raises(effect.whenFalse)) return this.of(effect.whenTrue);
        return choice(effect.condition, this.of(effect.whenTrue), this.of(effect.whenFalse));
      }
      case 'attempt': {
        const ways = [effect.body, ...effect.handlers].filter((way) => !this.raises(way));
        const [first = none, ...others] = ways.map((way) => this.of(way));
        return others.reduce(joinValues, first);
      }
      case 'with':
        return this.#in(effect.body);
      default:
        return unknown;
    }
  }

  #returnsIn(effects: readonly Effect[]): boolean {
    return effects.some((effect) =>
      remembered(
        this.#returns,
        effect,
        () => effect.kind === 'return' || waysOf(effect).some((way) => this.#returnsIn(way)),
      ),
    );
  }
}

function remembered<T>(known: Map<Effect, T>, effect: Effect, compute: () => T): T {
  const before = known.get(effect);
  if (before !== undefined || known.has(effect)) return before as T;
  const value = compute();
  known.set(effect, value);
  return value;
}

/** The lists of effects inside of one. */
export function effectsIn(effect: Effect): readonly (readonly Effect[])[] {
  return effect.kind === 'function' ? [effect.body] : waysOf(effect);
}

/** A called function's returns are its own. */
function waysOf(effect: Effect): readonly (readonly Effect[])[] {
  switch (effect.kind) {
    case 'branch':
      return [effect.whenTrue, effect.whenFalse];
    case 'attempt':
      return [effect.body, ...effect.handlers];
    case 'with':
    case 'loop':
      return [effect.body];
    default:
      return [];
  }
}

/** What is known of a value that depends on a condition. */
export function choice(condition: PyValue, a: PyValue, b: PyValue): PyValue {
  const joined = joinValues(a, b);
  const kept = condition.kind === 'call' || condition.kind === 'expression';
  return joined.kind === 'unknown' && kept ? expression('if', [condition, a, b]) : joined;
}
