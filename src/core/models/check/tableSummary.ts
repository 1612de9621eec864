/** How the table of a model stands everywhere, in one line: `production: 2 drifted · staging: in step`. */
import { groupBy } from '../../groupBy.ts';
import { nameKey, sameName } from '../../schema/name.ts';
import type {
  FindingPlace,
  FindingReason,
  ModelFinding,
  ModelReport,
  ReportedTable,
} from './modelFinding.ts';

export interface SummaryInput {
  readonly table: ReportedTable;
  readonly report: ModelReport;
  /** Those that the models were compared with, in the order they are told. */
  readonly environments: readonly string[];
  /** Those of which only an old answer is known. */
  readonly old: readonly string[];
}

export function tableSummary({ table, report, environments, old }: SummaryInput): string {
  const findings = findingsOf(table, report);
  const notCompared = report.notCompared.filter(({ object }) => object && sameName(object.of, table.name));
  const migrations = standingText(findings, undefined);
  const standings = environments.map((name) => ({
    name: old.includes(name) ? `${name} (last known)` : name,
    text: standingText(findings, name),
  }));
  const alone = findings.filter(({ places }) => places.length === 0).length;
  return [
    ...(alone > 0 ? [`models: ${alone} wrong`] : []),
    ...(migrations !== IN_STEP || environments.length === 0 ? [`migrations: ${migrations}`] : []),
    ...[...groupBy(standings, ({ text }) => text)].map(
      ([text, alike]) => `${alike.map(({ name }) => name).join(', ')}: ${text}`,
    ),
    ...(environments.length === 0 ? ['no environment was read'] : []),
    ...(notCompared.length > 0 ? [`${notCompared.length} not compared`] : []),
  ].join(' · ');
}

const IN_STEP = 'in step';

/** What is wrong with a table, its parts and the types that are declared in it. */
export function findingsOf(table: ReportedTable, report: ModelReport): readonly ModelFinding[] {
  const key = nameKey(table.name);
  const names = new Set(report.tables.map(({ name }) => nameKey(name)));
  return report.findings.filter((finding) => {
    const own = nameKey(finding.object.of);
    return names.has(own) ? own === key : tableAbove(finding, report) === table;
  });
}

/** A type is declared where a column needs it. */
function tableAbove({ location }: ModelFinding, { tables }: ModelReport): ReportedTable | undefined {
  const start = location?.range?.start ?? 0;
  return tables.findLast(
    (one) => one.location.file === location?.file && (one.location.range?.start ?? 0) <= start,
  );
}

function standingText(findings: readonly ModelFinding[], environment: string | undefined): string {
  const own = findings.flatMap(({ kind, places }) =>
    places.filter((place) => place.environment === environment).map((place) => ({ kind, place })),
  );
  const missing = own.find(({ kind }) => kind === 'missing-table' || kind === 'unmigrated-table');
  if (missing !== undefined) return `missing, ${reasonWords[missing.place.reason.kind]}`;
  const byReason = groupBy(own, ({ place }) => place.reason.kind);
  const counts = [...byReason].map(([reason, all]) => `${all.length} ${wordOf(reason)}`);
  return counts.length === 0 ? IN_STEP : counts.join(', ');
}

const wordOf = (reason: string): string => reasonWords[reason as FindingPlace['reason']['kind']];

const reasonWords: Readonly<Record<FindingReason['kind'], string>> = {
  drifted: 'drifted',
  pending: 'pending',
  unmigrated: 'unmigrated',
  unexplained: 'different',
};
