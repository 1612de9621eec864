/** Changes of texts that are proposed, and applied by whoever shows them. */
import type { Range } from './range.ts';

export interface TextEdit {
  readonly file: string;
  readonly range: Range;
  readonly newText: string;
}

export interface NewFile {
  readonly file: string;
  readonly text: string;
}

/** A change that somebody may choose: a quick fix. */
export interface Fix {
  /** What it does, in the imperative: `Change the model to uuid`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly newFiles: readonly NewFile[];
  /** The environment that is shown; then nothing is changed. */
  readonly shows?: string;
}
