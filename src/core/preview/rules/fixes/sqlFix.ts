/**
 * A safer form in a script of SQL. What has to run alone is written only where the tool runs it so: goose a script with
 * NO TRANSACTION, dbmate and golang-migrate one of a single statement. Flyway has it in a file beside the script.
 */
import type { Fix, TextEdit } from '../../../text/edit.ts';
import type { RuleInput } from '../rule.ts';
import type { SaferForm } from './saferForm.ts';
import { type SqlTool, sqlToolOf, transactionMark } from './sqlTool.ts';

export function sqlFix(input: RuleInput, { title, steps }: SaferForm): Fix | undefined {
  const { statement, script, revision } = input;
  const { file, range } = statement.location;
  if (file !== script.file || range === undefined) return undefined;
  const tool = sqlToolOf(script);
  const isAlone = steps.some(({ alone }) => alone === true);
  const wanted = isAlone && tool !== 'goose' ? steps.filter((one) => !('optional' in one)) : steps;
  if (isAlone && (revision.statements.length > 1 || !runsAlone(tool, wanted.length))) return undefined;
  // Between these lines goose sends everything at once.
  if (wanted.length > 1 && /\+goose\s+StatementBegin/i.test(script.text)) return undefined;
  const own = script.text.slice(range.start, range.end);
  const written = wanted.map((step) => (step.kind === 'sql' ? step.sql : step.sql ? step.sql(own) : own));
  if (written.includes(undefined)) return undefined;
  const mark = isAlone ? transactionMark(tool, script) : undefined;
  const edits: readonly TextEdit[] = [
    ...(mark === undefined ? [] : [{ file, ...mark }]),
    { file, range, newText: written.join(';\n') },
  ];
  return { title, edits, newFiles: [] };
}

/** Several statements that dbmate or golang-migrate send at once are a transaction. */
function runsAlone(tool: SqlTool | undefined, statements: number): boolean {
  if (tool === 'goose') return true;
  return (tool === 'dbmate' || tool === 'golang-migrate') && statements === 1;
}
