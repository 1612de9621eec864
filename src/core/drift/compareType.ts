/** Compares two versions of an enum, domain, composite or range type. */

import type { UserType } from '../schema/snapshot.ts';
import {
  addedDifference,
  compareProperties,
  type Found,
  type Pair,
  removedDifference,
} from './compareObject.ts';
import { labelsOf, type ObjectRef } from './objectRef.ts';
import { typeProperties } from './properties.ts';
import type { SamenessContext } from './sameness.ts';

/** A type of another kind under the same name is another type. */
export function compareType(found: Found, pair: Pair<UserType>, context: SamenessContext): void {
  const { before, after } = pair;
  const ref: ObjectRef<'type'> = { object: 'type', of: after.name };
  if (before.kind !== after.kind) {
    found.differences.push(removedDifference(ref, before), addedDifference(ref, after));
    return;
  }
  compareProperties(found, ref, pair, typeProperties(before), context);
  if (before.kind !== 'enum' || after.kind !== 'enum') return;
  const [had, has] = [new Set(before.labels), new Set(after.labels)];
  for (const label of labelsOf(before)) {
    if (!has.has(label.name)) {
      found.differences.push(removedDifference({ object: 'label', of: after.name, part: label.name }, label));
    }
  }
  for (const label of labelsOf(after)) {
    if (!had.has(label.name)) {
      found.differences.push(addedDifference({ object: 'label', of: after.name, part: label.name }, label));
    }
  }
}
