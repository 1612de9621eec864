/** An index that is built while writes wait. */
import type { Rule } from '../rule.ts';
import { holdsUpOthers, namesText, operationsOf } from '../ruleTools.ts';

export const createIndexConcurrently: Rule = {
  id: 'create-index-concurrently',
  title: 'An index on a table that is in use is built while writes wait.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'createIndex')
      .filter(({ concurrently }) => concurrently !== true && holdsUpOthers(impact))
      .map(({ table, name }) => ({
        message: `Writes to ${namesText([table])} wait until ${name ?? 'the index'} is built. Build it with CONCURRENTLY, outside of the transaction.`,
      })),
};
