/** What a reader of text that may be incomplete or wrong returns: it never throws for what the text says. */
import type { Range } from './range.ts';

/** One thing in a file that the user should know, with what to do about it where that is not plain. */
export interface Problem {
  /** A word for filters, tests and the Problems view, such as `missing-parent`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly file: string;
  /** Absent: the whole file. */
  readonly range?: Range;
}

export interface Read<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}
