/** Which differences concern a project: what it ignores, what nobody manages, what other projects manage. */
import type { Comparison, Difference, Foreign, Ignored, NotCompared } from './difference.ts';
import { isPart, type ObjectRef, refKey } from './objectRef.ts';

export interface Scope {
  /** {@link refKey}s of all objects that a revision of the project ever made; absent: all are managed. */
  readonly managed?: ReadonlySet<string>;
  /** Other projects, and what they manage. */
  readonly others?: readonly { readonly project: string; readonly managed: ReadonlySet<string> }[];
  /** The rule that ignores an object, for people. */
  readonly ignore?: (object: ObjectRef) => string | undefined;
}

export function inScope(comparison: Comparison, scope: Scope | undefined): Comparison {
  if (scope === undefined) return comparison;
  const differences: Difference[] = [];
  const ignored: Ignored[] = [];
  const unmanaged: ObjectRef[] = [];
  const foreign = new Map<string, ObjectRef[]>();
  for (const difference of comparison.differences) {
    const rule = scope.ignore?.(difference);
    const owner = ownerOf(difference, scope);
    if (rule !== undefined) ignored.push({ difference, rule });
    else if (owner === 'own') differences.push(difference);
    else if (owner === 'nobody') unmanaged.push(bareRef(difference));
    else foreign.set(owner.project, [...(foreign.get(owner.project) ?? []), bareRef(difference)]);
  }
  const notCompared = comparison.notCompared.filter((one) => concerns(one, scope));
  return { differences, notCompared, ignored, unmanaged, foreign: [...foreign].map(toForeign) };
}

function concerns({ difference }: NotCompared, scope: Scope): boolean {
  return scope.ignore?.(difference) === undefined && ownerOf(difference, scope) === 'own';
}

const toForeign = ([project, objects]: readonly [string, readonly ObjectRef[]]): Foreign => ({
  project,
  objects,
});

/** Only whole objects that are too much can belong to somebody else. */
function ownerOf(difference: Difference, { managed, others }: Scope): 'own' | 'nobody' | { project: string } {
  if (managed === undefined || difference.kind !== 'added' || isPart(difference.object)) return 'own';
  const key = refKey(difference);
  if (managed.has(key)) return 'own';
  return others?.find((other) => other.managed.has(key)) ?? 'nobody';
}

/** What another project manages, or a rule ignores, is not what became of an object of this project. */
export function belongsElsewhere(ref: ObjectRef, scope: Scope | undefined): boolean {
  if (scope === undefined) return false;
  const key = refKey(ref);
  const isOwn = scope.managed?.has(key) ?? true;
  if (!isOwn && scope.others?.some(({ managed }) => managed.has(key))) return true;
  return scope.ignore?.(ref) !== undefined;
}

/** Without the values, which a list of names does not need. */
export function bareRef({ object, of, part, argumentTypes }: ObjectRef): ObjectRef {
  return {
    object,
    of,
    ...(part === undefined ? {} : { part }),
    ...(argumentTypes === undefined ? {} : { argumentTypes }),
  };
}
