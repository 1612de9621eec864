/** ADD, DROP, VALIDATE, ALTER and RENAME CONSTRAINT. */
import type { ConstraintDefinition } from '../../../migration/operations/definitions.ts';
import { foreignKeysOn } from '../../../schema/apply/dependents.ts';
import { hasOwnIndex } from '../../../schema/apply/relationNames.ts';
import { find } from '../../../schema/apply/resolve.ts';
import type { Constraint } from '../../../schema/constraint.ts';
import { nameKey, type ObjectName, sameName } from '../../../schema/name.ts';
import type { Table } from '../../../schema/snapshot.ts';
import { isProvenNotNull } from '../proof.ts';
import {
  familyOf,
  indexTargets,
  type Meeting,
  type Reading,
  type Roles,
  type Step,
  type Target,
  tableTarget,
  targetsOf,
  unknownReading,
} from '../reading.ts';
import { columnOf, constraintOf } from './known.ts';
import { onTable } from './onTable.ts';

export function addConstraint(
  { table, constraint }: Step<'addConstraint'>,
  meeting: Meeting,
): readonly Reading[] {
  return onTable(meeting, table, (found) => {
    const isAlone = found.kind === 'partitionedTable' || familyOf(meeting.draft, found).length === 1;
    const own = added(found, constraint, meeting);
    return isAlone ? [own] : [own, ...atChildren(found, constraint, meeting)];
  });
}

function added(table: Table, constraint: ConstraintDefinition, meeting: Meeting): Reading {
  const { draft } = meeting;
  const family = { table: targetsOf(familyOf(draft, table)) };
  const own = { table: targetsOf([table]) };
  switch (constraint.kind) {
    case 'check': {
      const reach = constraint.noInherit ? own : family;
      if (constraint.notEnforced) return { form: 'ADD CHECK NOT ENFORCED', roles: reach };
      return { form: constraint.notValid ? 'ADD CHECK NOT VALID' : 'ADD CHECK', roles: reach };
    }
    case 'foreignKey': {
      const referenced = referencedFamily(draft, table, constraint.references);
      const reach = table.kind === 'partitionedTable' ? family : own;
      return {
        form: foreignKeyForm(table, constraint.notValid ?? constraint.notEnforced ?? false, meeting),
        roles: { ...reach, referenced },
      };
    }
    case 'exclusion':
      return { form: 'ADD EXCLUDE', roles: own };
    case 'unique':
      if (table.kind === 'partitionedTable')
        return { form: 'ADD UNIQUE (partitioned)', roles: partitionRoles(table, meeting) };
      return {
        form: constraint.usingIndex === undefined ? 'ADD UNIQUE' : 'ADD UNIQUE USING INDEX',
        roles: { ...own, index: usedIndex(table, constraint.usingIndex) },
      };
    case 'primaryKey':
      return primaryKey(table, constraint, meeting);
  }
}

/** Rows that are not there refer to nothing. */
function foreignKeyForm({ name }: Table, isUnchecked: boolean, { context }: Meeting): string {
  if (isUnchecked) return 'ADD FOREIGN KEY NOT VALID';
  const key = nameKey(name);
  const isEmpty = context.created.has(key) && !context.filled.has(key);
  return isEmpty ? 'ADD FOREIGN KEY (table is new)' : 'ADD FOREIGN KEY';
}

function partitionRoles(table: Table, { draft }: Meeting): Roles {
  const [parent, ...rest] = familyOf(draft, table);
  return { parent: parent === undefined ? [] : [tableTarget(parent)], partition: targetsOf(rest) };
}

