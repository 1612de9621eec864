/**
 * What nobody wants to hear of a finding, by a comment on its line: `# driftline: ignore`, or of some kinds only:
 * `# driftline: ignore[type-mismatch, nullability]`.
 */
import type { Location, Range } from '../../text/range.ts';
import type { Subject } from './disagreement.ts';
import type { FindingKind } from './modelFinding.ts';
import { columnNamed, type ModelIndex } from './modelIndex.ts';

export function isIgnoredByComment(
  kind: FindingKind,
  location: Location | undefined,
  subject: Subject,
  index: ModelIndex,
  textOf: (file: string) => string | undefined,
): boolean {
  const text = location && textOf(location.file);
  if (text === undefined || location?.range === undefined) return false;
  const lines = wholeLines(text, statementAround(location, subject, index) ?? location.range);
  for (const [, kinds] of lines.matchAll(comment))
    if (kinds === undefined || kinds.split(',').some((one) => one.trim() === kind)) return true;
  return false;
}

const comment = /#\s*driftline:\s*ignore(?:\[([^\]]*)\])?(?![\w-])/g;

/** A column's statement may take several lines, and its comment stands at any of them. */
function statementAround(
  location: Location,
  { object, columns }: Subject,
  index: ModelIndex,
): Range | undefined {
  for (const name of columns) {
    const { statement } = columnNamed(index, object.of, name) ?? {};
    if (statement?.file === location.file && contains(statement.range, location.range))
      return statement.range;
  }
  return undefined;
}

const contains = (outer: Range | undefined, inner: Range | undefined): boolean =>
  outer !== undefined && inner !== undefined && outer.start <= inner.start && inner.end <= outer.end;

function wholeLines(text: string, { start, end }: Range): string {
  const newline = text.indexOf('\n', end);
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, newline < 0 ? text.length : newline);
}
