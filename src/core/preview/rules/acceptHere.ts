/** The comment that accepts a finding, above its statement: `# driftline: ignore[rule] reason`. */
import type { Fix } from '../../text/edit.ts';
import type { RuleFinding, RuleScript } from './rule.ts';
import { statementLines } from './statementLines.ts';

/** `undefined` where the finding has no place in the script. */
export function acceptHere(
  { rule, location }: Pick<RuleFinding, 'rule' | 'location'>,
  script: RuleScript,
): Fix | undefined {
  const lines = statementLines(location, script);
  if (lines === undefined) return undefined;
  const { text, file } = script;
  const { start } = lines;
  const indent = /^[^\S\n]*/.exec(text.slice(start))?.[0] ?? '';
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const newText = `${indent}${markOf(location.range?.start ?? start, start, script)} driftline: ignore[${rule}] why this is fine${newline}`;
  return {
    title: `Accept ${rule} here, with a reason`,
    edits: [{ file, range: { start, end: start }, newText }],
    newFiles: [],
  };
}

/** A line that begins with SQL is within a string: what stands above it is SQL as well. */
function markOf(at: number, lineStart: number, { text, language }: RuleScript): string {
  if (language === 'sql') return '--';
  const isSql =
    at >= lineStart && text.slice(lineStart, at).trim() === '' && /^[A-Za-z]+\s/.test(text.slice(at));
  return isSql ? '--' : '#';
}
