/** Indexes that are built again while writes wait. */
import { insertAfter, saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule } from '../rule.ts';
import { bareSql, lockedTables, namesText, outsideText, readsRows } from '../ruleTools.ts';

export const reindexConcurrently: Rule = {
  id: 'reindex-concurrently',
  title: 'REINDEX holds up writes, and reads that would use the index.',
  severity: 'warning',
  check: (input) => {
    const tables = lockedTables(input.impact, 'SHARE');
    const isPlain = /^REINDEX\b(?!.*\bCONCURRENTLY\b)/.test(bareSql(input.statement));
    if (!isPlain || tables.length === 0 || !readsRows(input.impact)) return [];
    const waits = `Writes to ${namesText(tables)} wait until the index is built again, and so do reads that would use it.`;
    if (input.context.serverVersion < 12)
      return [
        {
          message: `${waits} Create a second index CONCURRENTLY and drop this one so: PostgreSQL 11 has no REINDEX … CONCURRENTLY.`,
        },
      ];
    const message = `${waits} Rebuild it with CONCURRENTLY, ${outsideText(input)}.`;
    return [withFix({ message }, saferFix(input, form))];
  },
};

const form = {
  title: 'Rebuild it CONCURRENTLY',
  steps: [
    { kind: 'own', alone: true, sql: insertAfter(/^REINDEX\s+(?:INDEX|TABLE|SCHEMA)\b/i, 'CONCURRENTLY') },
  ],
} as const;
