/** Parts of a table by name. */
import type { Constraint } from '../../../schema/constraint.ts';
import type { Column, Table } from '../../../schema/snapshot.ts';

export const columnOf = (table: Table, name: string): Column | undefined =>
  table.columns.find((one) => one.name === name);

export const constraintOf = (table: Table, name: string): Constraint | undefined =>
  table.constraints.find((one) => one.name === name);
