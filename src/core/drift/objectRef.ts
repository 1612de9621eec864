/**
 * What a difference speaks of: an object of a snapshot, named so that the name survives a worker's border and a file.
 *
 * Tables, views, sequences, types, routines, extensions and schemas stand for themselves; columns, constraints,
 * indexes, triggers, policies and labels are parts of a table, a view or a type.
 */

import { groupBy } from '../groupBy.ts';
import type { Constraint } from '../schema/constraint.ts';
import type { Index } from '../schema/indexes.ts';
import { displayName, nameKey, type QualifiedName, quoteName } from '../schema/name.ts';
import type {
  Column,
  Extension,
  Policy,
  Routine,
  Schema,
  SchemaSnapshot,
  Sequence,
  Table,
  Trigger,
  UserType,
  View,
} from '../schema/snapshot.ts';
import { routineKey } from '../schema/snapshot.ts';

/** What there is of each kind. */
export interface ObjectValues {
  readonly schema: Schema;
  readonly extension: Extension;
  readonly type: UserType;
  readonly label: EnumLabel;
  readonly sequence: Sequence;
  readonly table: Table;
  readonly column: Column;
  readonly constraint: Constraint;
  readonly index: Index;
  readonly trigger: Trigger;
  readonly policy: Policy;
  readonly view: View;
  readonly routine: Routine;
}

export interface EnumLabel {
  readonly name: string;
  /** The label before it; absent: it is the first. */
  readonly follows?: string;
}

export type ObjectKind = keyof ObjectValues;
export type PartKind = 'label' | 'column' | 'constraint' | 'index' | 'trigger' | 'policy';

export interface ObjectRef<K extends ObjectKind = ObjectKind> {
  readonly object: K;
  /** Of the object itself, or of the table, view or type it is part of; schemas and extensions lie in schema ''. */
  readonly of: QualifiedName;
  /** The name of a part. */
  readonly part?: string;
  /** Of a routine. */
  readonly argumentTypes?: string;
}

/** Unique among all objects of a snapshot. Tables, views and sequences are not told apart from each other's parts. */
export function refKey({ object, of, part, argumentTypes }: ObjectRef): string {
  return `${object}\0${nameKey(of)}\0${part ?? argumentTypes ?? ''}`;
}

/** Lists what is said of an object and of its parts together. */
export function byObject<T extends { readonly difference: ObjectRef }>(
  items: readonly T[],
): readonly (readonly T[])[] {
  return [...groupBy(items, ({ difference }) => wholeKey(difference)).values()];
}

function wholeKey({ object, of, part, argumentTypes }: ObjectRef): string {
  if (part !== undefined) return `${object === 'label' ? 'type' : 'relation'}\0${nameKey(of)}`;
  const isRelation = object === 'table' || object === 'view';
  return `${isRelation ? 'relation' : object}\0${nameKey(of)}${argumentTypes ?? ''}`;
}

/** For people: `users.id`, `ix_users_email on users`, `stage_changed of action_type`, `touch()`. */
export function refText({ object, of, part, argumentTypes }: ObjectRef): string {
  const name = of.schema === '' ? quoteName(of.name) : displayName(of);
  if (object === 'routine') return `${name}(${argumentTypes ?? ''})`;
  if (part === undefined) return name;
  if (object === 'column') return `${name}.${quoteName(part)}`;
  if (object === 'label') return `'${part}' of ${name}`;
  return `${quoteName(part)} on ${name}`;
}

export const isPart = (object: ObjectKind): object is PartKind => partKinds.has(object);

const partKinds: ReadonlySet<string> = new Set<PartKind>([
  'label',
  'column',
  'constraint',
  'index',
  'trigger',
  'policy',
]);

/** @returns `undefined` where the snapshot has no such object. */
export function objectAt<K extends ObjectKind>(
  snapshot: SchemaSnapshot,
  ref: ObjectRef<K>,
): ObjectValues[K] | undefined {
  return find(snapshot, ref) as ObjectValues[K] | undefined;
}

function find(snapshot: SchemaSnapshot, ref: ObjectRef): ObjectValues[ObjectKind] | undefined {
  const key = nameKey(ref.of);
  switch (ref.object) {
    case 'schema':
      return snapshot.schemas.get(ref.of.name);
    case 'extension':
      return snapshot.extensions.get(ref.of.name);
    case 'routine':
      return snapshot.routines.get(routineKey({ name: ref.of, argumentTypes: ref.argumentTypes ?? '' }));
    case 'type':
      return snapshot.types.get(key);
    case 'label':
      return labelsOf(snapshot.types.get(key)).find(({ name }) => name === ref.part);
    case 'sequence':
      return snapshot.sequences.get(key);
    case 'view':
      return snapshot.views.get(key);
    case 'table':
      return snapshot.tables.get(key);
    case 'index': {
      const { indexes } = snapshot.tables.get(key) ?? snapshot.views.get(key) ?? {};
      return indexes?.find(({ name }) => name === ref.part);
    }
    default:
      return partOf(snapshot.tables.get(key), ref.object, ref.part);
  }
}

function partOf(
  table: Table | undefined,
  object: 'column' | 'constraint' | 'trigger' | 'policy',
  part: string | undefined,
): Column | Constraint | Trigger | Policy | undefined {
  const lists = {
    column: table?.columns,
    constraint: table?.constraints,
    trigger: table?.triggers,
    policy: table?.policies,
  };
  return lists[object]?.find(({ name }) => name === part);
}

export function labelsOf(type: UserType | undefined): readonly EnumLabel[] {
  if (type?.kind !== 'enum') return [];
  return type.labels.map((name, at) => {
    const follows = type.labels[at - 1];
    return follows === undefined ? { name } : { name, follows };
  });
}
