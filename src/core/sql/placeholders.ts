/**
 * Placeholders that a tool fills in before PostgreSQL sees the text. They are masked by names of the same length, so
 * that the rest can be read and every place stays where it is.
 */
import type { Range } from '../text/range.ts';

/** `dollars`: `${name}`, of Flyway and goose; `binds`: `:name` of SQLAlchemy's `text()`, and `%(name)s` of drivers. */
export type Placeholders = 'dollars' | 'binds';

export interface Masked {
  readonly text: string;
  readonly holes: readonly Range[];
}

/** A letter to PostgreSQL, and in no name that a person gives: a name that has it is not known. */
export const holeLetter = '\uf8ff';

const patterns: Readonly<Record<Placeholders, RegExp>> = {
  dollars: /\$\{[^${}\n]*\}/g,
  binds: /(?<![:\w\\]):[A-Za-z_]\w*(?![:\w])|%\([A-Za-z_]\w*\)s/g,
};

export function maskPlaceholders(text: string, placeholders: Placeholders | undefined): Masked {
  if (placeholders === undefined) return { text, holes: [] };
  const holes: Range[] = [];
  const masked = text.replaceAll(patterns[placeholders], (hole, at: number) => {
    holes.push({ start: at, end: at + hole.length });
    return placeholders === 'binds' ? '$1'.padEnd(hole.length) : holeLetter.repeat(hole.length);
  });
  return { text: masked, holes };
}
