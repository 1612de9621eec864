/** A safer form in a script of Alembic: directives keep their arguments, what else is needed is `op.execute`. */
import type { Quote } from '../../../migration/alembic/write/pythonCode.ts';
import { stringCode } from '../../../migration/alembic/write/pythonCode.ts';
import type { Fix } from '../../../text/edit.ts';
import type { RuleInput } from '../rule.ts';
import { type PythonPlace, pythonPlace } from './pythonPlace.ts';
import type { SaferForm, SaferStep } from './saferForm.ts';

export function pythonFix(
  { statement, script }: Pick<RuleInput, 'statement' | 'script'>,
  { title, steps, directives }: SaferForm,
): Fix | undefined {
  const place = pythonPlace({ statement, script });
  if (place === undefined) return undefined;
  const [, directive = ''] = /^op\.(\w+)/.exec(place.call) ?? [];
  if (place.sql === undefined && directives?.includes(directive) === false) return undefined;
  const quote = quoteOf(script.text);
  const lines: string[] = [];
  let open = place.inBlock;
  for (const step of steps) {
    const code = codeOf(step, place, quote);
    // Within a block there is no transaction to go back to.
    if (code === undefined || (place.inBlock && step.alone !== true)) return undefined;
    const isDeeper = step.alone === true && !place.inBlock;
    if (isDeeper && !open) lines.push(`${place.indent}with op.get_context().autocommit_block():`);
    open = isDeeper || place.inBlock;
    lines.push(isDeeper ? deeper(code, place) : `${place.indent}${code}`);
  }
  const newline = script.text.includes('\r\n') ? '\r\n' : '\n';
  const newText = lines.join('\n').replaceAll(/\r?\n/g, newline);
  return { title, edits: [{ file: script.file, range: place.lines, newText }], newFiles: [] };
}

/** The quotes that the script prefers. */
function quoteOf(text: string): Quote {
  const count = (quote: string) => text.split(quote).length;
  return count('"') > count("'") ? '"' : "'";
}

function codeOf(step: SaferStep, place: PythonPlace, quote: Quote): string | undefined {
  if (step.kind === 'sql') return `op.execute(${stringCode(step.sql, step.sql.includes("'") ? '"' : quote)})`;
  const { call, sql } = place;
  if (sql !== undefined) {
    const changed = step.sql === undefined ? undefined : step.sql(call.slice(sql.start, sql.end));
    if (step.sql === undefined) return call;
    return changed === undefined ? undefined : `${call.slice(0, sql.start)}${changed}${call.slice(sql.end)}`;
  }
  if (step.named === undefined) return step.sql === undefined ? call : undefined;
  return step.named.reduce<string | undefined>((code, one) => code && withArgument(code, one), call);
}

/** `undefined` where the call says something about it, or may. */
function withArgument(call: string, argument: string): string | undefined {
  const [name = ''] = argument.split('=');
  if (call.includes('**') || new RegExp(String.raw`\b${name}\s*=`).test(call)) return undefined;
  const [, inner = '', end = ''] = /^([\s\S]*?)(\s*\))$/.exec(call) ?? [];
  const last = inner.slice(inner.lastIndexOf('\n') + 1);
  if (inner === '' || inner.endsWith('(') || last.includes('#')) return undefined;
  const comma = inner.endsWith(',') ? '' : ',';
  if (!end.includes('\n')) return `${inner}${comma} ${argument}${end}`;
  const indent = /^\s*/.exec(last)?.[0] ?? '';
  return `${inner}${comma}\n${indent}${argument},${end}`;
}

/** Lines within quotes of SQL stay where they are. */
function deeper(code: string, { indent, unit, call, sql }: PythonPlace): string {
  const isPlain =
    !/"""|'''/.test(code) || (sql !== undefined && !/['"$]/.test(call.slice(sql.start, sql.end)));
  return `${indent}${unit}${isPlain ? code.replaceAll(/\n(?=[^\r\n])/g, `\n${unit}`) : code}`;
}
