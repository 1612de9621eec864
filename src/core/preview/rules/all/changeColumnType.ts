/** A type that rewrites the table, or reads it. */
import type { Rule } from '../rule.ts';
import { namesText, operationsOf, readsRows } from '../ruleTools.ts';

export const changeColumnType: Rule = {
  id: 'change-column-type',
  title: 'Changing the type of a column rewrites or reads the table while reads and writes wait.',
  severity: 'warning',
  check: ({ statement, impact }) =>
    operationsOf(statement, 'alterColumn')
      .filter(({ change }) => change.kind === 'type' && impact.locks.length > 0 && readsRows(impact))
      .map(({ table, column }) => ({
        message:
          impact.rewrites.length > 0
            ? `${namesText([table])} and its indexes are written anew while reads and writes wait. Add a column of the new type beside ${column}, keep it up with a trigger, fill it in batches, then swap the two.`
            : `${namesText([table])} is read, or indexes on ${column} are built again, while reads and writes wait. Choose a quiet time, or drop and recreate what depends on ${column} in the safe way.`,
      })),
};
