/**
 * What somebody has accepted, with a reason: `# driftline: ignore[rule] reason` (`--` in SQL) at the end of a line of the
 * statement, or on the line before it. Without a rule in brackets, all rules are.
 */
import type { Location } from '../../text/range.ts';
import type { RuleScript } from './rule.ts';

/** @returns The reason, which may be empty; `undefined`: nobody has. */
export function acceptedAt(
  rule: string,
  { file, range }: Location,
  script: Pick<RuleScript, 'file' | 'text'>,
): string | undefined {
  if (file !== script.file || range === undefined) return undefined;
  const { text } = script;
  const first = text.lastIndexOf('\n', range.start - 1) + 1;
  const before = text.lastIndexOf('\n', first - 2) + 1;
  const newline = text.indexOf('\n', range.end);
  const around = text.slice(first, newline < 0 ? text.length : newline);
  const above = text.slice(before, Math.max(first - 1, before));
  const lines = /^\s*(?:#|--)/.test(above) ? `${above}\n${around}` : around;
  for (const [, rules, reason = ''] of lines.matchAll(comment))
    if (rules === undefined || rules.split(',').some((one) => one.trim() === rule)) return reason.trim();
  return undefined;
}

const comment = /(?:#|--)[^\S\n]*driftline:[^\S\n]*ignore(?:\[([^\]]*)\])?(?![\w-])([^\n]*)/g;
