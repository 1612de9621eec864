/** `pg_temp`, the schema of what ends with the session: no snapshot has it. */
import type { Step } from '../../migration/operations/operation.ts';
import type { ObjectName } from '../../schema/name.ts';
import type { Statement } from '../statement.ts';
import { noSchemaEffect } from './step.ts';

/** A step on an object of `pg_temp` changes nothing, but a table's name hides another from then on. */
export function withoutTemporary(step: Step, statement: Statement): Step {
  const name = ownName(step);
  if (name?.schema !== 'pg_temp') return step;
  if (step.kind !== 'createTable') return noSchemaEffect(statement);
  const { table, definition } = step;
  return { ...step, table: { name: table.name }, definition: { ...definition, temporary: true } };
}

function ownName(step: Step): ObjectName | undefined {
  if ('table' in step) return step.table;
  if ('view' in step) return step.view;
  if ('sequence' in step) return step.sequence;
  if ('type' in step) return step.type;
  if ('index' in step) return step.index;
  return 'name' in step && typeof step.name === 'object' ? step.name : undefined;
}
