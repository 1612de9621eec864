/**
 * Applies operations to a snapshot as PostgreSQL would: with generated names, what comes along, what goes along, and
 * what would fail. The rules are in `apply/`, one file for each kind of object.
 *
 * Never throws for what operations say. One that would fail is a problem and has no effect, and what it is about is
 * uncertain from then on: a database that has nevertheless run it differs from what is known here.
 */
import type { MigrationOperation } from '../migration/operations/operation.ts';
import type { Problem } from '../text/read.ts';
import { applyAlterColumn } from './apply/alterColumn.ts';
import { eitherWay } from './apply/branches.ts';
import { applyAddColumn, applyDropColumn, applyRenameColumn } from './apply/columns.ts';
import { applyComment } from './apply/commentStep.ts';
import { holds } from './apply/condition.ts';
import {
  applyAddConstraint,
  applyAlterConstraint,
  applyDropConstraint,
  applyRenameConstraint,
  applyValidateConstraint,
} from './apply/constraintSteps.ts';
import { createTable } from './apply/createTable.ts';
import { type ApplyContext, Draft } from './apply/draft.ts';
import { applyCreateIndex, applyDropIndex, applyRenameIndex } from './apply/indexSteps.ts';
import { inPasses } from './apply/passes.ts';
import { applyCreateRoutine, applyDropRoutine, applyRenameRoutine } from './apply/routineSteps.ts';
import {
  applyCreateExtension,
  applyCreateSchema,
  applyDropExtension,
  applyDropSchema,
  applyRenameSchema,
} from './apply/schemaSteps.ts';
import {
  applyAlterSequence,
  applyCreateSequence,
  applyDropSequence,
  applyRenameSequence,
} from './apply/sequenceSteps.ts';
import { isUnsure, located, subjectOf } from './apply/subject.ts';
import {
  applyAttachPartition,
  applyDetachPartition,
  applyDropTable,
  applyRenameTable,
  applySetSchema,
  applyTableProperty,
} from './apply/tableSteps.ts';
import {
  applyAlterPolicy,
  applyCreatePolicy,
  applyCreateTrigger,
  applyDropPolicy,
  applyDropTrigger,
} from './apply/triggerSteps.ts';
import {
  applyAddEnumLabel,
  applyAlterDomain,
  applyCreateType,
  applyDropType,
  applyRenameEnumLabel,
  applyRenameType,
} from './apply/typeSteps.ts';
import { applyCreateView, applyDropView, applyRenameView } from './apply/viewSteps.ts';
import type { QualifiedName } from './name.ts';
import type { Affected, SchemaSnapshot, Within } from './snapshot.ts';
import { isInSchema } from './uncertainty.ts';

export type { ApplyContext };

export interface Applied {
  /** The one given where nothing has changed; it shares all objects that have not. */
  readonly snapshot: SchemaSnapshot;
  /** Operations that would fail. */
  readonly problems: readonly Problem[];
}

export function applyOperations(
  snapshot: SchemaSnapshot,
  operations: readonly MigrationOperation[],
  context: ApplyContext,
): Applied {
  const draft = new Draft(snapshot, context);
  applyAll(draft, operations);
  return { snapshot: draft.finish(), problems: draft.problems };
}

/** A schema while a script runs on it, whose operations become known one after the other. */
export class RunningSchema {
  readonly #snapshot: SchemaSnapshot;
  readonly #context: ApplyContext;
  #draft: Draft;
  #applied: readonly MigrationOperation[] = [];

  constructor(snapshot: SchemaSnapshot, context: ApplyContext) {
    this.#snapshot = snapshot;
    this.#context = context;
    this.#draft = new Draft(snapshot, context);
  }

