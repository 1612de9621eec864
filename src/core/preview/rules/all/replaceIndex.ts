/** An index that is gone before the one that replaces it is built. */
import type { Index } from '../../../schema/indexes.ts';
import { quoteName } from '../../../schema/name.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { indexOwner } from '../ruleSchema.ts';
import { namesText, type OperationOf, operationsOf } from '../ruleTools.ts';

export const replaceIndex: Rule = {
  id: 'replace-index',
  title: 'Between dropping an index and building its successor, queries have neither.',
  severity: 'warning',
  check: (input) =>
    operationsOf(input.statement, 'dropIndex').flatMap(({ index }) => {
      const owner = indexOwner(input, index);
      const old = owner?.indexes.find(({ name }) => name === index.name);
      if (owner === undefined || old === undefined || input.impact.locks.length === 0) return [];
      const next = successors(input).find(
        (one) => one.table.name === owner.name.name && beginsAlike(old, one.keys),
      );
      if (next === undefined) return [];
      const [dropped, made] = [
        namesText([index]),
        next.name === undefined ? 'its successor' : quoteName(next.name),
      ];
      const order =
        next.name === index.name
          ? `Build the new one first under another name, then drop ${dropped}, and rename the new one`
          : `Build ${made} first, then drop ${dropped}`;
      return [
        {
          message: `From here until ${next.name === index.name ? 'it is there again' : `${made} is built`}, queries of ${namesText([owner.name])} that need such an index read the whole table. ${order}.`,
        },
      ];
    }),
};

/** Indexes that are built once the drop is committed: within one transaction, nobody sees what is in between. */
function successors({ index, revision }: RuleInput): readonly OperationOf<'createIndex'>[] {
  const later = revision.statements.slice(index);
  const committed = later.findIndex(({ autocommit }) => autocommit);
  if (committed < 0) return [];
  return later.slice(Math.max(committed, 1)).flatMap((one) => operationsOf(one, 'createIndex'));
}

const beginsAlike = (old: Index, keys: Index['keys']): boolean =>
  old.keys[0]?.column !== undefined && old.keys[0].column === keys[0]?.column;
