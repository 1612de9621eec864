/** Takes out of a comparison what one of the two snapshots is not certain of. */
import type { QualifiedName } from '../schema/name.ts';
import type { Affected, SchemaSnapshot, TablePart, Uncertainty } from '../schema/snapshot.ts';
import { type Subject, uncertaintyAbout } from '../schema/uncertainty.ts';
import type { Comparison, Difference, NotCompared } from './difference.ts';
import { isPart, type ObjectKind, type ObjectRef, refKey } from './objectRef.ts';

export function withoutUncertain(
  comparison: Comparison,
  before: SchemaSnapshot,
  after: SchemaSnapshot,
): Comparison {
  if (before.uncertainties.length + after.uncertainties.length === 0) return comparison;
  const differences: Difference[] = [];
  const notCompared: NotCompared[] = [...comparison.notCompared];
  for (const difference of comparison.differences) {
    const uncertainty = doubtAbout(difference, before) ?? doubtAbout(difference, after);
    if (uncertainty === undefined) differences.push(difference);
    else notCompared.push(doubted(difference, uncertainty));
  }
  return { ...comparison, differences, notCompared };
}

/** Why what a difference says of one of its sides may not be so. */
export function doubtAbout(
  difference: Difference,
  { uncertainties }: SchemaSnapshot,
): Uncertainty | undefined {
  if (uncertainties.length === 0) return undefined;
  const known = doubts.get(uncertainties) ?? new Map<string, Uncertainty | undefined>();
  doubts.set(uncertainties, known);
  for (const ref of namesIn(difference)) {
    const key = refKey(ref);
    if (!known.has(key)) known.set(key, doubtOf(ref, uncertainties));
    const doubt = known.get(key);
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

const doubts = new WeakMap<readonly Uncertainty[], Map<string, Uncertainty | undefined>>();

function doubtOf(ref: ObjectRef, uncertainties: readonly Uncertainty[]): Uncertainty | undefined {
  for (const subject of subjectsOf(ref)) {
    const doubt = uncertaintyAbout(uncertainties, subject);
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

/** What is renamed has two names; doubt about a table is doubt about the sequences it owns. */
function namesIn(difference: Difference): readonly ObjectRef[] {
  const names: ObjectRef[] = [difference];
  if (difference.kind === 'renamed') {
    const { name } = difference.before;
    if (typeof name !== 'string') names.push({ object: difference.object, of: name });
    else names.push({ object: difference.object, of: difference.of, part: name });
  }
  if (difference.object !== 'sequence') return names;
  const sides = [
    difference.kind === 'added' ? undefined : difference.before.ownedBy,
    difference.kind === 'removed' ? undefined : difference.after.ownedBy,
  ];
  for (const owner of sides) {
    if (owner !== undefined) names.push({ object: 'column', of: owner.table, part: owner.column });
  }
  return names;
}

function subjectsOf({ object, of, part }: ObjectRef): readonly Subject[] {
  if (object === 'label') return [{ kind: 'type', name: of }];
  if (!isPart(object)) return [{ kind: object, name: of }];
  const subject = partSubject('table', of, object, part);
  return object === 'index' ? [subject, partSubject('view', of, object, part)] : [subject];
}

function partSubject(
  kind: Affected['kind'],
  name: QualifiedName,
  object: Exclude<ObjectKind & TablePart['kind'], 'label'>,
  part: string | undefined,
): Subject {
  return { kind, name, part: part === undefined ? { kind: object } : { kind: object, name: part } };
}

function doubted(difference: Difference, { affects, reason, location, revision }: Uncertainty): NotCompared {
  return {
    difference,
    doubt: affects === 'anything' ? 'everything' : 'object',
    reason,
    ...(location === undefined ? {} : { location }),
    ...(revision === undefined ? {} : { revision }),
  };
}
