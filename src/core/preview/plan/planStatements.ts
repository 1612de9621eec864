/**
 * The statements of one script on a schema that changes with each of them: guards are decided by what is there, and a
 * statement that would fail says so.
 */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { holds } from '../../schema/apply/condition.ts';
import type { Draft } from '../../schema/apply/draft.ts';
import { inPasses } from '../../schema/apply/passes.ts';
import { find } from '../../schema/apply/resolve.ts';
import { isUnsure } from '../../schema/apply/subject.ts';
import { applyAt } from '../../schema/apply.ts';
import type { Column } from '../../schema/snapshot.ts';
import type { Location } from '../../text/range.ts';
import { conditionReasons, conditionSentence } from './conditionWords.ts';
import { enumStep } from './enumStep.ts';
import type { PlannedStatement, PlannedStep, StatementText } from './plannedRun.ts';
import { scriptLines } from './scriptLines.ts';
import { writeOperation } from './sql/writeOperation.ts';
import { type Control, type NameDoubt, type StatementGroup, statementGroups } from './statementGroups.ts';
import { versionProblems } from './versionProblems.ts';

export interface Planning {
  readonly draft: Draft;
  readonly serverVersion: number;
  readonly readFile: (path: string) => string | undefined;
  /** Enum types that SQLAlchemy has made with a table in this run. */
  readonly madeTypes: Set<string>;
}

export function planStatements(
  operations: readonly MigrationOperation[],
  planning: Planning,
): readonly PlannedStatement[] {
  return planAll(operations, planning).map(({ doubts, ...statement }) =>
    doubts.length === 0 ? statement : { ...statement, condition: conditionSentence(doubts) },
  );
}

/** A statement with the reasons, as whole sentences, why nobody can tell whether it runs. */
interface Doubted extends Omit<PlannedStatement, 'condition'> {
  readonly doubts: readonly string[];
}

function planAll(operations: readonly MigrationOperation[], planning: Planning): readonly Doubted[] {
  return statementGroups(operations).flatMap((group) =>
    group.kind === 'control' ? planControl(group.operation, planning) : planGroup(group, planning),
  );
}

function planControl(operation: Control, planning: Planning): readonly Doubted[] {
  const { draft } = planning;
  const ways = waysOf(operation);
  const decided = decide(operation, draft);
  if (decided !== undefined) return planAll(ways[decided === 'then' ? 0 : 1].operations, planning);
  const mark = draft.mark();
  const [one, other] = ways.map((way) => {
    const statements = planAll(way.operations, planning);
    draft.backTo(mark);
    return { statements, doubts: way.doubts };
  });
  applyAt(draft, [operation], 0);
  return one === undefined || other === undefined ? [] : eitherWay(one, other);
}

interface PlannedWay {
  readonly statements: readonly Doubted[];
  readonly doubts: readonly string[];
}

