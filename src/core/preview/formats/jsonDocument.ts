/**
 * What `driftline preview --format json` prints. The shape is a promise: a change that could break a reader raises
 * `version`; adding a property does not.
 */
import { z } from 'zod';
import { refText } from '../../drift/objectRef.ts';
import { differenceText } from '../../drift/words.ts';
import { displayName } from '../../schema/name.ts';
import { lockModes, type RelationLock, type StatementImpact } from '../locks/impact.ts';
import type { PreviewDocument } from '../previewDocument.ts';
import { otherLocks, placeKey } from '../rehearsal/otherLocks.ts';
import type { RehearsalFailure, RehearsalResult } from '../rehearsal/rehearsal.ts';
import type { RunPreview, StatementPreview, TableSize } from '../runPreview.ts';
import type { StampPreview } from '../stamp/stampPreview.ts';
import { codeUseKinds } from '../uses/codeUse.ts';
import { isOutside } from './words.ts';

const size = {
  table: z.string(),
  rows: z.number().optional().meta({ description: 'As the planner estimates.' }),
  bytes: z.number().optional().meta({ description: 'Without indexes.' }),
};
const mode = z.enum(lockModes);
const lock = z.object({ relation: z.string(), kind: z.string(), mode });
const time = z.object({ kind: z.enum(['instant', 'seconds', 'minutes', 'unknown']), basis: z.string() });
const place = { file: z.string().optional(), line: z.number().int().optional() };

const statement = z.object({
  sql: z.string().optional().meta({ description: 'Absent where only running the script would tell.' }),
  source: z.string().optional().meta({ description: 'The lines of the script in its place.' }),
  reason: z.string().optional().meta({ description: 'Why there is no SQL.' }),
  ...place,
  condition: z.string().optional().meta({ description: 'Where nobody can tell whether it runs.' }),
  basis: z.enum(['measured', 'notMeasured', 'unknown']),
  locks: z.array(lock),
  rewrites: z.array(z.string()),
  rebuilds: z.array(z.string()),
  scans: z.array(z.string()),
  transaction: z.boolean().meta({ description: 'false: it runs outside of a transaction.' }),
  reversibility: z.enum(['reversible', 'losesData', 'irreversible']),
  reversibilityReason: z.string().optional().meta({ description: 'Absent where it is simply reversible.' }),
  tables: z.array(z.object(size)),
  time,
  failures: z.array(z.string()).meta({ description: 'Why it would fail.' }),
  notes: z.array(z.string()),
  findings: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(['error', 'warning', 'information']),
      message: z.string(),
      here: z.string().optional().meta({ description: 'What the size of its tables makes of it here.' }),
      suppressed: z.string().optional(),
    }),
  ),
});

const use = z.object({
  kind: z.enum(codeUseKinds),
  file: z.string(),
  line: z.number().int(),
  text: z.string(),
  objects: z.array(z.string()).meta({ description: 'What the line names.' }),
});

const rehearsal = z.object({
  outcome: z.enum(['passed', 'failed', 'incomplete']),
  server: z.enum(['embedded', 'local']),
  serverVersion: z.string(),
  failure: z
    .object({
      revision: z.string().optional(),
      statement: z.number().int().optional().meta({ description: 'Counted from 0, in its revision.' }),
      sql: z.string(),
      message: z.string(),
      code: z.string().optional().meta({ description: 'SQLSTATE.' }),
      detail: z.string().optional(),
      hint: z.string().optional(),
      position: z
        .number()
        .int()
        .optional()
        .meta({ description: 'In `sql`, in UTF-16 units, counted from 0: what PostgreSQL points to.' }),
      ...place,
    })
    .optional(),
  statements: z.array(
    z.object({
      revision: z.string(),
      statement: z.number().int().optional().meta({
        description: 'Counted from 0, in its revision; absent: what changes the version table at its end.',
      }),
      locks: z
        .array(lock)
        .nullable()
        .meta({ description: 'Those that its transaction did not have yet; null: not seen.' }),
      rewrites: z.array(z.string()),
      asTold: z.boolean().meta({ description: 'false: it took other locks on tables than were told.' }),
    }),
  ),
  remaining: z.array(z.object({ object: z.string(), difference: z.string() })).nullable(),
  limits: z.array(z.string()),
});

