/** What each step of a statement costs by itself: of an ALTER TABLE with several commands, one may be what takes long. */

import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { nameKey, type QualifiedName } from '../../schema/name.ts';
import type { RunContext, StatementImpact } from '../locks/impact.ts';
import { impactOf } from '../locks/impactOf.ts';
import type { RuleInput } from './rule.ts';
import { type OperationOf, operationsOf } from './ruleTools.ts';

/** What a statement does of some kinds, each with its own impact. */
export function ownImpacts<K extends MigrationOperation['kind']>(
  { statement, impact, context }: RuleInput,
  ...kinds: readonly K[]
): readonly { readonly operation: OperationOf<K>; readonly own: StatementImpact }[] {
  const isAlone = statement.steps.length === 1;
  return statement.steps.flatMap((step) => {
    const single = { ...statement, steps: [step] };
    return operationsOf(single, ...kinds).map((operation) => ({
      operation,
      own: isAlone ? impact : withoutEmpty(impactOf(single, context), context),
    }));
  });
}

/** What the run has made before, and put no rows into, is read and written in no time. */
export function withoutEmpty(impact: StatementImpact, { committed, filled }: RunContext): StatementImpact {
  const isEmpty = (name: QualifiedName) => committed.has(nameKey(name)) && !filled.has(nameKey(name));
  const rest = (names: readonly QualifiedName[]) => names.filter((one) => !isEmpty(one));
  if (![...impact.scans, ...impact.rewrites, ...impact.rebuilds].some(isEmpty)) return impact;
  return {
    ...impact,
    scans: rest(impact.scans),
    rewrites: rest(impact.rewrites),
    rebuilds: rest(impact.rebuilds),
  };
}