/** Children get no such constraint, but PostgreSQL may lock them. */
function atChildren(table: Table, constraint: ConstraintDefinition, { draft }: Meeting): readonly Reading[] {
  const child = targetsOf(familyOf(draft, table).slice(1));
  const roles = { table: [tableTarget(table)], child };
  switch (constraint.kind) {
    case 'check':
      return constraint.noInherit ? [{ form: 'ADD CHECK NO INHERIT (with children)', roles }] : [];
    case 'foreignKey':
      return [{ form: 'ADD FOREIGN KEY (with children)', roles: { child } }];
    case 'primaryKey':
      return [{ form: 'ADD PRIMARY KEY (with children)', roles: { child } }];
    default:
      return [{ form: 'ADD UNIQUE (with children)', roles: { child } }];
  }
}

function primaryKey(
  table: Table,
  { columns, usingIndex }: Extract<ConstraintDefinition, { readonly kind: 'primaryKey' | 'unique' }>,
  meeting: Meeting,
): Reading {
  const index = usedIndex(table, usingIndex);
  const used = table.indexes.find(({ name }) => name === usingIndex)?.keys ?? [];
  const keys = usingIndex === undefined ? columns : used.flatMap(({ column }) => column ?? []);
  const isNullable = keys.some(
    (key) => columnOf(table, key)?.nullable !== false && !isProvenNotNull(meeting.draft, table, key),
  );
  if (table.kind === 'partitionedTable') {
    const form = `ADD PRIMARY KEY (partitioned${isNullable ? ', nullable column' : ''})`;
    return { form, roles: partitionRoles(table, meeting) };
  }
  const column = isNullable ? 'nullable' : 'NOT NULL';
  const form =
    usingIndex === undefined
      ? `ADD PRIMARY KEY (column ${column})`
      : `ADD PRIMARY KEY USING INDEX (column ${column})`;
  return { form, roles: { table: targetsOf([table]), index } };
}

const usedIndex = (table: Table, name: string | undefined): readonly Target[] =>
  name === undefined ? [] : indexTargets(table, new Set([name]));

/** None for a key that refers to its own table. */
export function referencedFamily(
  draft: Meeting['draft'],
  table: Table | undefined,
  name: ObjectName,
): readonly Target[] {
  const found = find(draft, draft.tables, name);
  if (found === undefined || (table !== undefined && sameName(found.name, table.name))) return [];
  return targetsOf(familyOf(draft, found));
}

export function dropConstraint(operation: Step<'dropConstraint'>, meeting: Meeting): readonly Reading[] {
  return onTable(meeting, operation.table, (table) => {
    const constraint = constraintOf(table, operation.name);
    if (constraint === undefined) return missing(table, operation, meeting);
    return droppedConstraint(table, constraint, operation.cascade ?? false, meeting);
  });
}

function missing(
  table: Table,
  { name, ifExists }: Step<'dropConstraint'>,
  { draft, context }: Meeting,
): readonly Reading[] {
  const roles = { table: targetsOf(familyOf(draft, table)) };
  const part = { kind: 'constraint', name } as const;
  // Since PostgreSQL 18 a NOT NULL is a constraint, which no snapshot shows.
  if (context.serverVersion < 18 && draft.unsure({ kind: 'table', name: table.name, part }) === undefined) {
    return ifExists ? [{ form: 'DROP CONSTRAINT (check)', roles }] : [];
  }
  if (context.serverVersion >= 18 && draft.unsure({ kind: 'table', name: table.name, part }) === undefined)
    return [{ form: 'DROP CONSTRAINT (check)', roles }];
  return unknownReading(`Which constraint ${name} is is not known.`, roles);
}

