/**
 * A Python text told apart into code, comments and strings, by its tokens alone: what a name means where it stands. Not
 * a parser; the code inside of an f-string counts as string.
 */
import type { Range } from '../../text/range.ts';

export interface PythonText {
  /** As long as the text; comments and what strings say are blanks. */
  readonly code: string;
  readonly strings: readonly PythonString[];
}

/** One string, or several that Python joins. */
export interface PythonString extends Range {
  /** From `start` to `end`: what the string says, with blanks for quotes, prefixes and escapes. */
  readonly content: string;
  /** Stands for itself: documentation. */
  readonly isStatement: boolean;
}

const token =
  /#[^\n]*|(?<![\w"'])(?<prefix>[rRbBfFuUtT]{0,2})(?:"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""|'''(?:[^'\\]|\\[\s\S]|'(?!''))*'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/g;

export function readPythonText(text: string): PythonText {
  const strings: PythonString[] = [];
  const code: string[] = [];
  let end = 0;
  let depth = 0;
  /** The code since the last string. */
  let gap = '';
  for (const { 0: found, index: start, groups } of text.matchAll(token)) {
    const between = text.slice(end, start);
    depth += depthOf(between);
    code.push(between, blank(found));
    end = start + found.length;
    gap += between;
    if (found.startsWith('#')) continue;
    const content = contentOf(found, groups?.prefix ?? '');
    const last = strings.at(-1);
    if (last !== undefined && isJoined(gap, depth)) {
      const joined = last.content + blank(text.slice(last.end, start)) + content;
      strings[strings.length - 1] = { ...last, end, content: joined };
    } else strings.push({ start, end, content, isStatement: depth === 0 && beginsLine(text, start) });
    gap = '';
  }
  return { code: code.join('') + text.slice(end), strings };
}

const blank = (text: string): string =>
  text.includes('\n')
    ? text.replaceAll(/[^\n]+/g, (line) => ' '.repeat(line.length))
    : ' '.repeat(text.length);

/** Brackets that are opened, less those that are closed. */
function depthOf(code: string): number {
  let depth = 0;
  for (let at = 0; at < code.length; at++) {
    const one = code[at] ?? '';
    if (one === '(' || one === '[' || one === '{') depth++;
    else if (one === ')' || one === ']' || one === '}') depth--;
  }
  return depth;
}

const isJoined = (gap: string, depth: number): boolean =>
  gap.trim() === '' && (depth > 0 || !gap.includes('\n'));

const beginsLine = (text: string, start: number): boolean =>
  text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';

/** What an escape stands for has no place of its own: two blanks. */
function contentOf(string: string, prefix: string): string {
  const quote = string.startsWith('"""', prefix.length) || string.startsWith("'''", prefix.length) ? 3 : 1;
  const inside = string.slice(prefix.length + quote, string.length - quote);
  const said = /r/i.test(prefix) ? inside : inside.replaceAll(/\\[^\n]/g, '  ');
  return ' '.repeat(prefix.length + quote) + said + ' '.repeat(quote);
}
