/** A strong lock that is waited for without end. */
import { inTransaction } from '../fixes/inTransaction.ts';
import { saferFix, withFix } from '../fixes/saferForm.ts';
import { sqlToolOf } from '../fixes/sqlTool.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { bareSql, beforeInTransaction, lockedTables, lockTimeoutIn, namesText } from '../ruleTools.ts';

export const lockTimeoutMissing: Rule = {
  id: 'lock-timeout-missing',
  title: 'A lock that holds up others is waited for without a time limit.',
  severity: 'information',
  isGeneral: true,
  check: (input) => {
    const { index, impact, revision, statement } = input;
    const tables = lockedTables(impact, 'SHARE');
    if (
      tables.length === 0 ||
      (bareSql(statement).startsWith('LOCK ') && /\bNOWAIT$/.test(bareSql(statement)))
    )
      return [];
    const same = statement.autocommit ? [] : beforeInTransaction(input);
    if (same.some((one) => lockedTables(one.impact, 'SHARE').length > 0)) return [];
    const earlier = revision.statements.slice(0, index);
    const set =
      same.flatMap((one) => lockTimeoutIn(one.statement) ?? []).at(-1) ??
      earlier.flatMap((one) => lockTimeoutIn(one) ?? []).findLast(({ isLocal }) => !isLocal);
    if (set !== undefined && set.ms !== 0 && set.ms !== 'usual') return [];
    const message = `If somebody holds a lock on ${namesText(tables)} that is in its way, this waits, and whoever comes later waits behind it. Unless the role or the connection has a lock_timeout, set one first, and try again when it runs out.`;
    return [withFix({ message }, canSet(input) ? saferFix(input, form) : undefined)];
  },
};

const form = {
  title: "Set lock_timeout to '3s' for this transaction",
  steps: [{ kind: 'sql', sql: "SET LOCAL lock_timeout = '3s'" }, { kind: 'own' }],
} as const;

/** Outside of a transaction SET LOCAL does nothing. */
function canSet(input: RuleInput): boolean {
  if (input.statement.autocommit || inTransaction(input) === false) return false;
  return input.script.language === 'python' || sqlToolOf(input.script) !== 'golang-migrate';
}