export function droppedConstraint(
  table: Table,
  constraint: Constraint,
  cascade: boolean,
  meeting: Meeting,
): readonly Reading[] {
  const { draft } = meeting;
  const family = familyOf(draft, table);
  if (constraint.kind === 'check') {
    return [
      {
        form: 'DROP CONSTRAINT (check)',
        roles: { table: targetsOf(constraint.noInherit ? [table] : family) },
      },
    ];
  }
  const partitions = table.kind === 'partitionedTable' ? family : [table];
  if (constraint.kind === 'foreignKey') {
    return [
      {
        form: 'DROP CONSTRAINT (fk)',
        roles: {
          table: targetsOf(partitions),
          referenced: referencedFamily(draft, table, constraint.references),
        },
      },
    ];
  }
  const index = partitions.flatMap((one) => indexTargets(one, likeNamed(table, one, constraint)));
  const own = { form: 'DROP CONSTRAINT (pk)', roles: { table: targetsOf(partitions), index } };
  const columns = 'columns' in constraint ? constraint.columns : [];
  const users = cascade
    ? foreignKeysOn(draft, table, constraint.name, columns).found.map((one) => one.table)
    : [];
  const others = users.filter((one) => !sameName(one.name, table.name));
  return others.length === 0
    ? [own]
    : [
        own,
        {
          form: 'DROP CONSTRAINT (pk) CASCADE',
          roles: { ...own.roles, referencing: others.map(tableTarget) },
        },
      ];
}

/** The constraints of a partition that come from one of its parent's. */
function likeNamed(parent: Table, table: Table, constraint: Constraint): ReadonlySet<string> {
  if (parent === table) return new Set([constraint.name]);
  const columns = 'columns' in constraint ? constraint.columns.join('\0') : undefined;
  const like = table.constraints.filter(
    (one) =>
      one.kind === constraint.kind &&
      hasOwnIndex(one) &&
      ('columns' in one ? one.columns.join('\0') : undefined) === columns,
  );
  return new Set(like.map(({ name }) => name));
}

export function validateConstraint(
  { table, name }: Step<'validateConstraint'>,
  meeting: Meeting,
): readonly Reading[] {
  const { draft, context } = meeting;
  return onTable(meeting, table, (found) => {
    const constraint = constraintOf(found, name);
    const family = targetsOf(familyOf(draft, found));
    if (constraint?.kind === 'check') {
      const form = constraint.notValid ? 'VALIDATE CONSTRAINT (check)' : 'VALIDATE CONSTRAINT (it is valid)';
      return [{ form, roles: { table: constraint.notValid ? family : targetsOf([found]) } }];
    }
    if (constraint?.kind === 'foreignKey') {
      if (!constraint.notValid)
        return [{ form: 'VALIDATE CONSTRAINT (it is valid)', roles: { table: targetsOf([found]) } }];
      return [
        {
          form: 'VALIDATE CONSTRAINT (fk)',
          roles: { table: family, referenced: referencedFamily(draft, found, constraint.references) },
        },
      ];
    }
    if (context.serverVersion >= 18 && constraint === undefined)
      return [{ form: 'VALIDATE CONSTRAINT (not null)', roles: { table: family } }];
    return unknownReading(`Which constraint ${name} is is not known.`, { table: family });
  });
}

export function alterConstraint(
  { table, name }: Step<'alterConstraint'>,
  meeting: Meeting,
): readonly Reading[] {
  return onTable(meeting, table, (found) => {
    const constraint = constraintOf(found, name);
    const referenced =
      constraint?.kind === 'foreignKey' ? referencedFamily(meeting.draft, found, constraint.references) : [];
    const tables = found.kind === 'partitionedTable' ? familyOf(meeting.draft, found) : [found];
    return [{ form: 'ALTER CONSTRAINT (fk deferrable)', roles: { table: targetsOf(tables), referenced } }];
  });
}

export function renameConstraint(
  { table, name }: Step<'renameConstraint'>,
  meeting: Meeting,
): readonly Reading[] {
  return onTable(meeting, table, (found) => {
    const constraint = constraintOf(found, name);
    const inherits = constraint?.kind === 'check' && !constraint.noInherit;
    const roles = { table: targetsOf(inherits ? familyOf(meeting.draft, found) : [found]) };
    return [{ form: 'RENAME CONSTRAINT', roles: { ...roles, index: indexTargets(found, new Set([name])) } }];
  });
}
