/**
 * What a statement locks, rewrites, builds and reads on the database that it meets.
 *
 * Each operation is read into rows of the lockbook (`readings/`) and the relations that play their roles; the
 * strongest lock on each relation counts. What the same transaction has made is left out: nobody waits for it.
 */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { Draft } from '../../schema/apply/draft.ts';
import { find } from '../../schema/apply/resolve.ts';
import { nameKey, type QualifiedName } from '../../schema/name.ts';
import { maskPlaceholders } from '../../sql/placeholders.ts';
import type { PlannedStatement, PlannedStep } from '../plan/plannedRun.ts';
import {
  type LockMode,
  lockModes,
  type RelationLock,
  type RunContext,
  type StatementImpact,
} from './impact.ts';
import { labelRefusal } from './labelUse.ts';
import { cellOf, type LockbookCell, measuredVersions, nearestMeasured, type Role } from './lockbook.ts';
import { familyOf, indexTargets, type Meeting, type Reading, type Roles, type Target } from './reading.ts';
import { readOperation } from './readOperation.ts';
import { worstReversibility } from './reversibility.ts';

export function impactOf(statement: PlannedStatement, context: RunContext): StatementImpact {
  const met = statement.steps.map((step) => meet(step, statement, context));
  const readings = met.flatMap(({ step, meeting }) =>
    withoutCreated(withoutBelow(readOperation(step.operation, meeting), step, meeting), meeting),
  );
  const known = readings.filter((one) => one.unknown === undefined);
  const isMeasured = measuredVersions.includes(context.serverVersion);
  const version = isMeasured ? context.serverVersion : nearestMeasured(context.serverVersion);
  const cells = known.map((reading) => ({ reading, cell: cellOf(reading.form, version) }));
  const hasUnknown = readings.length > known.length;
  const hasCells = isMeasured && cells.every(({ cell }) => cell !== undefined);
  const isSilent = statement.text.kind === 'source' && statement.steps.length === 0;
  const problem = statement.problems.length > 0;
  const refusal = problem
    ? undefined
    : (refusalOf(cells, version) ??
      labelRefusal(
        met.map((one) => one.meeting),
        statement,
      ));
  return {
    basis: hasUnknown || isSilent ? 'unknown' : hasCells ? 'measured' : 'notMeasured',
    forms: [...new Set(known.map(({ form }) => form))],
    locks: locksOf(cells),
    rewrites: namesOf(cells, 'rewrites'),
    rebuilds: namesOf(cells, 'rebuilds'),
    scans: namesOf(cells, 'scans'),
    refusesTransaction: cells.some(({ cell }) => cell?.refusesTransaction),
    reversibility: worstReversibility(met),
    ...(refusal !== undefined && { refusal }),
    notes: [...notMeasured(cells, context.serverVersion, version), ...notesOf(readings)],
  };
}

interface Met {
  readonly step: PlannedStep;
  readonly meeting: Meeting;
}

function meet(step: PlannedStep, { text }: PlannedStatement, context: RunContext): Met {
  const draft = new Draft(step.before, { sql: context.sql, searchPath: context.searchPath });
  const statement = step.operation.sql ?? (text.kind === 'sql' ? text.sql : undefined);
  return { step, meeting: { draft, context, statement, node: nodeOf(statement, step.operation, context) } };
}

/** Values that are filled in when it runs are of no interest; where more than values is, it is not understood. */
function nodeOf(
  statement: string | undefined,
  operation: MigrationOperation,
  { sql }: RunContext,
): Meeting['node'] {
  if (statement === undefined || !needsText.has(operation.kind)) return undefined;
  if (operation.kind !== 'data' && statement.includes('${')) return undefined;
  const parse = sql.parse(operation.kind === 'data' ? withoutPlaceholders(statement) : statement);
  return parse.kind === 'parsed' && parse.statements.length === 1 ? parse.statements[0]?.node : undefined;
}

const withoutPlaceholders = (statement: string): string =>
  maskPlaceholders(maskPlaceholders(statement, 'dollars').text, 'binds').text;

/** Operations that do not tell all that counts here. */
const needsText: ReadonlySet<MigrationOperation['kind']> = new Set([
  'alterColumn',
  'data',
  'detachPartition',
  'noSchemaEffect',
  'opaque',
]);

