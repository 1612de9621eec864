/** A limit for waiting that is none. */
import { saferFix, withFix } from '../fixes/saferForm.ts';
import type { Rule } from '../rule.ts';
import { lockTimeoutIn } from '../ruleTools.ts';

export const lockTimeoutTooLong: Rule = {
  id: 'lock-timeout-too-long',
  title: 'A lock_timeout of 0, or of many seconds, lets everybody queue.',
  severity: 'information',
  check: (input) => {
    const ms = lockTimeoutIn(input.statement)?.ms;
    if (typeof ms !== 'number' || (ms > 0 && ms <= LONGEST_MS)) return [];
    const wait = ms === 0 ? 'without end' : `for up to ${Math.round(ms / 1000)} seconds`;
    const message = `A statement that is not given its lock waits ${wait}, and whoever needs the table meanwhile queues behind it. Give up after a few seconds, and try again.`;
    return [withFix({ message }, saferFix(input, form))];
  },
};

/** A number needs no quotes, which may be those of the string around it. */
const form = {
  title: 'Give up after 3 seconds',
  steps: [
    {
      kind: 'own',
      sql: (sql: string) => {
        const value = /(\block_timeout\s*(?:=|\bto\b)\s*)('[^']*'|\d+)(?=\s*;?\s*$)/i;
        return value.test(sql) ? sql.replace(value, (_, before: string) => `${before}3000`) : undefined;
      },
    },
  ],
} as const;

const LONGEST_MS = 30_000;