/** What both ways run, surely runs; it stands where the first way has it. */
function eitherWay(one: PlannedWay, other: PlannedWay): readonly Doubted[] {
  const left = new Map<string, number>();
  for (const statement of other.statements) {
    const key = identity(statement);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const take = (statement: Doubted): boolean => {
    const count = left.get(identity(statement)) ?? 0;
    left.set(identity(statement), count - 1);
    return count > 0;
  };
  const first = one.statements.map((statement) =>
    take(statement) ? statement : doubted(statement, one.doubts),
  );
  const second = other.statements.filter((statement) => {
    const count = left.get(identity(statement)) ?? 0;
    if (count > 0) left.set(identity(statement), count - 1);
    return count > 0;
  });
  return [...first, ...second.map((statement) => doubted(statement, other.doubts))];
}

function identity({ location: { file, range }, text, doubts }: Doubted): string {
  return JSON.stringify([file, range, text, doubts]);
}

function doubted(statement: Doubted, doubts: readonly string[]): Doubted {
  return { ...statement, doubts: [...doubts, ...statement.doubts] };
}

/** `undefined`: nobody can tell. */
function decide(operation: Control, draft: Draft): 'then' | 'otherwise' | undefined {
  if (operation.kind === 'conditional') {
    const answer = holds(draft, operation.condition);
    return answer === undefined ? undefined : answer ? 'then' : 'otherwise';
  }
  if (operation.attempt.some((one) => isUnsure(draft, one))) return undefined;
  const mark = draft.mark();
  const ordered = inPasses(operation.attempt);
  for (const index of ordered.keys()) applyAt(draft, ordered, index);
  const fails = draft.problems.length > mark.problems.length;
  draft.backTo(mark);
  return fails ? 'otherwise' : 'then';
}

interface Way {
  readonly operations: readonly MigrationOperation[];
  /** Why nobody can tell whether this way is taken. */
  readonly doubts: readonly string[];
}

function waysOf(operation: Control): readonly [Way, Way] {
  if (operation.kind === 'conditional') {
    const { condition, then, otherwise } = operation;
    return [
      { operations: then, doubts: conditionReasons(condition, true) },
      { operations: otherwise, doubts: conditionReasons(condition, false) },
    ];
  }
  const { attempt, onFailure } = operation;
  return [
    { operations: attempt, doubts: ['It is tried, and taken back where something of it fails.'] },
    { operations: onFailure, doubts: ['It runs only if what is tried before it fails.'] },
  ];
}

function planGroup(
  group: Exclude<StatementGroup, { readonly kind: 'control' }>,
  planning: Planning,
): readonly Doubted[] {
  if (group.kind === 'whole') {
    const { whole, operations } = group;
    return [planned(operations, whole.location, textOfWhole(whole, planning), planning)];
  }
  if (group.kind === 'call') {
    const { operations, location, reason } = group;
    return [planned(operations, location, sourceText(location, reason, planning), planning)];
  }
  const { operation, doubts } = enumStep(group.operation, planning);
  if (operation === undefined) return [];
  const written = writeOperation(operation, columnOf(operation, planning.draft));
  const { location } = operation;
  const text = written.kind === 'sql' ? written : sourceText(location, written.reason, planning);
  const statement = planned([operation], location, text, planning);
  return [doubted({ ...statement, ...namedHere(group.names, planning) }, doubts)];
}

/** What is done next may name it, so that it must not be taken for missing. */
function namedHere(
  names: readonly NameDoubt[],
  { draft }: Planning,
): Pick<PlannedStatement, 'namedHere' | 'notes'> {
  const [first] = names;
  if (first === undefined) return {};
  for (const index of names.keys()) applyAt(draft, names, index);
  const sentence = `${first.reason} PostgreSQL names it here.`;
  return { namedHere: sentence, notes: [sentence] };
}

function planned(
  operations: readonly MigrationOperation[],
  location: Location,
  text: StatementText,
  { draft, serverVersion }: Planning,
): Doubted {
  const before = draft.problems.length;
  const { steps, doubts } = runSteps(operations, draft);
  return {
    location,
    text,
    steps,
    doubts,
    autocommit: operations.some(({ autocommit }) => autocommit === true),
    problems: [
      ...draft.problems.slice(before),
      ...steps.flatMap(({ operation }) => versionProblems(operation, serverVersion)),
    ],
  };
}

interface Steps {
  readonly steps: readonly PlannedStep[];
  /** Whole sentences: why nobody can tell which of them are done. */
  readonly doubts: readonly string[];
}

/** Applies what one statement does; where it decides itself what to do, the way that it takes. */
function runSteps(operations: readonly MigrationOperation[], draft: Draft): Steps {
  const ordered = inPasses(operations);
  const steps: PlannedStep[] = [];
  const doubts: string[] = [];
  const add = (inner: Steps): void => {
    steps.push(...inner.steps);
    doubts.push(...inner.doubts);
  };
  for (const [index, operation] of ordered.entries()) {
    if (operation.kind === 'conditional' || operation.kind === 'attempt') add(runControl(operation, draft));
    else {
      const before = draft.snapshot();
      applyAt(draft, ordered, index);
      steps.push({ operation, before, after: draft.snapshot() });
    }
  }
  return { steps, doubts };
}

function runControl(operation: Control, draft: Draft): Steps {
  const ways = waysOf(operation);
  const decided = decide(operation, draft);
  if (decided !== undefined) return runSteps(ways[decided === 'then' ? 0 : 1].operations, draft);
  const mark = draft.mark();
  const both = ways.map(({ operations }) => {
    const inner = runSteps(operations, draft);
    draft.backTo(mark);
    return inner;
  });
  applyAt(draft, [operation], 0);
  const doubt = 'The statement decides by itself what it does when it runs.';
  const steps = both.flatMap((one) => one.steps);
  return { steps, doubts: steps.length === 0 ? [] : [doubt] };
}

function columnOf(operation: MigrationOperation, draft: Draft): Column | undefined {
  if (operation.kind !== 'alterColumn' || operation.change.kind !== 'identity') return undefined;
  const table = find(draft, draft.tables, operation.table);
  return table?.columns.find(({ name }) => name === operation.column);
}

function textOfWhole(
  { sql, open, location }: { readonly sql: string; readonly open?: true; readonly location: Location },
  planning: Planning,
): StatementText {
  if (open)
    return sourceText(location, 'Parts of this statement are filled in only when the script runs.', planning);
  if (sql.startsWith('\\'))
    return { kind: 'source', source: sql, reason: 'This is a command of psql, which the server never gets.' };
  return { kind: 'sql', sql };
}

function sourceText({ file, range }: Location, reason: string, { readFile }: Planning): StatementText {
  return { kind: 'source', source: scriptLines(readFile(file) ?? '', range), reason };
}