interface Measured {
  readonly reading: Reading;
  readonly cell: LockbookCell | undefined;
}

/** `ALTER TABLE ONLY`, `CREATE INDEX … ON ONLY`: partitions and children are left alone. */
function withoutBelow(
  readings: readonly Reading[],
  { operation }: PlannedStep,
  { draft, statement = '' }: Meeting,
): readonly Reading[] {
  if (!('table' in operation) || operation.table === undefined || !isOnly.test(statement)) return readings;
  const table = find(draft, draft.tables, operation.table);
  const below = table === undefined ? [] : familyOf(draft, table).slice(1);
  if (below.length === 0) return readings;
  const keys = new Set(
    below.flatMap((one) => [one.name, ...indexTargets(one).map(({ relation }) => relation)].map(nameKey)),
  );
  return readings.map((one) =>
    withTargets(one, (target) => (keys.has(nameKey(target.relation)) ? [] : [target])),
  );
}

const isOnly =
  /^\s*(?:alter\s+(?:foreign\s+)?table\s+(?:if\s+exists\s+)?only\b|create\s.*?\bindex\b.*?\bon\s+only\b)/is;

function withTargets(reading: Reading, change: (target: Target) => readonly Target[]): Reading {
  const roles = Object.entries(reading.roles).map(([role, targets]) => [role, targets.flatMap(change)]);
  return { ...reading, roles: Object.fromEntries(roles) as Roles };
}

/** What the transaction has made is locked by nobody else; what it has filled is read all the same. */
function withoutCreated(readings: readonly Reading[], { context }: Meeting): readonly Reading[] {
  const { created, filled, renamed } = context;
  if (created.size === 0 && renamed === undefined) return readings;
  return readings.map((reading) =>
    withTargets(reading, (one) => {
      const key = nameKey(one.relation);
      if (!created.has(key)) return [{ ...one, relation: renamed?.get(key) ?? one.relation }];
      return filled.has(key) ? [{ ...one, isNew: true }] : [];
    }),
  );
}

function locksOf(cells: readonly Measured[]): readonly RelationLock[] {
  const strongest = new Map<string, RelationLock>();
  for (const { reading, cell } of cells) {
    for (const [role, mode] of Object.entries(cell?.locks ?? {}) as [Role, LockMode][]) {
      for (const { relation, kind, isNew } of reading.roles[role] ?? []) {
        if (isNew) continue;
        const before = strongest.get(nameKey(relation));
        if (before === undefined || isStronger(mode, before.mode))
          strongest.set(nameKey(relation), { relation, kind, mode });
      }
    }
  }
  return [...strongest.values()];
}

export function isStronger(a: LockMode, b: LockMode): boolean {
  return lockModes.indexOf(a) > lockModes.indexOf(b);
}

function namesOf(
  cells: readonly Measured[],
  what: 'rewrites' | 'rebuilds' | 'scans',
): readonly QualifiedName[] {
  const found = new Map<string, QualifiedName>();
  for (const { reading, cell } of cells) {
    for (const role of cell?.[what] ?? []) {
      for (const { relation, stored } of reading.roles[role] ?? [])
        if (stored) found.set(nameKey(relation), relation);
    }
  }
  return [...found.values()];
}

/** A form that this version does not have, or what it meets stands against it. */
function refusalOf(cells: readonly Measured[], version: number): string | undefined {
  for (const { reading, cell } of cells) {
    if (reading.refusal !== undefined) return reading.refusal;
    if (cell?.error !== undefined) return `PostgreSQL ${version} refuses this: ${cell.error}.`;
  }
  return undefined;
}

function notesOf(readings: readonly Reading[]): readonly string[] {
  const notes = readings.flatMap(({ notes: own = [], unknown }) => [
    ...own,
    ...(unknown === undefined ? [] : [unknown]),
  ]);
  return [...new Set(notes)];
}

function notMeasured(cells: readonly Measured[], asked: number, version: number): readonly string[] {
  if (asked !== version)
    return [`What PostgreSQL ${asked} does was not measured; shown is what PostgreSQL ${version} does.`];
  return cells.some(({ cell }) => cell === undefined)
    ? [`What PostgreSQL ${version} does with such a statement was not measured.`]
    : [];
}
