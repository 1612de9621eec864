/** What an operation touches, for one of which not all is known. */

import type { AffectedObject, ColumnDefinition } from '../migration/operations/definitions.ts';
import type { MigrationOperation, Step } from '../migration/operations/operation.ts';
import type { ObjectName } from '../schema/name.ts';
import type { TablePart } from '../schema/snapshot.ts';
import { holeLetter } from './placeholders.ts';

/** What some operations touch together: `anything` where a name has a hole in it. */
export function affectedBy(steps: readonly Step[]): 'anything' | readonly AffectedObject[] {
  const objects: AffectedObject[] = [];
  for (const step of steps) {
    const own = objectsOf(step);
    if (own === 'anything' || JSON.stringify(own).includes(holeLetter)) return 'anything';
    objects.push(...own);
  }
  return objects;
}

/** Whether the schema surely stays as it is. */
export function changesNothing(step: Step): boolean {
  switch (step.kind) {
    case 'data':
    case 'noSchemaEffect':
      return true;
    case 'conditional':
      return [...step.then, ...step.otherwise].every(changesNothing);
    case 'attempt':
      return [...step.attempt, ...step.onFailure].every(changesNothing);
    default:
      return false;
  }
}

function objectsOf(step: Step): 'anything' | readonly AffectedObject[] {
  // What depends on what is dropped stands anywhere.
  if ('cascade' in step && step.cascade === true) return 'anything';
  return tablesOf(step) ?? partsOf(step) ?? othersOf(step);
}

function tablesOf(step: Step): readonly AffectedObject[] | undefined {
  switch (step.kind) {
    case 'attachPartition':
    case 'detachPartition':
      return [table(step.parent), table(step.partition)];
    case 'createTable':
      return [table(step.table), ...sequencesOf(step.table, step.definition.columns)];
    case 'dropTable':
    case 'setTableProperty':
    case 'dropColumn':
    case 'renameConstraint':
    case 'alterPolicy':
      return [table(step.table)];
    case 'dropIndex':
      return step.table && [table(step.table)];
    default:
      return undefined;
  }
}

function partsOf(step: Step): readonly AffectedObject[] | undefined {
  switch (step.kind) {
    case 'addColumn':
      return [addedColumn(step.table, step.column), ...sequencesOf(step.table, [step.column])];
    case 'alterColumn':
      return [step.change.kind === 'type' ? table(step.table) : part(step.table, 'column', step.column)];
    case 'addConstraint': {
      const { kind, name } = step.constraint;
      return [kind === 'primaryKey' ? table(step.table) : part(step.table, 'constraint', name)];
    }
    case 'dropConstraint':
    case 'validateConstraint':
    case 'alterConstraint':
      return [part(step.table, 'constraint', step.name)];
    case 'createIndex':
      return [part(step.table, 'index', step.name)];
    case 'createTrigger':
    case 'dropTrigger':
      return [part(step.table, 'trigger', step.name)];
    case 'createPolicy':
      return [part(step.table, 'policy', step.policy.name)];
    case 'dropPolicy':
      return [part(step.table, 'policy', step.name)];
    default:
      return undefined;
  }
}

/** Of the rest: what refers to it, or stands under its name afterwards, may be anything. */
function othersOf(step: Step): 'anything' | readonly AffectedObject[] {
  switch (step.kind) {
    case 'createEnum':
    case 'addEnumLabel':
    case 'renameEnumLabel':
    case 'createDomain':
    case 'alterDomain':
    case 'createComposite':
    case 'createRange':
      return [{ kind: 'type', name: step.type }];
    case 'createSequence':
    case 'alterSequence':
      return [{ kind: 'sequence', name: step.sequence }];
    case 'createView':
    case 'dropView':
      return [{ kind: 'view', name: step.view }];
    case 'createRoutine':
    case 'dropRoutine':
      return [{ kind: 'routine', name: step.name }];
    case 'createSchema':
      return [{ kind: 'schema', name: { name: step.schema } }];
    case 'createExtension':
      return [{ kind: 'extension', name: { name: step.extension } }];
    case 'conditional':
      return affectedBy([...step.then, ...step.otherwise]);
    case 'attempt':
      return affectedBy([...step.attempt, ...step.onFailure]);
    case 'opaque':
      return step.affects;
    case 'data':
    case 'noSchemaEffect':
      return [];
    default:
      return 'anything';
  }
}

const table = (name: ObjectName): AffectedObject => ({ kind: 'table', name });

/** Any of its kind, where its name is not known. */
function part(on: ObjectName, kind: TablePart['kind'], name: string | undefined): AffectedObject {
  const own = name === undefined || name.includes(holeLetter) ? { kind } : { kind, name };
  return { kind: 'table', name: on, parts: [own] };
}

function addedColumn(on: ObjectName, { name, constraints }: ColumnDefinition): AffectedObject {
  return constraints === undefined ? part(on, 'column', name) : table(on);
}

/** Those that PostgreSQL makes for serial columns, under their usual names. */
function sequencesOf(
  { name, ...schema }: ObjectName,
  columns: readonly ColumnDefinition[],
): readonly AffectedObject[] {
  return columns
    .filter(({ type }) => type.kind === 'named' && type.name.endsWith('serial'))
    .map((column) => ({ kind: 'sequence', name: { ...schema, name: `${name}_${column.name}_seq` } }));
}

/** One operation that claims no more of some others than what they may touch. */
export function blurred(
  steps: readonly MigrationOperation[],
  reason: string,
  at: Pick<MigrationOperation, 'location' | 'sql'>,
): MigrationOperation {
  if (steps.every(changesNothing)) return { kind: 'data', statement: 'DO', tables: [], ...at };
  return { kind: 'opaque', reason, affects: affectedBy(steps), ...at };
}
