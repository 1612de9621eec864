/** ALTER … RENAME and ALTER … SET SCHEMA of any kind of object, and COMMENT ON. */
import type { AlterObjectSchemaStmt, CommentStmt, ObjectType, RenameStmt } from '@pgsql/types';
import type { CommentTarget } from '../../migration/operations/definitions.ts';
import type { Step } from '../../migration/operations/operation.ts';
import { displayName, type ObjectName } from '../../schema/name.ts';
import { relationName } from '../nodes.ts';
import type { Statement } from '../statement.ts';
import { nameOf, partOf } from './drop.ts';
import { signatureOf } from './routine.ts';
import { flag, noSchemaEffect, opaque, table } from './step.ts';

export function rename(stmt: RenameStmt, statement: Statement): Step {
  const { renameType, relation, object, subname = '', newname: newName = '', missing_ok } = stmt;
  const name = relationName(relation);
  const ifExists = flag('ifExists', missing_ok);
  const ifTableExists = flag('ifTableExists', missing_ok);
  switch (renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'renameTable', table: name, newName, ...ifExists };
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return { kind: 'renameView', view: name, newName };
    case 'OBJECT_SEQUENCE':
      return { kind: 'renameSequence', sequence: name, newName };
    case 'OBJECT_INDEX':
      return { kind: 'renameIndex', index: name, newName, ...ifExists };
    case 'OBJECT_COLUMN':
    case 'OBJECT_ATTRIBUTE':
      return { kind: 'renameColumn', table: name, column: subname, newName, ...ifTableExists };
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'renameConstraint', table: name, name: subname, newName, ...ifTableExists };
    case 'OBJECT_POLICY':
      return { kind: 'alterPolicy', table: name, name: subname, change: { name: newName } };
    case 'OBJECT_TRIGGER': {
      const triggers = [subname, newName].map((trigger) => ({ kind: 'trigger' as const, name: trigger }));
      return opaque(`Renaming trigger ${subname} is not followed.`, [table(name, triggers)]);
    }
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'renameType', type: nameOf(object), newName };
    case 'OBJECT_DOMCONSTRAINT': {
      const type = nameOf(object);
      const reason = `Renaming constraint ${subname} of ${displayName(type)} is not followed.`;
      return opaque(reason, [{ kind: 'type', name: type }]);
    }
    case 'OBJECT_SCHEMA':
      return { kind: 'renameSchema', schema: subname, newName };
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return object !== undefined && 'ObjectWithArgs' in object
        ? { kind: 'renameRoutine', ...signatureOf(object.ObjectWithArgs), newName }
        : noSchemaEffect(statement);
    default:
      return noSchemaEffect(statement);
  }
}

type Movable = Extract<Step, { readonly kind: 'setSchema' }>['object'];

const movable: ReadonlyMap<ObjectType | undefined, Movable> = new Map<ObjectType, Movable>([
  ['OBJECT_TABLE', 'table'],
  ['OBJECT_FOREIGN_TABLE', 'table'],
  ['OBJECT_VIEW', 'view'],
  ['OBJECT_MATVIEW', 'view'],
  ['OBJECT_SEQUENCE', 'sequence'],
  ['OBJECT_TYPE', 'type'],
  ['OBJECT_DOMAIN', 'type'],
  ['OBJECT_EXTENSION', 'extension'],
  ['OBJECT_FUNCTION', 'routine'],
  ['OBJECT_PROCEDURE', 'routine'],
  ['OBJECT_ROUTINE', 'routine'],
  ['OBJECT_AGGREGATE', 'routine'],
]);

export function setSchema(stmt: AlterObjectSchemaStmt, statement: Statement): Step {
  const { objectType, relation, object, newschema: schema = '', missing_ok } = stmt;
  const kind = movable.get(objectType);
  if (kind === undefined) return noSchemaEffect(statement);
  const named =
    object !== undefined && 'ObjectWithArgs' in object
      ? signatureOf(object.ObjectWithArgs)
      : { name: relation === undefined ? nameOf(object) : relationName(relation) };
  return { kind: 'setSchema', object: kind, ...named, schema, ...flag('ifExists', missing_ok) };
}

export function comment(stmt: CommentStmt, statement: Statement): Step {
  const target = commentTarget(stmt);
  if (target === undefined) return noSchemaEffect(statement);
  return { kind: 'setComment', target, comment: stmt.comment };
}

/** `undefined` for what a snapshot keeps no comment of. */
function commentTarget({ objtype, object }: CommentStmt): CommentTarget | undefined {
  const on = (kind: 'table' | 'view' | 'index' | 'sequence' | 'type'): CommentTarget => ({
    kind,
    name: nameOf(object),
  });
  switch (objtype) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return on('table');
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return on('view');
    case 'OBJECT_INDEX':
      return on('index');
    case 'OBJECT_SEQUENCE':
      return on('sequence');
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return on('type');
    case 'OBJECT_SCHEMA':
      return { kind: 'schema', name: nameOf(object).name };
    case 'OBJECT_COLUMN': {
      const { table: name, name: column } = partOf(object);
      return { kind: 'column', table: name, column };
    }
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'constraint', ...partOf(object) };
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return object !== undefined && 'ObjectWithArgs' in object
        ? routineTarget(signatureOf(object.ObjectWithArgs))
        : undefined;
    default:
      return undefined;
  }
}

function routineTarget(signature: {
  readonly name: ObjectName;
  readonly argumentTypes?: string;
}): CommentTarget | undefined {
  const { name, argumentTypes } = signature;
  return argumentTypes === undefined ? undefined : { kind: 'routine', name, argumentTypes };
}
