/** Statements that PostgreSQL's parser refuses: what their first words still tell. */
import type { Step } from '../../migration/operations/operation.ts';
import type { ObjectName } from '../../schema/name.ts';
import { type Statement, textIn } from '../statement.ts';
import { opaque, statementName, table } from './step.ts';

export function unparsed(statement: Statement, message: string): Step {
  const reason = `PostgreSQL cannot parse ${statementName(statement)}: ${message}.`;
  const { tokens } = statement;
  const words = tokens.slice(0, 12).map(({ text }) => text);
  if (dataWords.has(words[0] ?? ''))
    return { kind: 'data', statement: words[0]?.toUpperCase() ?? '', tables: [] };
  const at = words.indexOf('table');
  if (at !== 1 || !['alter', 'create'].includes(words[0] ?? '')) return opaque(reason, 'anything');
  const name = nameAt(statement, at + 1);
  return opaque(reason, name === undefined ? 'anything' : [table(name)]);
}

const dataWords: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'truncate', 'copy']);

/** The name behind `IF [NOT] EXISTS` and `ONLY`. */
function nameAt(statement: Statement, from: number): ObjectName | undefined {
  const { tokens } = statement;
  let at = from;
  while (['if', 'not', 'exists', 'only'].includes(tokens[at]?.text ?? '')) at++;
  const parts: string[] = [];
  for (; ; at += 2) {
    const token = tokens[at];
    if (token === undefined || token.open || (token.kind !== 'word' && token.kind !== 'quoted'))
      return undefined;
    parts.push(
      token.kind === 'word' ? token.text : textIn(statement, token).slice(1, -1).replaceAll('""', '"'),
    );
    if (tokens[at + 1]?.text !== '.') break;
  }
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}
