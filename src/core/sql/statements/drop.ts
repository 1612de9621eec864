/** DROP of any kind of object: one step for each that is named. */
import type { DropStmt, Node } from '@pgsql/types';
import type { Step } from '../../migration/operations/operation.ts';
import type { ObjectName } from '../../schema/name.ts';
import { nameParts, objectName, stringOf } from '../nodes.ts';
import type { Statement } from '../statement.ts';
import { routineKind, signatureOf } from './routine.ts';
import { cascades, flag, noSchemaEffect } from './step.ts';

export function drop(stmt: DropStmt, statement: Statement): readonly Step[] {
  return (stmt.objects ?? []).map((object) => dropOne(stmt, object) ?? noSchemaEffect(statement));
}

function dropOne({ removeType, behavior, missing_ok, concurrent }: DropStmt, object: Node): Step | undefined {
  const how = { ...flag('ifExists', missing_ok), ...cascades(behavior) };
  switch (removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'dropTable', table: nameOf(object), ...how };
    case 'OBJECT_VIEW':
      return { kind: 'dropView', view: nameOf(object), ...how };
    case 'OBJECT_MATVIEW':
      return { kind: 'dropView', view: nameOf(object), materialized: true, ...how };
    case 'OBJECT_SEQUENCE':
      return { kind: 'dropSequence', sequence: nameOf(object), ...how };
    case 'OBJECT_INDEX':
      return { kind: 'dropIndex', index: nameOf(object), ...how, ...flag('concurrently', concurrent) };
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'dropType', type: nameOf(object), ...how };
    case 'OBJECT_SCHEMA':
      return { kind: 'dropSchema', schema: nameOf(object).name, ...how };
    case 'OBJECT_EXTENSION':
      return { kind: 'dropExtension', extension: nameOf(object).name, ...how };
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return 'ObjectWithArgs' in object
        ? { kind: 'dropRoutine', ...routineKind(removeType), ...signatureOf(object.ObjectWithArgs), ...how }
        : undefined;
    case 'OBJECT_TRIGGER':
      return { kind: 'dropTrigger', ...partOf(object), ...flag('ifExists', missing_ok) };
    case 'OBJECT_POLICY':
      return { kind: 'dropPolicy', ...partOf(object), ...flag('ifExists', missing_ok) };
    default:
      return undefined;
  }
}

/** However the grammar keeps a name: as a string, a list of them, or a type. */
export function nameOf(node: Node | undefined): ObjectName {
  if (node === undefined) return { name: '' };
  if ('List' in node) return objectName(nameParts(node.List.items));
  if ('TypeName' in node) return objectName(nameParts(node.TypeName.names));
  return { name: stringOf(node) ?? '' };
}

/** `schema.table.name`: of what belongs to a table. */
export function partOf(node: Node | undefined): { readonly table: ObjectName; readonly name: string } {
  const parts = node !== undefined && 'List' in node ? nameParts(node.List.items) : [];
  return { table: objectName(parts.slice(0, -1)), name: parts.at(-1) ?? '' };
}