const run = z.object({
  version: z.literal(1),
  kind: z.enum(['upgrade', 'downgrade']),
  project: z.string(),
  environment: z.string(),
  serverVersion: z.string(),
  from: z.array(z.string()),
  assumed: z.boolean().meta({ description: 'It was said where the run starts, whatever the stamp says.' }),
  to: z.array(z.string()),
  transactions: z.enum(['run', 'revision', 'unknown']),
  first: z
    .array(z.string())
    .meta({ description: 'What the tool does before the first revision: it makes its version table.' }),
  firstFailure: z.string().optional().meta({ description: 'Why that would fail.' }),
  versionTableNote: z
    .string()
    .optional()
    .meta({ description: 'What is written into the version table besides, or why it is not shown.' }),
  verdict: z.object({ kind: z.enum(['nothingToDo', 'fine', 'risky', 'unknown', 'fails']), text: z.string() }),
  summary: z.object({
    statements: z.number().int(),
    worstLock: mode.optional(),
    locked: z.array(z.object({ ...size, mode, rewrite: z.boolean(), scan: z.boolean() })),
    irreversible: z.number().int(),
    unknown: z.number().int(),
    time,
  }),
  obstacles: z.array(
    z.object({
      kind: z.string(),
      severity: z.enum(['blocks', 'risk']),
      message: z.string(),
      pid: z.number().int().optional(),
      statements: z
        .array(z.object({ revision: z.string(), statement: z.number().int() }))
        .meta({ description: 'Those that would wait.' }),
    }),
  ),
  activityUnknown: z.string().optional(),
  hidden: z.array(z.string()).meta({ description: 'What of it the role may not see.' }),
  lockTimeoutMs: z.number().optional(),
  lockTimeoutReason: z.string().optional(),
  revisions: z.array(
    z.object({
      revision: z.string(),
      message: z.string().optional(),
      file: z.string(),
      statements: z.array(statement),
      versionTable: z.array(z.string()),
      uses: z
        .array(use)
        .meta({ description: 'Lines of code that name what it makes, changes, renames or drops.' }),
      moreUses: z.number().int().meta({ description: 'So many lines more name it.' }),
    }),
  ),
  rehearsal: rehearsal.optional(),
});

const stamp = z.object({
  version: z.literal(1),
  kind: z.literal('stamp'),
  project: z.string(),
  environment: z.string(),
  from: z.array(z.string()).nullable().meta({ description: 'null: the version table could not be read.' }),
  to: z.array(z.string()),
  recommended: z.array(z.string()).optional(),
  counts: z.object({ true: z.number().int(), false: z.number().int(), unknown: z.number().int() }),
  messages: z.array(z.object({ severity: z.enum(['good', 'warning', 'error']), text: z.string() })),
  revisions: z.array(
    z.object({
      revision: z.string(),
      message: z.string().optional(),
      as: z.enum(['claimed', 'disclaimed']),
      claims: z.array(
        z.object({
          text: z.string(),
          truth: z.enum(['true', 'false', 'unknown']),
          why: z.string().optional(),
        }),
      ),
    }),
  ),
  sql: z.array(z.string()),
  command: z.string().optional(),
});

export const jsonDocument = z.discriminatedUnion('kind', [run, stamp]);

export type JsonDocument = z.infer<typeof jsonDocument>;

/** @param pathOf A file from where the user is. */
export function jsonDocumentOf(preview: PreviewDocument, pathOf: (file: string) => string): JsonDocument {
  return preview.kind === 'stamp' ? stampDocument(preview) : runDocument(preview, pathOf);
}

function runDocument(preview: RunPreview, pathOf: (file: string) => string): JsonDocument {
  const { kind, project, environment, serverVersion, transactions, verdict, summary, obstacles } = preview;
  const { lockTimeout, activityUnknown, rehearsal: rehearsed, firstFailure, versionTableNote } = preview;
  return {
    version: 1,
    ...{ kind, project, environment, serverVersion, transactions, verdict },
    from: [...preview.from],
    assumed: preview.assumed === true,
    to: [...preview.to],
    first: [...preview.first],
    ...(firstFailure !== undefined && { firstFailure }),
    ...(versionTableNote !== undefined && { versionTableNote }),
    summary: {
      ...summary,
      locked: summary.locked.map((one) => ({ ...one, table: displayName(one.table) })),
    },
    obstacles: obstacles.map(({ statements, ...one }) => ({
      ...one,
      statements: statements.map(({ revision, index }) => ({ revision, statement: index })),
    })),
    ...(activityUnknown !== undefined && { activityUnknown }),
    hidden: [...preview.hidden],
    ...(lockTimeout !== undefined && {
      lockTimeoutMs: lockTimeout.ms,
      lockTimeoutReason: lockTimeout.reason,
    }),
    revisions: preview.revisions.map(({ revision, message, file, statements, versionTable, ...code }) => ({
      revision,
      ...(message !== undefined && { message }),
      file: pathOf(file),
      statements: statements.map((one) => statementDocument(one, pathOf)),
      versionTable: [...versionTable],
      uses: code.uses.map(({ kind, location, line, text, objects }) => ({
        ...{ kind, file: pathOf(location.file), line, text },
        objects: [...objects],
      })),
      moreUses: code.moreUses,
    })),
    ...(rehearsed !== undefined && { rehearsal: rehearsalDocument(rehearsed, preview, pathOf) }),
  };
}

