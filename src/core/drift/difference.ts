/**
 * One step from a snapshot `before` to a snapshot `after`, and the result of comparing the two.
 *
 * Where an environment is compared, `before` is what revisions say and `after` is what the database has: `removed` is
 * missing there, `added` is too much. Plain data: it crosses the border of a worker, and goes into reports.
 */
import type { Location } from '../text/range.ts';
import type { ObjectKind, ObjectRef, ObjectValues } from './objectRef.ts';

export type Difference = { readonly [K in ObjectKind]: DifferenceOf<K> }[ObjectKind];

/**
 * The reference names the object as `after` does, and as `before` did where it is removed.
 *
 * A table, view or type that is added or removed is one difference, with all its parts and owned sequences inside.
 */
export type DifferenceOf<K extends ObjectKind> = ObjectRef<K> &
  (
    | { readonly kind: 'added'; readonly after: ObjectValues[K] }
    | { readonly kind: 'removed'; readonly before: ObjectValues[K] }
    | {
        readonly kind: 'changed';
        /** `labels` of an enum: the order of those that both sides have. */
        readonly property: PropertyOf<K>;
        readonly before: ObjectValues[K];
        readonly after: ObjectValues[K];
      }
    /** Only where nothing else can be meant: one candidate on each side, equal but for its name. */
    | { readonly kind: 'renamed'; readonly before: ObjectValues[K]; readonly after: ObjectValues[K] }
  );

export type PropertyOf<K extends ObjectKind> = Exclude<KeysOf<ObjectValues[K]>, 'name'>;
export type KeysOf<T> = T extends unknown ? keyof T & string : never;

export interface Comparison {
  /** Grouped by object, sorted by name. */
  readonly differences: readonly Difference[];
  readonly notCompared: readonly NotCompared[];
  /** Differences of what a rule ignores. */
  readonly ignored: readonly Ignored[];
  /** What only `after` has, and no revision ever mentions. */
  readonly unmanaged: readonly ObjectRef[];
  /** What only `after` has, and other projects manage. */
  readonly foreign: readonly Foreign[];
}

/** What may differ or not: never told as a difference. */
export interface NotCompared {
  /** What it looks like. */
  readonly difference: Difference;
  /** What is in doubt: whether two spellings mean the same, what this object is like, or the schema at all. */
  readonly doubt: 'spelling' | 'object' | 'everything';
  /** A whole sentence. */
  readonly reason: string;
  /** The operation that makes it uncertain, and its revision. */
  readonly location?: Location;
  readonly revision?: string;
}

export interface Ignored {
  readonly difference: Difference;
  /** For people: the pattern of the rule, or what the object is. */
  readonly rule: string;
}

export interface Foreign {
  readonly project: string;
  readonly objects: readonly ObjectRef[];
}

export const nothingDiffers: Comparison = {
  differences: [],
  notCompared: [],
  ignored: [],
  unmanaged: [],
  foreign: [],
};
