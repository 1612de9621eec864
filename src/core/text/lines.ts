/** Offsets to lines. */

/** The line that `offset` lies in, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return positionAt(text, offset).line + 1;
}

/** Line and character, both counted from 0, in UTF-16 code units, as editors do. */
export function positionAt(
  text: string,
  offset: number,
): { readonly line: number; readonly character: number } {
  let line = 0;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, character: offset - start };
}
