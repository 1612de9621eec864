/**
 * Whether a statement runs in the transaction of its migration, as far as its script tells. What a script calls
 * CONCURRENTLY is read as if it were outside, because an applied revision had it so: here it counts where it stands.
 */
import type { RuleInput } from '../rule.ts';
import { pythonPlace } from './pythonPlace.ts';
import { saysNoTransaction, sqlToolOf } from './sqlTool.ts';

/** `undefined`: nobody can tell. */
export function inTransaction(
  input: Pick<RuleInput, 'statement' | 'script' | 'revision'>,
): boolean | undefined {
  const { statement, script } = input;
  if (statement.location.file !== script.file) return statement.autocommit ? undefined : true;
  return script.language === 'python' ? inAlembic(input) : inSqlScript(input);
}

/** Old scripts end the transaction by themselves. */
const ENDS_TRANSACTION = /\bCOMMIT\b|\bcommit\(|AUTOCOMMIT|isolation_level/;

function inAlembic({ statement, script }: Pick<RuleInput, 'statement' | 'script'>): boolean | undefined {
  if (ENDS_TRANSACTION.test(script.text)) return undefined;
  if (!script.text.includes('autocommit_block')) return true;
  if (!statement.autocommit) return true;
  const place = pythonPlace({ statement, script });
  if (place === undefined) return undefined;
  if (place.inBlock) return false;
  // A function may be called within a block.
  const { text } = script;
  const functions = [...text.slice(0, place.lines.start).matchAll(/^def (\w+)/gm)];
  return functions.at(-1)?.[1] === 'upgrade' || functions.at(-1)?.[1] === 'downgrade' ? true : undefined;
}

function inSqlScript({ script, revision }: Pick<RuleInput, 'script' | 'revision'>): boolean | undefined {
  if (saysNoTransaction(script)) return false;
  if (/^\s*(?:BEGIN|COMMIT|START\s+TRANSACTION)\s*;/im.test(script.text)) return undefined;
  const tool = sqlToolOf(script);
  if (tool === 'goose' || tool === 'dbmate') return true;
  // golang-migrate sends a file at once, Flyway looks at its statements; how either is set up, the script does not tell.
  return revision.statements.length === 1 ? false : undefined;
}
