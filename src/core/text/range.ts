/** Places in a text. */

/** Half-open: from `start` up to, but not including, `end`; UTF-16 code units from the start of the text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A range in a file; `range` is absent where the whole file is meant. */
export interface Location {
  readonly file: string;
  readonly range?: Range;
}
