/** Views, materialized or not. */
import type { ViewStmt } from '@pgsql/types';
import type { Step } from '../../migration/operations/operation.ts';
import { nameParts, relationName } from '../nodes.ts';
import { findWord, rangeOf, type Statement, textIn } from '../statement.ts';
import { flag } from './step.ts';

interface NewView extends Pick<ViewStmt, 'view' | 'aliases' | 'replace'> {
  readonly materialized?: true;
  readonly ifNotExists?: true;
}

export function createView(create: NewView, statement: Statement): Step {
  const columnNames = nameParts(create.aliases);
  return {
    kind: 'createView',
    view: relationName(create.view),
    ...flag('materialized', create.materialized),
    definition: definitionOf(statement, create.materialized === true),
    ...(columnNames.length > 0 && { columnNames }),
    ...flag('orReplace', create.replace),
    ...flag('ifNotExists', create.ifNotExists),
    ...flag('temporary', create.view?.relpersistence === 't'),
  };
}

/** What stands behind AS, without `WITH CHECK OPTION` and `WITH NO DATA`. */
function definitionOf(statement: Statement, materialized: boolean): string {
  const { tokens } = statement;
  const from = findWord(statement, ['as']) + 1;
  const last = (...words: readonly string[]): boolean =>
    words.every((word, index) => tokens[tokens.length - words.length + index]?.text === word);
  let to = tokens.length;
  if (materialized) to -= last('with', 'no', 'data') ? 3 : last('with', 'data') ? 2 : 0;
  else if (last('check', 'option')) to -= tokens[to - 3]?.text === 'with' ? 3 : 4;
  return textIn(statement, rangeOf(statement, from, to));
}
