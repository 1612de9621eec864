/** What the statements of a revision cost, one after the other. */
import type { PlannedStatement } from '../plan/plannedRun.ts';
import { contextAfter } from './contextAfter.ts';
import type { RunContext, StatementImpact } from './impact.ts';
import { impactOf } from './impactOf.ts';

export interface Impacts {
  readonly impacts: readonly StatementImpact[];
  /** What each of them meets. */
  readonly met: readonly RunContext[];
  /** What the next one meets. */
  readonly after: RunContext;
}

export function impactsOf(statements: readonly PlannedStatement[], before: RunContext): Impacts {
  let after = before;
  const met: RunContext[] = [];
  const impacts = statements.map((statement) => {
    const impact = impactOf(statement, after);
    met.push(after);
    after = contextAfter(after, statement);
    return impact;
  });
  return { impacts, met, after };
}
