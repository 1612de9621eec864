/** What several rules ask of the schema around a statement: what it finds, what was there before, what is left in the end. */
import { Draft } from '../../schema/apply/draft.ts';
import { defaultPartition } from '../../schema/apply/inherit.ts';
import { candidates, find } from '../../schema/apply/resolve.ts';
import { nameKey, type ObjectName, type QualifiedName } from '../../schema/name.ts';
import type { SchemaSnapshot, Table, TablePart, UserType, View } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';
import { uncertaintyAbout } from '../../schema/uncertainty.ts';
import type { PlannedRevision } from '../plan/plannedRun.ts';
import type { RuleInput } from './rule.ts';

/** The schema that a statement finds, to look names up in. */
function draftOf({ statement, context }: RuleInput): Draft | undefined {
  const before = statement.steps[0]?.before;
  return before && new Draft(before, { sql: context.sql, searchPath: context.searchPath });
}

export function tableOf(input: RuleInput, name: ObjectName): Table | undefined {
  const draft = draftOf(input);
  return draft && find(draft, draft.tables, name);
}

/** The run has made it and put no rows into it. */
export function isKnownEmpty(input: RuleInput, name: ObjectName): boolean {
  const found = tableOf(input, name);
  const { committed, created, filled } = input.context;
  const key = found && nameKey(found.name);
  return key !== undefined && (committed.has(key) || created.has(key)) && !filled.has(key);
}

export function typeIn(input: RuleInput, type: SqlType): UserType | undefined {
  const draft = draftOf(input);
  return draft && type.kind === 'named' && !type.array ? find(draft, draft.types, type) : undefined;
}

export const isPartitioned = (input: RuleInput, name: ObjectName): boolean =>
  tableOf(input, name)?.kind === 'partitionedTable';

export function hasDefaultPartition(input: RuleInput, parent: ObjectName): boolean {
  const draft = draftOf(input);
  const table = draft && find(draft, draft.tables, parent);
  return draft !== undefined && table !== undefined && defaultPartition(draft, table) !== undefined;
}

/** What an index of this name is on. */
export function indexOwner(input: RuleInput, index: ObjectName): Table | View | undefined {
  const draft = draftOf(input);
  if (draft === undefined) return undefined;
  const owners = [...draft.tables.values(), ...draft.views.values()];
  return candidates(draft, index)
    .flatMap(({ schema, name }) =>
      owners.filter((one) => one.name.schema === schema && one.indexes.some((other) => other.name === name)),
    )
    .at(0);
}

const LONGEST_NAME = 63;

/** `undefined` where it is taken, or not known to be free. */
export function freeConstraintName(input: RuleInput, table: ObjectName, wanted: string): string | undefined {
  const name = wanted.slice(0, LONGEST_NAME);
  const found = tableOf(input, table);
  return found === undefined || found.constraints.some((one) => one.name === name) ? undefined : name;
}

/** As it was before the revision, under the name that it had then. */
export function tableBefore(input: RuleInput, name: ObjectName): Table | undefined {
  const now = tableOf(input, name);
  if (now === undefined) return undefined;
  const { tables } = input.revision.before;
  const old = input.context.renamed?.get(nameKey(now.name));
  return (old && tables.get(nameKey(old))) ?? tables.get(nameKey(now.name));
}

/** Code that runs knows it: neither the revision nor the run before it has added it. */
export function hadColumn(input: RuleInput, table: ObjectName, column: string): boolean {
  const now = tableOf(input, table);
  const isOwn = now && input.context.ownColumns?.has(`${nameKey(now.name)}\0${column}`);
  return !isOwn && tableBefore(input, table)?.columns.some(({ name }) => name === column) === true;
}

/** The schema that the revision leaves, as far as it is known. */
function schemaAfter({ statements, before }: PlannedRevision): SchemaSnapshot {
  return statements.findLast(({ steps }) => steps.length > 0)?.steps.at(-1)?.after ?? before;
}

/** A table that a statement names, as the revision leaves it; renamed or dropped since: `undefined`. */
export function tableAfter(input: RuleInput, name: ObjectName): Table | undefined {
  const [step] = input.statement.steps.slice(-1);
  const { tables } = schemaAfter(input.revision);
  if (step === undefined) return undefined;
  const draft = new Draft(step.after, { sql: input.context.sql, searchPath: input.context.searchPath });
  const found = find(draft, draft.tables, name);
  return found && tables.get(nameKey(found.name));
}

/** The table that a revision leaves may have other parts of this kind than are known. */
export const isUnsureAfter = ({ revision }: RuleInput, { name }: Table, part: TablePart['kind']): boolean =>
  uncertaintyAbout(schemaAfter(revision).uncertainties, { kind: 'table', name, part: { kind: part } }) !==
  undefined;

export function isDroppedLater({ index, revision }: RuleInput, table: QualifiedName): boolean {
  const key = nameKey(table);
  return revision.statements
    .slice(index + 1)
    .flatMap(({ steps }) => steps)
    .some(
      ({ operation, before, after }) =>
        operation.kind === 'dropTable' && before.tables.has(key) && !after.tables.has(key),
    );
}
