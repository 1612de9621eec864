/** All rules about migrations, applied to a revision: what would hold up others, lose data, or has a safer form. */
import type { RuleSettings } from '../../settings.ts';
import type { RunContext, StatementImpact } from '../locks/impact.ts';
import type { PlannedRevision } from '../plan/plannedRun.ts';
import { acceptedAt } from './accepted.ts';
import { allRules } from './allRules.ts';
import { withoutEmpty } from './ownImpact.ts';
import type { Rule, RuleFinding, RuleInput, RuleScript } from './rule.ts';

export interface RuleCheckInput {
  readonly revision: PlannedRevision;
  /** Of its statements, in their order. */
  readonly impacts: readonly StatementImpact[];
  /** Before its first statement. */
  readonly context: RunContext;
  /** Before each of them, where that is known. */
  readonly met?: readonly RunContext[];
  readonly script: RuleScript;
}

/** A finding, and at which statement of the revision. */
export type PlacedFinding = RuleFinding & { readonly statement: number };

export function checkRules(
  { revision, impacts: all, context: first, met, script }: RuleCheckInput,
  { enabled, severities }: RuleSettings,
): readonly PlacedFinding[] {
  if (!enabled) return [];
  const rules = allRules.filter(({ id }) => severities[id] !== 'off');
  const impacts = all.map((one, index) => withoutEmpty(one, met?.[index] ?? first));
  return revision.statements.flatMap((statement, index) => {
    const impact = impacts[index];
    if (impact === undefined) return [];
    const context = met?.[index] ?? first;
    const input = { statement, index, impact, revision, impacts, script, context };
    const special = rules.filter((one) => one.isGeneral !== true);
    const found = special.flatMap((rule) => findingsOf(rule, input, severities));
    const isWarned = found.some((one) => one.severity !== 'information' && one.suppressed === undefined);
    const general = isWarned ? [] : rules.filter((one) => one.isGeneral === true);
    return [...found, ...general.flatMap((rule) => findingsOf(rule, input, severities))];
  });
}

function findingsOf(
  rule: Rule,
  input: RuleInput,
  severities: RuleSettings['severities'],
): readonly PlacedFinding[] {
  const set = severities[rule.id];
  return rule.check(input).map((hit) => {
    const location = hit.location ?? input.statement.location;
    const accepted = acceptedAt(rule.id, location, input.script);
    return {
      ...hit,
      location,
      rule: rule.id,
      severity: set === undefined || set === 'off' ? rule.severity : set,
      statement: input.index,
      ...(accepted !== undefined && { suppressed: accepted }),
    };
  });
}
