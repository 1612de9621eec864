/** A statement that PostgreSQL of this version would not run. */
import type { Rule } from '../rule.ts';

export const refusedByPostgres: Rule = {
  id: 'refused-by-postgresql',
  title: 'PostgreSQL of this version refuses the statement.',
  severity: 'error',
  isGeneral: true,
  check: ({ impact: { refusal } }) => (refusal === undefined ? [] : [{ message: refusal }]),
};