function statementDocument(
  told: StatementPreview,
  pathOf: (file: string) => string,
): z.infer<typeof statement> {
  const { text, location, line, condition, impact, tables, failures, findings } = told;
  return {
    ...(text.kind === 'sql' ? { sql: text.sql } : { source: text.source, reason: text.reason }),
    file: pathOf(location.file),
    ...(line !== undefined && { line }),
    ...(condition !== undefined && { condition }),
    ...costs(impact),
    transaction: !isOutside(told),
    tables: tables.map(sized),
    time: told.time,
    failures: [...failures],
    findings: findings.map(({ rule, severity, message, here, suppressed }) => ({
      ...{ rule, severity, message },
      ...(here !== undefined && { here }),
      ...(suppressed !== undefined && { suppressed }),
    })),
  };
}

function costs({ basis, locks, rewrites, rebuilds, scans, reversibility, notes }: StatementImpact) {
  return {
    basis,
    locks: locks.map(lockDocument),
    rewrites: rewrites.map(displayName),
    rebuilds: rebuilds.map(displayName),
    scans: scans.map(displayName),
    reversibility: reversibility.kind,
    ...(reversibility.why !== undefined && { reversibilityReason: reversibility.why }),
    notes: [...notes],
  };
}

const lockDocument = ({ relation, kind, mode: held }: RelationLock) => ({
  ...{ relation: displayName(relation), kind },
  mode: held,
});

const sized = (one: TableSize) => ({ ...one, table: displayName(one.table) });

function rehearsalDocument(
  result: RehearsalResult,
  preview: RunPreview,
  pathOf: (file: string) => string,
): z.infer<typeof rehearsal> {
  const { outcome, server, serverVersion, failure, statements, remaining, limits } = result;
  const others = otherLocks(preview);
  return {
    ...{ outcome, server, serverVersion },
    ...(failure !== undefined && { failure: failureDocument(failure, preview, pathOf) }),
    statements: statements.map(({ revision, index, locks, rewrites }) => ({
      revision,
      ...(index !== undefined && { statement: index }),
      locks: locks?.map(lockDocument) ?? null,
      rewrites: rewrites.map(displayName),
      asTold: index === undefined || !others.has(placeKey(revision, index)),
    })),
    remaining: remaining?.map((one) => ({ object: refText(one), difference: differenceText(one) })) ?? null,
    limits: [...limits],
  };
}

function failureDocument(
  { revision, index, sql, message, code, detail, hint, position }: RehearsalFailure,
  { revisions }: RunPreview,
  pathOf: (file: string) => string,
): NonNullable<z.infer<typeof rehearsal>['failure']> {
  const at = revisions.find((one) => one.revision === revision)?.statements[index ?? -1];
  return {
    ...(revision !== undefined && { revision }),
    ...(index !== undefined && { statement: index }),
    ...{ sql, message },
    ...(code !== undefined && { code }),
    ...(detail !== undefined && { detail }),
    ...(hint !== undefined && { hint }),
    ...(position !== undefined && { position }),
    ...(at !== undefined && { file: pathOf(at.location.file) }),
    ...(at?.line !== undefined && { line: at.line }),
  };
}

function stampDocument(preview: StampPreview): JsonDocument {
  const { project, environment, from, to, recommended, counts, messages, revisions, sql, command } = preview;
  return {
    version: 1,
    kind: 'stamp',
    project,
    environment,
    from: from === undefined ? null : [...from],
    to: [...to],
    ...(recommended !== undefined && { recommended: [...recommended] }),
    counts,
    messages: [...messages],
    revisions: revisions.map(({ revision, message, as, claims }) => ({
      revision,
      ...(message !== undefined && { message }),
      as,
      claims: claims.map(({ text, truth, why }) => ({ text, truth, ...(why !== undefined && { why }) })),
    })),
    sql: [...sql],
    ...(command !== undefined && { command }),
  };
}
