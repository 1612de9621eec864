/**
 * What somebody has accepted, with a reason: `# driftline: ignore[rule] reason` (`--` in SQL) on any line of the
 * statement, or in the comments right above it. Several rules stand between the brackets with commas; without brackets,
 * all are meant.
 */
import type { Location } from '../../text/range.ts';
import type { RuleScript } from './rule.ts';
import { statementLines } from './statementLines.ts';

/** @returns The reason, which may be empty; `undefined`: nobody has. */
export function acceptedAt(rule: string, location: Location, script: RuleScript): string | undefined {
  const lines = statementLines(location, script);
  if (lines === undefined) return undefined;
  const own = script.text.slice(lines.start, lines.end);
  for (const [, rules, reason = ''] of `${commentsAbove(script.text, lines.start)}\n${own}`.matchAll(mark))
    if (rules === undefined || rules.split(',').some((one) => one.trim() === rule)) return reason.trim();
  return undefined;
}

/** Lines that are nothing but a comment, up to the first that is not. */
function commentsAbove(text: string, start: number): string {
  const above = text.slice(0, start).split('\n').slice(0, -1);
  const first = above.findLastIndex((line) => !/^\s*(?:#|--)/.test(line));
  return above.slice(first + 1).join('\n');
}

const mark = /(?:#|--)[^\S\n]*driftline:[^\S\n]*ignore(?:\[([^\]]*)\])?(?![\w-])([^\n]*)/g;
