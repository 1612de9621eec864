/** Compares two objects of one kind, property by property, and finds what was only renamed among those without a partner. */
import { nameKey, type QualifiedName } from '../schema/name.ts';
import type { Difference, DifferenceOf, NotCompared, PropertyOf } from './difference.ts';
import type { ObjectKind, ObjectRef, ObjectValues } from './objectRef.ts';
import type { Properties } from './properties.ts';
import type { SamenessContext } from './sameness.ts';

/** Where what is found is gathered. */
export interface Found {
  readonly differences: Difference[];
  readonly notCompared: NotCompared[];
}

/** A value before, and the same after. */
export interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** @param owner The table that the two are part of, as `before` calls it. */
export function compareProperties<K extends ObjectKind>(
  found: Found,
  ref: ObjectRef<K>,
  { before, after }: Pair<ObjectValues[K]>,
  properties: Properties<ObjectValues[K]>,
  context: SamenessContext,
  owner: QualifiedName = ref.of,
): void {
  for (const [property, same] of properties) {
    const verdict = same(before, after, context, owner);
    if (verdict === true) continue;
    const difference = changed(ref, property as PropertyOf<K>, before, after);
    if (verdict === false) found.differences.push(difference);
    else found.notCompared.push({ difference, doubt: 'spelling', reason: spellingReason(difference) });
  }
}

/** Equal in all but the name and the comment. */
function sameButName<T>(
  pair: Pair<T>,
  properties: Properties<T>,
  context: SamenessContext,
  owner: QualifiedName,
): boolean {
  return properties.every(
    ([property, same]) => property === 'comment' || same(pair.before, pair.after, context, owner) === true,
  );
}

/** Beyond as many combinations nothing is certain any more, and looking takes its time. */
const MOST_CANDIDATES = 2500;

/**
 * The pairs that can only be renames: each is the other's only candidate.
 *
 * @param equal Whether two objects are one but for their names.
 */
export function renamePairs<T>(
  removed: readonly T[],
  added: readonly T[],
  equal: (before: T, after: T) => boolean,
): readonly Pair<T>[] {
  if (removed.length * added.length > MOST_CANDIDATES || removed.length === 0) return [];
  const pairs: Pair<T>[] = [];
  for (const before of removed) {
    const [after, another] = added.filter((one) => equal(before, one));
    if (after === undefined || another !== undefined) continue;
    if (removed.some((other) => other !== before && equal(other, after))) continue;
    pairs.push({ before, after });
  }
  return pairs;
}

/** {@link renamePairs}, which are then neither removed nor added. */
export function takeRenames<T>(
  removed: T[],
  added: T[],
  equal: (before: T, after: T) => boolean,
): readonly Pair<T>[] {
  const pairs = renamePairs(removed, added, equal);
  for (const { before, after } of pairs) {
    removed.splice(removed.indexOf(before), 1);
    added.splice(added.indexOf(after), 1);
  }
  return pairs;
}

interface Part {
  readonly name: string;
}

/** Splits two lists of parts into those that both have by name, and the rest. */
export function matchByName<T extends Part>(
  before: readonly T[],
  after: readonly T[],
): { readonly pairs: readonly Pair<T>[]; readonly removed: T[]; readonly added: T[] } {
  if (sameOrder(before, after)) {
    const pairs = before.map((one, at) => ({ before: one, after: after[at] ?? one }));
    return { pairs, removed: [], added: [] };
  }
  const rest = new Map(after.map((one) => [one.name, one]));
  const pairs: Pair<T>[] = [];
  const removed: T[] = [];
  for (const one of before) {
    const partner = rest.get(one.name);
    if (partner === undefined) removed.push(one);
    else pairs.push({ before: one, after: partner });
    rest.delete(one.name);
  }
  return { pairs, removed, added: [...rest.values()] };
}

/** Whether two lists have the same names in the same places. */
export function sameOrder(before: readonly Part[], after: readonly Part[]): boolean {
  return before.length === after.length && before.every(({ name }, at) => name === after[at]?.name);
}

type ListedKind = 'constraint' | 'index' | 'trigger' | 'policy';

/** The parts of a table that have a name each: matched by it, then by what they are. */
export function compareParts<K extends ListedKind>(
  found: Found,
  object: K,
  owners: Pair<QualifiedName>,
  lists: Pair<readonly ObjectValues[K][]>,
  propertiesOf: (before: ObjectValues[K], after: ObjectValues[K]) => Properties<ObjectValues[K]> | undefined,
  context: SamenessContext,
): void {
  if (lists.before === lists.after) return;
  const { pairs, removed, added } = matchByName<ObjectValues[K]>(lists.before, lists.after);
  const refOf = ({ name }: Part): ObjectRef<K> => ({ object, of: owners.after, part: name });
  for (const pair of pairs) {
    if (pair.before === pair.after) continue;
    const properties = propertiesOf(pair.before, pair.after);
    if (properties === undefined) replaced(found, refOf(pair.after), pair);
    else compareProperties(found, refOf(pair.after), pair, properties, context, owners.before);
  }
  const renames = takeRenames(removed, added, (before, after) => {
    const properties = propertiesOf(before, after);
    return properties !== undefined && sameButName({ before, after }, properties, context, owners.before);
  });
  for (const pair of renames) {
    found.differences.push(renamed(refOf(pair.after), pair));
    const comments = propertiesOf(pair.before, pair.after)?.filter(([property]) => property === 'comment');
    compareProperties(found, refOf(pair.after), pair, comments ?? [], context, owners.before);
  }
  for (const one of removed) found.differences.push(removedDifference(refOf(one), one));
  for (const one of added) found.differences.push(addedDifference(refOf(one), one));
}

function replaced<K extends ObjectKind>(
  found: Found,
  ref: ObjectRef<K>,
  { before, after }: Pair<ObjectValues[K]>,
): void {
  found.differences.push(removedDifference(ref, before), addedDifference(ref, after));
}

export function addedDifference<K extends ObjectKind>(ref: ObjectRef<K>, after: ObjectValues[K]): Difference {
  return { ...ref, kind: 'added', after } satisfies DifferenceOf<K> as unknown as Difference;
}

export function removedDifference<K extends ObjectKind>(
  ref: ObjectRef<K>,
  before: ObjectValues[K],
): Difference {
  return { ...ref, kind: 'removed', before } satisfies DifferenceOf<K> as unknown as Difference;
}

export function renamed<K extends ObjectKind>(ref: ObjectRef<K>, pair: Pair<ObjectValues[K]>): Difference {
  return { ...ref, kind: 'renamed', ...pair } satisfies DifferenceOf<K> as unknown as Difference;
}

function changed<K extends ObjectKind>(
  ref: ObjectRef<K>,
  property: PropertyOf<K>,
  before: ObjectValues[K],
  after: ObjectValues[K],
): Difference {
  return {
    ...ref,
    kind: 'changed',
    property,
    before,
    after,
  } satisfies DifferenceOf<K> as unknown as Difference;
}

function spellingReason(difference: Difference): string {
  if (difference.kind === 'changed' && difference.object === 'column' && difference.property === 'type') {
    const unread = [difference.before.type, difference.after.type].find(({ kind }) => kind === 'unresolved');
    if (unread?.kind === 'unresolved')
      return `The type ${unread.text} is not known well enough to be compared.`;
  }
  return 'The two are spelled differently, and whether they mean the same cannot be told.';
}

export const keyOfNamed = ({ name }: { readonly name: QualifiedName }): string => nameKey(name);
