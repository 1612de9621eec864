/** How loudly each kind of finding is told, and what settings say about it. */
import picomatch from 'picomatch';
import type { FindingKind, Severity } from './modelFinding.ts';

/** What a setting says: of a kind, in environments of this name. */
export interface SeverityRule {
  /** `*`: every kind. */
  readonly kind: FindingKind | '*';
  /** A name or a glob; absent: every environment, and the schema after all migrations. */
  readonly environment?: string;
  readonly severity: Severity;
}

/** How loudly each kind is told unless a setting says otherwise. */
export const defaultSeverities: Readonly<Record<FindingKind, Severity>> = {
  'type-mismatch': 'error',
  'column-too-narrow': 'warning',
  'column-wider': 'information',
  'equivalent-type': 'hint',
  nullability: 'warning',
  'enum-label-missing': 'error',
  'enum-label-surplus': 'information',
  'enum-label-order': 'information',
  default: 'information',
  'missing-column': 'error',
  'surplus-column': 'warning',
  'missing-table': 'error',
  'surplus-table': 'information',
  'unmigrated-table': 'warning',
  'foreign-key-type': 'error',
  'foreign-key': 'warning',
  'primary-key': 'warning',
  unique: 'warning',
  index: 'information',
  collation: 'warning',
};

export const findingKinds = Object.keys(defaultSeverities) as readonly FindingKind[];

/** The last rule that speaks of a kind in an environment decides. */
export function severityOf(
  kind: FindingKind,
  environment: string | undefined,
  rules: readonly SeverityRule[],
  usual: Severity = defaultSeverities[kind],
): Severity {
  const rule = rules.findLast(
    (one) => (one.kind === '*' || one.kind === kind) && speaksOf(one.environment, environment),
  );
  return rule?.severity ?? usual;
}

function speaksOf(pattern: string | undefined, environment: string | undefined): boolean {
  if (pattern === undefined) return true;
  return environment !== undefined && (pattern === environment || picomatch.isMatch(environment, pattern));
}
