/** The comment that accepts a finding: `# driftline: ignore[rule] reason`. */
import type { Fix } from '../../text/edit.ts';
import type { RuleFinding, RuleScript } from './rule.ts';

/** `undefined` where the finding has no place in the script. */
export function acceptHere(
  { rule, location: { file, range } }: Pick<RuleFinding, 'rule' | 'location'>,
  { text, file: own, language }: RuleScript,
): Fix | undefined {
  if (file !== own || range === undefined) return undefined;
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  const indent = /^[^\S\n]*/.exec(text.slice(start))?.[0] ?? '';
  const mark = language === 'python' ? '#' : '--';
  const newText = `${indent}${mark} driftline: ignore[${rule}] why this is fine\n`;
  return {
    title: `Accept ${rule} here, with a reason`,
    edits: [{ file, range: { start, end: start }, newText }],
    newFiles: [],
  };
}
