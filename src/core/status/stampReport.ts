/** What one version table says, understood by the tool that keeps it, and how to put it in a few words. */
import { assertNever } from '../assertNever.ts';
import type { Convention } from '../migration/convention.ts';
import type { RevisionGraph } from '../migration/graph.ts';
import type { MigrationProject } from '../migration/project.ts';
import { type Standing, standingOf } from '../migration/standing.ts';
import { type VersionTable, type VersionTableReading, versionTableText } from '../migration/versionTable.ts';

export type StampReport =
  | { readonly kind: 'standing'; readonly standing: Standing }
  | Exclude<VersionTableReading, { readonly kind: 'rows' }>;

export function reportOf(
  reading: VersionTableReading,
  convention: Convention,
  graph: RevisionGraph,
  project: MigrationProject,
): StampReport {
  if (reading.kind !== 'rows') return reading;
  return {
    kind: 'standing',
    standing: standingOf(graph, convention.readStamp(reading.rows, graph, project)),
  };
}

/** Whether there is anything that somebody should do. */
export function isClean(report: StampReport): boolean {
  if (report.kind !== 'standing') return false;
  const { pending, unknown, faults } = report.standing;
  return pending?.length === 0 && unknown.length === 0 && faults.length === 0;
}

/** A few words for a row of a tree or a terminal: `3 behind`, `up to date`, `unknown revision 1a2b`. */
export function headline(report: StampReport): string {
  switch (report.kind) {
    case 'standing':
      return standingHeadline(report.standing);
    case 'absent':
      return 'no version table';
    case 'elsewhere':
      return `version table in schema ${report.schemas.join(', ')}`;
    case 'foreign':
      return 'version table of another tool';
    case 'forbidden':
      return 'version table not readable';
    case 'busy':
      return 'version table locked';
    default:
      return assertNever(report, 'stamp report');
  }
}

function standingHeadline({ at, pending, unknown, faults, obstacle }: Standing): string {
  const parts: string[] = [];
  for (const { kind, id } of faults) {
    if (kind === 'failed' || kind === 'dirty') parts.push(id === undefined ? kind : `${kind} at ${id}`);
  }
  if (unknown.length > 0) parts.push(`unknown revision ${unknown.join(', ')}`);
  if (at.length === 0 && unknown.length === 0) parts.push('at base');
  if (pending !== undefined && pending.length > 0) parts.push(`${pending.length} behind`);
  if (obstacle !== undefined) parts.push('broken chain');
  if (parts.length === 0) parts.push(faults.length > 0 ? 'needs attention' : 'up to date');
  return parts.join(', ');
}

/** Where a database stands, as ids: `ae1027a6acf`, `base`, `3 (dirty)`; `undefined` where that cannot be told. */
export function stampText(report: StampReport): string | undefined {
  if (report.kind !== 'standing') return undefined;
  const { at, unknown } = report.standing;
  return [...at.map(({ id }) => id), ...unknown].join(', ') || 'base';
}

/** What is wrong and what to do about it, in whole sentences; empty where nothing needs saying. */
export function explanations(report: StampReport, table: VersionTable, title: string): readonly string[] {
  const name = versionTableText(table);
  switch (report.kind) {
    case 'standing':
      return standingExplanations(report.standing, title);
    case 'absent':
      return [
        `There is no table ${name}: ${title} has never been run on this database, or it keeps its versions elsewhere.`,
      ];
    case 'elsewhere':
      return [
        `Table ${name} is not where it was expected, but there is one in schema ${report.schemas.join(' and in schema ')}. If that is the one, set versionTableSchema for this project in driftline.projects.`,
      ];
    case 'foreign':
      return [
        report.relation === undefined
          ? `Table ${report.schema}.${table.name} lacks ${report.missingColumns.join(', ')}: it is not a version table of ${title}.`
          : `${report.schema}.${table.name} is a ${report.relation}, not a table: it is not read, because that could wait for others or run their code.`,
      ];
    case 'forbidden':
      return [
        `This role may not read ${report.schema}.${table.name}. An owner can allow it with: ${report.grants.join(' ')}`,
      ];
    case 'busy':
      return [
        `Somebody holds an exclusive lock on ${report.schema}.${table.name}, most likely a running migration. Refresh when it has ended.`,
      ];
    default:
      return assertNever(report, 'stamp report');
  }
}

function standingExplanations(
  { unknown, faults, pending, obstacle }: Standing,
  title: string,
): readonly string[] {
  const told = [...faults.map(({ message }) => message), ...(obstacle === undefined ? [] : [obstacle])];
  for (const id of unknown) {
    const rest = pending === undefined ? ' What is pending cannot be told until that script is here.' : '';
    told.push(
      `Revision ${id} is recorded in the database, but no ${title} script of this checkout has it. Look for it in other branches.${rest}`,
    );
  }
  return told;
}