  /** @param operations All that the script has done so far. */
  after(operations: readonly MigrationOperation[]): Draft {
    if (!this.#applied.every((one, index) => one === operations[index])) {
      this.#draft = new Draft(this.#snapshot, this.#context);
      this.#applied = [];
    }
    applyAll(this.#draft, operations.slice(this.#applied.length));
    this.#applied = operations;
    return this.#draft;
  }
}

function applyAll(draft: Draft, operations: readonly MigrationOperation[]): void {
  const ordered = inPasses(operations);
  for (const index of ordered.keys()) applyAt(draft, ordered, index);
}

/** Applies one of the operations of a script or a statement, after those before it. */
export function applyAt(draft: Draft, ordered: readonly MigrationOperation[], index: number): void {
  const operation = ordered[index];
  if (operation === undefined) return;
  draft.operation = operation;
  const together = droppedTogether(draft, ordered, index);
  draft.tryPart(() => applyOne(draft, operation, together), affectedBy(draft, operation));
}

/** What an operation leaves unknown when it fails: changed objects as its failure says, new ones as a whole. */
function affectedBy(draft: Draft, operation: MigrationOperation) {
  const subject = subjectOf(operation);
  if (subject === undefined || !operation.kind.startsWith('create') || operation.kind === 'createIndex')
    return [];
  if (operation.kind === 'createTrigger' || operation.kind === 'createPolicy') return [];
  return [{ kind: subject.kind, name: located(draft, subject) }];
}

/** `DROP TABLE a, b` may drop what depends on each other; each of its names is an operation of its own. */
function droppedTogether(
  draft: Draft,
  operations: readonly MigrationOperation[],
  at: number,
): readonly QualifiedName[] {
  const operation = operations[at];
  if (operation?.sql === undefined || !['dropTable', 'dropView', 'dropType'].includes(operation.kind))
    return [];
  const { file, range } = operation.location;
  return operations.slice(at + 1).flatMap((other) => {
    const same = other.location.file === file && other.location.range?.start === range?.start;
    const subject = same && other.kind === operation.kind ? subjectOf(other) : undefined;
    return subject === undefined ? [] : [located(draft, subject)];
  });
}

/** How each kind of operation changes a draft. */
const rules: Rules = {
  createTable: createTable,
  dropTable: applyDropTable,
  renameTable: applyRenameTable,
  setSchema: applySetSchema,
  setTableProperty: applyTableProperty,
  attachPartition: applyAttachPartition,
  detachPartition: applyDetachPartition,
  addColumn: applyAddColumn,
  dropColumn: applyDropColumn,
  renameColumn: applyRenameColumn,
  alterColumn: applyAlterColumn,
  addConstraint: applyAddConstraint,
  dropConstraint: applyDropConstraint,
  renameConstraint: applyRenameConstraint,
  validateConstraint: applyValidateConstraint,
  alterConstraint: applyAlterConstraint,
  createIndex: applyCreateIndex,
  dropIndex: applyDropIndex,
  renameIndex: applyRenameIndex,
  createEnum: applyCreateType,
  createDomain: applyCreateType,
  createComposite: applyCreateType,
  createRange: applyCreateType,
  addEnumLabel: applyAddEnumLabel,
  renameEnumLabel: applyRenameEnumLabel,
  alterDomain: applyAlterDomain,
  dropType: applyDropType,
  renameType: applyRenameType,
  createSequence: applyCreateSequence,
  alterSequence: applyAlterSequence,
  dropSequence: applyDropSequence,
  renameSequence: applyRenameSequence,
  createSchema: applyCreateSchema,
  dropSchema: applyDropSchema,
  renameSchema: applyRenameSchema,
  setComment: applyComment,
  createView: applyCreateView,
  dropView: applyDropView,
  renameView: applyRenameView,
  createRoutine: applyCreateRoutine,
  dropRoutine: applyDropRoutine,
  renameRoutine: applyRenameRoutine,
  createTrigger: applyCreateTrigger,
  dropTrigger: applyDropTrigger,
  createPolicy: applyCreatePolicy,
  alterPolicy: applyAlterPolicy,
  dropPolicy: applyDropPolicy,
  createExtension: applyCreateExtension,
  dropExtension: applyDropExtension,
  conditional: applyConditional,
  attempt: applyAttempt,
  opaque: applyOpaque,
  setSearchPath: (draft, { schemas }) => {
    draft.searchPath = schemas;
  },
  data: () => undefined,
  noSchemaEffect: () => undefined,
};

type Rules = {
  readonly [K in MigrationOperation['kind']]: (
    draft: Draft,
    operation: Operation<K>,
    together: readonly QualifiedName[],
  ) => void;
};

function applyOne(draft: Draft, operation: MigrationOperation, together: readonly QualifiedName[]): void {
  const rule = rules[operation.kind] as Rules[MigrationOperation['kind']] as (
    draft: Draft,
    operation: MigrationOperation,
    together: readonly QualifiedName[],
  ) => void;
  rule(draft, operation, together);
}

type Operation<K extends MigrationOperation['kind']> = Extract<MigrationOperation, { readonly kind: K }>;

function applyConditional(draft: Draft, operation: Operation<'conditional'>): void {
  const answer = holds(draft, operation.condition);
  const branch = (operations: readonly MigrationOperation[]) => () => {
    applyAll(draft, operations);
    draft.operation = operation;
  };
  if (answer !== undefined) branch(answer ? operation.then : operation.otherwise)();
  else {
    const reason =
      operation.condition.kind === 'unknown'
        ? operation.condition.reason
        : 'Whether this is done depends on something that is not known.';
    eitherWay(draft, reason, branch(operation.then), branch(operation.otherwise));
  }
}

/** A subtransaction: where something in it fails, none of it is done. */
function applyAttempt(draft: Draft, operation: Operation<'attempt'>): void {
  const attempt = () => applyAll(draft, operation.attempt);
  const onFailure = () => applyAll(draft, operation.onFailure);
  if (operation.attempt.some((one) => isUnsure(draft, one))) {
    eitherWay(draft, 'Whether this succeeds depends on something that is not known.', attempt, onFailure);
    return;
  }
  const mark = draft.mark();
  attempt();
  if (draft.problems.length > mark.problems.length) {
    draft.backTo(mark);
    onFailure();
  }
  draft.operation = operation;
}

function applyOpaque(draft: Draft, { reason, affects, within }: Operation<'opaque'>): void {
  const objects =
    affects === 'anything'
      ? affects
      : affects.map(({ kind, name, parts }) => ({
          kind,
          name: located(draft, { kind, name }),
          ...(parts !== undefined && { parts }),
        }));
  draft.addUncertainty(
    reason,
    objects,
    within?.map(({ referring: _, ...one }) => one),
  );
  for (const one of within ?? []) if (one.referring) draft.addUncertainty(reason, keysInto(draft, one));
}

/** Their names of what they refer to may change. */
function keysInto(draft: Draft, within: Within): readonly Affected[] {
  return [...draft.tables.values()].flatMap(({ name, constraints }) => {
    const keys = constraints.filter(
      (one) => one.kind === 'foreignKey' && isInSchema(within, 'table', one.references),
    );
    const parts = keys.map((one) => ({ kind: 'constraint' as const, name: one.name }));
    return parts.length === 0 ? [] : [{ kind: 'table' as const, name, parts }];
  });
}
