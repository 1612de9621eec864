/** The whole lines of a statement: in Python those of the call that holds its SQL, where that is plain. */

import type { Location, Range } from '../../text/range.ts';
import { pythonPlace } from './fixes/pythonPlace.ts';
import type { RuleScript } from './rule.ts';

/** `undefined` where it is not written in the script. */
export function statementLines(location: Location, script: RuleScript): Range | undefined {
  const { file, range } = location;
  if (file !== script.file || range === undefined) return undefined;
  const { text } = script;
  const { start, end } = pythonPlace({ statement: { location }, script })?.lines ?? range;
  const newline = text.indexOf('\n', Math.max(end - 1, start));
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: newline < 0 ? text.length : newline };
}
