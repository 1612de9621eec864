/** Ways that fork and meet again: the names they leave and the effects they have. */
import { bind, type Frame } from './frame.ts';
import { type Effect, joinWays, record, recordIn, type Trace } from './trace.ts';
import { expression, isSymbolic, joinValues, type PyValue, unknown } from './value.ts';

export function isReached(frame: Frame): boolean {
  return frame.world.trace.at.length > 0;
}

/** Two ways of which a condition chooses one. */
export function fork(condition: PyValue, then: () => void, otherwise: () => void, frame: Frame): void {
  const branch = { kind: 'branch' as const, condition, whenTrue: [], whenFalse: [] };
  record(branch, frame.world.trace);
  const join = isSymbolic(condition)
    ? (a: PyValue | undefined, b: PyValue | undefined) => chosen(condition, a, b)
    : joinValues;
  takeWays([then, otherwise], [branch.whenTrue, branch.whenFalse], frame, join);
}

function chosen(condition: PyValue, a: PyValue | undefined, b: PyValue | undefined): PyValue {
  const joined = joinValues(a, b);
  if (joined.kind !== 'unknown' || a === b || a === undefined || b === undefined) return joined;
  return expression('if', [condition, a, b]);
}

type Join = (a: PyValue | undefined, b: PyValue | undefined) => PyValue;

/** Takes several ways from the same start, each recorded in its own list, and joins what they leave. */
export function takeWays(
  ways: readonly (() => void)[],
  lists: readonly Effect[][],
  frame: Frame,
  join: Join = joinValues,
): void {
  const { trace } = frame.world;
  const before = frame.scope.names;
  const results = ways.map((way, index) => {
    frame.scope.names = new Map(before);
    const at = recordIn(lists[index] ?? [], way, trace);
    return { names: frame.scope.names, at };
  });
  const open = results.filter(({ at }) => at.length > 0);
  frame.scope.names = joinNames(
    (open.length > 0 ? open : results).map(({ names }) => names),
    join,
  );
  joinWays(
    lists,
    results.map(({ at }) => at),
    trace,
  );
}

function joinNames(all: readonly Map<string, PyValue>[], join: Join): Map<string, PyValue> {
  const [first = new Map<string, PyValue>(), ...others] = all;
  const names = new Map(first);
  for (const other of others) {
    for (const name of other.keys()) if (!names.has(name)) names.set(name, unknown);
    for (const [name, value] of names) names.set(name, join(value, other.get(name)));
  }
  return names;
}

/** The turns of a loop, one after the other. */
export function repeat(
  turns: readonly ((inside: Frame) => void)[],
  assigned: ReadonlySet<string>,
  frame: Frame,
): void {
  const { trace } = frame.world;
  const breaks: Effect[][] = [];
  let left = false;
  for (const turn of turns) {
    const before = trace.at;
    const { exits } = trace;
    const continues: Effect[][] = [];
    const broken = breaks.length;
    turn({ ...frame, loop: { breaks, continues } });
    const leaves = continues.length + breaks.length - broken;
    // What leaves a turn as a whole has bound what it has bound.
    left ||= leaves > 0 && (trace.at.length > 0 || leaves !== before.length);
    const back = trace.exits === exits && breaks.length === broken;
    trace.at = back ? before : [...trace.at, ...continues];
    if (trace.at.length === 0) break;
  }
  trace.at = [...trace.at, ...breaks];
  // Ways that left a turn early may have bound names that the others do not know of.
  if (left) for (const name of assigned) bind(name, unknown, frame);
}

/** After a loop over something unknown that may have been left by `return`: what follows is another way. */
export function leaveLoop(loop: Extract<Effect, { kind: 'loop' }>, iterable: PyValue, trace: Trace): void {
  const [only, more] = loop.body;
  const [first, second] = only?.kind === 'branch' ? only.whenTrue : [];
  const isSearch =
    only?.kind === 'branch' && more === undefined && first?.kind === 'return' && second === undefined;
  if (isSearch && only.whenFalse.length === 0) {
    // `for item in items: if condition: return value`
    const condition = expression('any', [expression('each', [only.condition, iterable])]);
    loop.body.length = 0;
    forkAt({ kind: 'branch', condition, whenTrue: [first], whenFalse: [] }, trace);
  } else forkAt({ kind: 'branch', condition: unknown, whenTrue: [], whenFalse: [] }, trace);
}

function forkAt(branch: Extract<Effect, { kind: 'branch' }>, trace: Trace): void {
  record(branch, trace);
  trace.at = [branch.whenFalse];
}
