/** What `impactOf` says of a form, in the words of an observation. */
import { contextAfter, startOfRun } from '../../core/preview/locks/contextAfter.ts';
import type { LockMode, RunContext, StatementImpact } from '../../core/preview/locks/impact.ts';
import { impactOf, isStronger } from '../../core/preview/locks/impactOf.ts';
import type { PlannedStatement, PlannedStep } from '../../core/preview/plan/plannedRun.ts';
import { applyOperations } from '../../core/schema/apply.ts';
import type { QualifiedName } from '../../core/schema/name.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { readSql } from '../../core/sql/readSql.ts';
import type { SqlParser } from '../../core/sql/sqlParser.ts';
import type { Form } from './form.ts';
import { nameIn, type Observation, statementsOf } from './observe.ts';

export interface Prediction extends Observation {
  readonly basis: StatementImpact['basis'];
  readonly notes: readonly string[];
}

export interface World {
  readonly snapshot: SchemaSnapshot;
  readonly sql: SqlParser;
  readonly version: number;
}

/** Of all its statements together; the last one decides what is refused. */
export function predict(form: Form, schema: string, { snapshot, sql, version }: World): Prediction {
  let context = startOfRun({
    serverVersion: version,
    timeZone: form.timeZone ?? 'Europe/Berlin',
    sql,
    searchPath: [schema],
  });
  let now = snapshot;
  const impacts: StatementImpact[] = [];
  const problems: string[] = [];
  for (const statement of statementsOf(`${form.before ?? ''};${form.statement}`)) {
    const { planned, after } = plan(statement, now, context);
    impacts.push(impactOf(planned, context));
    problems.push(...planned.problems.map(({ message }) => message));
    context = contextAfter(context, planned);
    now = after;
  }
  return { ...together(impacts, schema), ...refused(impacts, problems) };
}

function refused(
  impacts: readonly StatementImpact[],
  problems: readonly string[],
): Pick<Observation, 'error'> {
  const error = problems[0] ?? impacts.flatMap(({ refusal }) => refusal ?? [])[0];
  return error === undefined ? {} : { error };
}

function plan(
  text: string,
  before: SchemaSnapshot,
  { sql, searchPath }: RunContext,
): { readonly planned: PlannedStatement; readonly after: SchemaSnapshot } {
  const context = { sql, searchPath };
  const operations = readSql(text, sql, (range) => ({ file: 'form.sql', range }));
  const steps: PlannedStep[] = [];
  let now = before;
  for (const operation of operations) {
    const step = { operation, before: now, after: applyOperations(now, [operation], context).snapshot };
    steps.push(step);
    now = step.after;
  }
  const { snapshot: after, problems } = applyOperations(before, operations, context);
  const planned = {
    location: { file: 'form.sql' },
    text: { kind: 'sql', sql: text },
    steps,
    autocommit: false,
    problems,
  } as const;
  return { planned, after };
}

function together(impacts: readonly StatementImpact[], schema: string): Prediction {
  const locks = new Map<string, LockMode>();
  for (const { relation, kind, mode } of impacts.flatMap((one) => one.locks)) {
    const isPart = kind === 'index' || kind === 'sequence';
    const name = nameIn(schema, relation);
    const before = locks.get(name);
    if (isPart && !isStronger(mode, 'ROW EXCLUSIVE')) continue;
    if (before === undefined || isStronger(mode, before)) locks.set(name, mode);
  }
  const names = (of: (impact: StatementImpact) => readonly QualifiedName[]) =>
    [...new Set(impacts.flatMap(of).map((one) => nameIn(schema, one)))].sort();
  const worst = (['unknown', 'notMeasured', 'measured'] as const).find((basis) =>
    impacts.some((one) => one.basis === basis),
  );
  return {
    basis: worst ?? 'measured',
    locks,
    rewrites: names((one) => one.rewrites),
    rebuilds: names((one) => one.rebuilds),
    scans: names((one) => one.scans),
    refusesTransaction: impacts.some((one) => one.refusesTransaction),
    notes: impacts.flatMap(({ notes }) => notes),
  };
}
