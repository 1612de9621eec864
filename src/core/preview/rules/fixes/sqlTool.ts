/** Which tool a script of SQL is for, as it says itself, and how it says that it runs outside of a transaction. */
import type { TextEdit } from '../../../text/edit.ts';
import { baseName } from '../../../text/path.ts';
import type { RuleScript } from '../rule.ts';

export type SqlTool = 'goose' | 'dbmate' | 'golang-migrate' | 'flyway';

export function sqlToolOf({ file, text }: Pick<RuleScript, 'file' | 'text'>): SqlTool | undefined {
  if (/^\s*--\s*\+goose\b/im.test(text)) return 'goose';
  if (/^--\s*migrate:up\b/m.test(text)) return 'dbmate';
  if (/\.(?:up|down)\.sql$/.test(file)) return 'golang-migrate';
  return /^[VUR]\S*__/.test(baseName(file)) ? 'flyway' : undefined;
}

/** The script says that no transaction is opened for it. */
export function saysNoTransaction({ text }: Pick<RuleScript, 'text'>): boolean {
  return (
    /^\s*--\s*\+goose\s+NO\s+TRANSACTION\b/im.test(text) ||
    /^--\s*migrate:up\b.*\btransaction:false\b/m.test(text)
  );
}

/** What makes it say so; `undefined` where it does, or need not. */
export function transactionMark(
  tool: SqlTool | undefined,
  script: RuleScript,
): Pick<TextEdit, 'range' | 'newText'> | undefined {
  if (saysNoTransaction(script)) return undefined;
  const { text } = script;
  if (tool === 'goose') {
    const at = text.search(/^[^\S\n]*--\s*\+goose\s+Up\b/im);
    return { range: { start: at, end: at }, newText: '-- +goose NO TRANSACTION\n' };
  }
  const mark = tool === 'dbmate' ? /^--\s*migrate:up\b[^\S\n]*/m.exec(text) : null;
  if (mark === null) return undefined;
  const end = mark.index + mark[0].trimEnd().length;
  return { range: { start: end, end }, newText: ' transaction:false' };
}
