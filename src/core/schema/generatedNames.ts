/**
 * The names PostgreSQL gives to what was created without one, as `makeObjectName`, `ChooseRelationName`,
 * `ChooseConstraintName` and `ChooseIndexColumnNames` of its sources do: at most 63 bytes of UTF-8, both parts
 * shortened, numbered where they are taken.
 */

/** NAMEDATALEN - 1. */
const MAX_BYTES = 63;

export type NameLabel = 'pkey' | 'key' | 'fkey' | 'check' | 'excl' | 'idx' | 'seq' | 'not_null';

/**
 * @param addition Columns; `undefined` for primary keys and for checks of several columns.
 * @param isTaken By another relation or constraint of the schema, whichever counts.
 */
export function generatedName(
  table: string,
  addition: string | undefined,
  label: NameLabel,
  isTaken: (name: string) => boolean,
): string {
  for (let pass = 0; ; pass++) {
    const name = makeObjectName(table, addition, pass === 0 ? label : `${label}${pass}`);
    if (!isTaken(name)) return name;
  }
}

function makeObjectName(table: string, addition: string | undefined, label: string): string {
  const overhead = utf8.length(label) + 1 + (addition === undefined ? 0 : 1);
  const available = MAX_BYTES - overhead;
  let first = utf8.length(table);
  let second = addition === undefined ? 0 : utf8.length(addition);
  while (first + second > available) {
    if (first > second) first--;
    else second--;
  }
  const parts = [utf8.clip(table, first)];
  if (addition !== undefined) parts.push(utf8.clip(addition, second));
  return [...parts, label].join('_');
}

/** The columns of a constraint or index within its name. */
export function nameAddition(columns: readonly string[]): string {
  let addition = '';
  for (const column of columns) {
    if (addition !== '') addition += '_';
    addition += column;
    if (utf8.length(addition) > MAX_BYTES) break;
  }
  return addition;
}

/**
 * Of an index: every column's name once, numbered where it comes again.
 *
 * @param columns Keys, then INCLUDE columns; of an expression what {@link nameAddition} is to have for it.
 */
export function indexColumnNames(columns: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const column of columns) {
    let name = column;
    for (let number = 1; names.includes(name); number++) {
      name = utf8.clip(column, MAX_BYTES - String(number).length) + String(number);
    }
    names.push(name);
  }
  return names;
}

/** As identifiers are cut when they are written too long. */
export function truncatedName(name: string): string {
  return utf8.clip(name, MAX_BYTES);
}

const utf8 = {
  length(text: string): number {
    let bytes = 0;
    for (const character of text) bytes += bytesOf(character);
    return bytes;
  },
  /** As many whole characters as fit. */
  clip(text: string, limit: number): string {
    let bytes = 0;
    let clipped = '';
    for (const character of text) {
      bytes += bytesOf(character);
      if (bytes > limit) break;
      clipped += character;
    }
    return clipped;
  },
};

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
