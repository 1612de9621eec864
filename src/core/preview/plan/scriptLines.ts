/** The lines of a script that a step is written in, as they are shown where no SQL can be. */
import type { Range } from '../../text/range.ts';

/** Whole lines, without the blanks that all of them begin with. @param range Absent: the whole text. */
export function scriptLines(text: string, range: Range | undefined): string {
  const start = range === undefined ? 0 : text.lastIndexOf('\n', range.start - 1) + 1;
  const end = range === undefined ? -1 : text.indexOf('\n', Math.max(range.start, range.end - 1));
  const lines = text
    .slice(start, end < 0 ? text.length : end)
    .trimEnd()
    .split(/\r?\n/);
  const blanks = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const common = blanks.length === 0 ? 0 : Math.min(...blanks);
  return lines.map((line) => line.slice(common)).join('\n');
}
