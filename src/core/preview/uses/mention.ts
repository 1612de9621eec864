/** A place that names a changed object, before places on one line are put together. */
import type { Range } from '../../text/range.ts';
import type { ChangedObject } from './changedObjects.ts';

export interface Mention {
  readonly object: ChangedObject;
  readonly kind: 'code' | 'sql';
  readonly range: Range;
  /** Told only where the file names the object nowhere else. */
  readonly isImport?: true;
}

/** `CoordinatorActionType.STAGE_CHANGED`: of the label only where the enum says so, perhaps in another file. */
export interface MemberMention extends Mention {
  readonly enumClass: string;
  readonly member: string;
}

/** A member of a Python enum that stands for a label. */
export interface EnumMember {
  readonly enumClass: string;
  readonly member: string;
  readonly object: ChangedObject;
}
