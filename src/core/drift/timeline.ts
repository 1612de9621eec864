/**
 * A project's revisions in the order in which they run, each with the schema it leaves behind and with its effects:
 * the differences between the schema below it and its own.
 */
import type {
  Extension,
  Routine,
  Schema,
  SchemaSnapshot,
  Sequence,
  Table,
  Uncertainty,
  UserType,
  View,
} from '../schema/snapshot.ts';
import type { Difference } from './difference.ts';
import { type DiffOptions, diffSnapshots } from './diffSnapshots.ts';
import { type ObjectKind, type ObjectRef, refKey } from './objectRef.ts';

export interface Timeline {
  /** Every revision after those below it. */
  readonly order: readonly string[];
  /** What it follows and depends on; empty for a base. */
  parentsOf(revision: string): readonly string[];
  /** The schema after these revisions and all below them; of none, what a new database has. */
  snapshotAt(revisions: readonly string[]): SchemaSnapshot;
}

/** What a revision does to the schema, as far as that is certain. */
export type Effects = ReadonlyMap<string, readonly Difference[]>;

export function effectsOf(timeline: Timeline, options: Pick<DiffOptions, 'expressions'>): Effects {
  return new Map(
    timeline.order.map((revision) => {
      const before = timeline.snapshotAt(timeline.parentsOf(revision));
      const { differences } = diffSnapshots(before, timeline.snapshotAt([revision]), options);
      return [revision, differences];
    }),
  );
}

/** {@link refKey}s of whatever a revision ever made, or may have made. */
export function managedBy(timeline: Timeline): ReadonlySet<string> {
  const managed = new Set<string>();
  const seen = new Set<object>();
  for (const revision of [[], ...timeline.order.map((id) => [id])]) {
    const snapshot = timeline.snapshotAt(revision);
    for (const [object, objects] of mapsOf(snapshot)) {
      if (!seen.has(objects)) for (const ref of refsOf(object, objects)) managed.add(refKey(ref));
      seen.add(objects);
    }
    if (!seen.has(snapshot.uncertainties)) addNamed(managed, snapshot.uncertainties);
    seen.add(snapshot.uncertainties);
  }
  return managed;
}

type NamedObject = Schema | Extension | UserType | Sequence | Table | View | Routine;

function mapsOf(
  snapshot: SchemaSnapshot,
): readonly (readonly [ObjectKind, ReadonlyMap<string, NamedObject>])[] {
  return [
    ['schema', snapshot.schemas],
    ['extension', snapshot.extensions],
    ['type', snapshot.types],
    ['sequence', snapshot.sequences],
    ['table', snapshot.tables],
    ['view', snapshot.views],
    ['routine', snapshot.routines],
  ];
}

function* refsOf(object: ObjectKind, objects: ReadonlyMap<string, NamedObject>): Iterable<ObjectRef> {
  for (const one of objects.values()) {
    const of = typeof one.name === 'string' ? { schema: '', name: one.name } : one.name;
    yield 'argumentTypes' in one ? { object, of, argumentTypes: one.argumentTypes } : { object, of };
  }
}

function addNamed(managed: Set<string>, uncertainties: readonly Uncertainty[]): void {
  for (const { affects } of uncertainties) {
    if (affects === 'anything') continue;
    for (const { kind, name } of affects) managed.add(refKey({ object: kind, of: name }));
  }
}
