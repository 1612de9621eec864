/** A type that rewrites the table, or reads it. */
import { ownImpacts } from '../ownImpact.ts';
import type { Rule } from '../rule.ts';
import { namesText, readsRows } from '../ruleTools.ts';

export const changeColumnType: Rule = {
  id: 'change-column-type',
  title: 'Changing the type of a column rewrites or reads the table while reads and writes wait.',
  severity: 'warning',
  check: (input) =>
    ownImpacts(input, 'alterColumn')
      .filter(
        ({ operation: { change }, own }) => change.kind === 'type' && own.locks.length > 0 && readsRows(own),
      )
      .map(({ operation: { table, column }, own }) => ({
        message:
          own.rewrites.length > 0
            ? `${namesText([table])} and its indexes are written anew while reads and writes wait. Add a column of the new type beside ${column}, keep it up with a trigger, fill it in batches, then swap the two.`
            : `${namesText([table])} is read, or indexes on ${column} are built again, while reads and writes wait. Choose a quiet time, or drop and recreate what depends on ${column} in the safe way.`,
      })),
};
