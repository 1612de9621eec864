/** Renames within SQL text: only the names change, all else stays as it is written. */
import type { TypeName } from '@pgsql/types';
import { renameInExpression } from '../../sql/namesInExpression.ts';
import { nameParts, objectName } from '../../sql/nodes.ts';
import { parseExpression } from '../../sql/parseExpression.ts';
import { visit } from '../../sql/visit.ts';
import { type QualifiedName, quoteName, quoteQualified } from '../name.ts';
import { means } from './dependents.ts';
import type { Draft } from './draft.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const identifier = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const chain = new RegExp(String.raw`${identifier}(?:\s*\.\s*${identifier})*`, 'uy');

/** The expression itself where it does not name the column, or cannot be read. */
export function renamedColumn(draft: Draft, expression: string, from: string, to: string): string {
  if (!expression.toLowerCase().includes(from.toLowerCase())) return expression;
  return renameInExpression(expression, draft.sql, { column: { from, to } }) ?? expression;
}

/** In `EXCLUDE …`: every identifier of that name outside of strings, unless it is called as a function. */
export function renamedWords(text: string, from: string, to: string): string {
  const pattern = new RegExp(String.raw`'(?:[^']|'')*'|${identifier}(?!\s*\()`, 'gu');
  return text.replace(pattern, (word) => {
    const name = word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
    return !word.startsWith("'") && name === from ? quoteName(to) : word;
  });
}

/** Casts to a type that meant `from`. */
export function renamedType(
  draft: Draft,
  expression: string,
  from: QualifiedName,
  to: QualifiedName,
): string {
  if (!expression.toLowerCase().includes(from.name.toLowerCase())) return expression;
  const parsed = parseExpression(expression, draft.sql);
  if (parsed === undefined) return expression;
  const edits: Edit[] = [];
  visit(parsed.node, ({ typeName }) => {
    const { names, location } = (typeName ?? {}) as TypeName;
    if (names === undefined || !means(draft, objectName(nameParts(names)), from)) return;
    const start = parsed.offset(location ?? 0);
    chain.lastIndex = start;
    const found = chain.exec(expression)?.[0];
    if (found !== undefined) edits.push({ start, end: start + found.length, text: quoteQualified(to) });
  });
  const last = edits.sort((a, b) => b.start - a.start);
  return last.reduce(
    (done, { start, end, text }) => done.slice(0, start) + text + done.slice(end),
    expression,
  );
}
