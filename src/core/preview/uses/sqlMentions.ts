/**
 * Where SQL names a table, and what of the table it names in the same statement: by the words before a name, because
 * SQL in strings has holes that no parser reads.
 */

import { literal } from '../../schema/ddl/sqlText.ts';
import { splitSql } from '../../sql/splitSql.ts';
import type { SqlToken } from '../../sql/tokens.ts';
import type { Range } from '../../text/range.ts';

/** The words and names of one statement. */
export interface SqlStatement {
  readonly text: string;
  readonly tokens: readonly SqlToken[];
}

/** Also those inside of functions and blocks, each apart. */
export function sqlStatements(text: string, from = 0, to = text.length): readonly SqlStatement[] {
  return splitSql(text, from, to).flatMap((piece) => {
    if (piece.kind === 'psql') return [];
    const bodies = piece.tokens.filter((one) => one.kind === 'string' && text.startsWith('$', one.start));
    return [
      { text, tokens: piece.tokens },
      ...bodies.flatMap((body) => {
        const mark = text.indexOf('$', body.start + 1) + 1 - body.start;
        return body.end - body.start < 2 * mark
          ? []
          : sqlStatements(text, body.start + mark, body.end - mark);
      }),
    ];
  });
}

/** Whether a name stands where only a relation does: behind `FROM`, `JOIN`, `INTO`, `UPDATE`, `TABLE` and their like. */
export function relationMentions(
  { text, tokens }: SqlStatement,
  name: string,
  certainty: 'sql' | 'prose',
): readonly Range[] {
  const words = tokens.map((token) => token.text);
  return tokens.filter((token, at) => {
    if (!isNamed(token, name, text)) return false;
    const first = words[at - 1] === '.' ? at - 2 : at;
    const before = words[first - 1] === 'only' ? first - 2 : first - 1;
    return isRelationPlace(words, before, at) && (certainty === 'sql' || isSql(words, before, at));
  });
}

/** Anywhere in the statement. */
export function nameMentions({ text, tokens }: SqlStatement, name: string): readonly Range[] {
  return tokens.filter((token) => isNamed(token, name, text));
}

export function labelMentions({ text, tokens }: SqlStatement, label: string): readonly Range[] {
  const written = literal(label);
  return tokens.filter(({ kind, start, end }) => kind === 'string' && text.slice(start, end) === written);
}

function isNamed({ kind, text: word, start, end }: SqlToken, name: string, text: string): boolean {
  if (kind === 'word') return word === name;
  return kind === 'quoted' && text.slice(start + 1, end - 1).replaceAll('""', '"') === name;
}

const before = new Set(
  'from join into update table truncate copy references using exists concurrently view of'.split(' '),
);

function isRelationPlace(words: readonly string[], at: number, name: number): boolean {
  const word = words[at];
  if (word === undefined) return false;
  if (word === 'on')
    return words.slice(0, at).some((one) => ['index', 'trigger', 'policy', 'grant'].includes(one));
  if (word === ',') return isInFromList(words, at);
  // FOR UPDATE locks rows; DO UPDATE names no table.
  if (word === 'update') return !['for', 'do', 'on'].includes(words[at - 1] ?? '') && words[name + 1] !== '=';
  return before.has(word);
}

const clauses = new Set(
  'select from where set values group order having returning on limit union window join into'.split(' '),
);

function isInFromList(words: readonly string[], at: number): boolean {
  const clause = words.slice(0, at).findLast((word) => clauses.has(word));
  return clause === 'from' || clause === 'join';
}

/** Prose may say `from users` too. */
function isSql(words: readonly string[], at: number, name: number): boolean {
  switch (words[at]) {
    case 'into':
      return ['insert', 'merge'].includes(words[at - 1] ?? '');
    case 'update':
      return at === 0 || words.includes('with') ? words.includes('set', name) : false;
    case 'table':
    case 'exists':
      return ['create', 'alter', 'drop', 'truncate'].includes(words[0] ?? '');
    case 'from':
      return words[at - 1] === 'delete' || (starters.has(words[0] ?? '') && words.includes('select'));
    case 'truncate':
    case 'copy':
      return at === 0;
    default:
      return (
        starters.has(words[0] ?? '') &&
        ['select', 'delete', 'update', 'create', 'grant'].some((one) => words.includes(one))
      );
  }
}

const starters = new Set(
  'select with delete update insert merge create alter drop grant revoke explain copy'.split(' '),
);
