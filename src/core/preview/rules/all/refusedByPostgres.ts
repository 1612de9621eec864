/** A statement that PostgreSQL of this version would not run. */
import type { Rule } from '../rule.ts';

export const refusedByPostgres: Rule = {
  id: 'refused-by-postgresql',
  title: 'PostgreSQL of this version refuses the statement.',
  severity: 'error',
  isGeneral: true,
  check: ({ impact: { refusal }, impacts, revision, index }) => {
    if (refusal === undefined) return [];
    // After one that fails, or is not known, it is not known either what there is.
    const isSure =
      revision.statements.slice(0, index).every(({ problems }) => problems.length === 0) &&
      impacts.slice(0, index).every(({ basis }) => basis !== 'unknown');
    return isSure ? [{ message: refusal }] : [];
  },
};
