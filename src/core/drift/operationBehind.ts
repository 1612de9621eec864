/** The operation of a script that makes a fact: found by what it is about, as a reader would. */
import type { MigrationOperation } from '../migration/operations/operation.ts';
import type { ObjectName } from '../schema/name.ts';
import type { Location } from '../text/range.ts';
import type { ObjectRef } from './objectRef.ts';

/** `undefined` where no operation, or only what is not followed, says it. */
export function operationBehind(
  fact: ObjectRef,
  operations: readonly MigrationOperation[],
): Location | undefined {
  const all = operations.flatMap(flatten);
  const ranked = all
    .map((operation) => ({ operation, rank: rankOf(operation, fact) }))
    .filter(({ rank }) => rank > 0);
  const best = Math.max(0, ...ranked.map(({ rank }) => rank));
  return ranked.findLast(({ rank }) => rank === best)?.operation.location;
}

function flatten(operation: MigrationOperation): readonly MigrationOperation[] {
  switch (operation.kind) {
    case 'conditional':
      return [...operation.then, ...operation.otherwise].flatMap(flatten);
    case 'attempt':
      return [...operation.attempt, ...operation.onFailure].flatMap(flatten);
    default:
      return [operation];
  }
}

/** 3: this very part; 2: the object as a whole; 1: its table in another way; 0: something else. */
function rankOf(operation: MigrationOperation, { object, of, part }: ObjectRef): number {
  const own = nameOf(operation);
  if (own === undefined) return 0;
  const sameObject = own.name === of.name && (own.schema === undefined || own.schema === of.schema);
  if (part === undefined) return sameObject ? (operation.kind.startsWith('create') ? 3 : 2) : 0;
  if (partsOf(operation).includes(part)) return sameObject || object === 'index' ? 3 : 0;
  if (!sameObject) return 0;
  return operation.kind === 'createTable' || operation.kind === 'createEnum' ? 2 : 1;
}

function nameOf(operation: MigrationOperation): ObjectName | undefined {
  if (operation.kind === 'setComment')
    return 'table' in operation.target ? operation.target.table : undefined;
  if ('table' in operation && operation.table !== undefined) return operation.table;
  if ('type' in operation && typeof operation.type === 'object' && !('kind' in operation.type))
    return operation.type;
  if ('view' in operation) return operation.view;
  if ('sequence' in operation) return operation.sequence;
  if ('index' in operation) return operation.index;
  if ('name' in operation && typeof operation.name === 'object') return operation.name;
  return undefined;
}

function partsOf(operation: MigrationOperation): readonly string[] {
  switch (operation.kind) {
    case 'addColumn':
      return [operation.column.name];
    case 'dropColumn':
    case 'alterColumn':
      return [operation.column];
    case 'renameColumn':
      return [operation.column, operation.newName];
    case 'addConstraint':
      return operation.constraint.name === undefined ? [] : [operation.constraint.name];
    case 'dropConstraint':
    case 'renameConstraint':
    case 'createTrigger':
    case 'dropTrigger':
    case 'dropPolicy':
      return [operation.name];
    case 'createIndex':
      return operation.name === undefined ? [] : [operation.name];
    case 'dropIndex':
      return [operation.index.name];
    case 'addEnumLabel':
      return [operation.label];
    case 'createPolicy':
      return [operation.policy.name];
    default:
      return [];
  }
}
