/**
 * Where a statement stands in a Python script, as far as its text tells: a call of `op` that is a statement of its own,
 * alone on its lines. Anything else has no place, and is never changed.
 */
import type { Range } from '../../../text/range.ts';
import type { PlannedStatement } from '../../plan/plannedRun.ts';
import type { RuleScript } from '../rule.ts';

export interface PythonPlace {
  /** From the start of its first line to the end of the call. */
  readonly lines: Range;
  readonly indent: string;
  /** One level deeper. */
  readonly unit: string;
  readonly call: string;
  /** Of the SQL within the call, where it was read from a string. */
  readonly sql: Range | undefined;
  /** Within `with op.get_context().autocommit_block():`. */
  readonly inBlock: boolean;
}

export function pythonPlace({
  statement,
  script,
}: {
  readonly statement: Pick<PlannedStatement, 'location'>;
  readonly script: RuleScript;
}): PythonPlace | undefined {
  const { file, range } = statement.location;
  const { text } = script;
  if (script.language !== 'python' || file !== script.file || range === undefined) return undefined;
  const isCall = /^op\.\w+\(/.test(text.slice(range.start, range.end));
  const call = isCall ? range : executeAround(text, range);
  if (call === undefined) return undefined;
  const start = text.lastIndexOf('\n', call.start - 1) + 1;
  const indent = text.slice(start, call.start);
  const rest = /^[^\n]*/.exec(text.slice(call.end))?.[0] ?? '';
  if (!/^[ \t]+$/.test(indent) || !/^\s*(?:#.*)?$/.test(rest)) return undefined;
  return {
    lines: { start, end: call.end },
    indent,
    unit: unitOf(text),
    call: text.slice(call.start, call.end),
    sql: isCall ? undefined : { start: range.start - call.start, end: range.end - call.start },
    inBlock: isInBlock(text.slice(0, start), indent),
  };
}

/** `op.execute(…)` or `op.execute(sa.text(…))` of one literal with nothing else in it. */
function executeAround(text: string, { start, end }: Range): Range | undefined {
  const before = /op\.execute\(\s*((?:\w+\.)?text\(\s*)?("""|'''|"|')\s*$/.exec(text.slice(0, start));
  if (before === null) return undefined;
  const [all, inner, quote = ''] = before;
  const close = inner === undefined ? String.raw`\s*,?\s*\)` : String.raw`\s*,?\s*\)\s*,?\s*\)`;
  const after = new RegExp(String.raw`^\s*;?\s*${quote}${close}`).exec(text.slice(end));
  return after === null ? undefined : { start: start - all.length, end: end + after[0].length };
}

function unitOf(text: string): string {
  return /^def \w+\([^\n]*:[^\S\n]*\n(?:[^\S\n]*\n)*([ \t]+)/m.exec(text)?.[1] ?? '    ';
}

/** The lines that open the blocks around one. */
export function openers(before: string, indent: string): readonly string[] {
  const found: string[] = [];
  let width = indent.length;
  for (const line of before.split('\n').reverse()) {
    const own = line.length - line.trimStart().length;
    if (line.trim() === '' || own >= width) continue;
    found.push(line.trim());
    width = own;
    if (width === 0) break;
  }
  return found;
}

const isInBlock = (before: string, indent: string): boolean =>
  openers(before, indent).some((line) => /^with\b.*\bautocommit_block\b/.test(line));
