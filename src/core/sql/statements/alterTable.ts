/** ALTER TABLE: one step for each of its commands. */
import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint, Node } from '@pgsql/types';
import type { Step } from '../../migration/operations/operation.ts';
import type { ColumnChange } from '../../migration/operations/tableSteps.ts';
import { displayName, type ObjectName } from '../../schema/name.ts';
import { relationName } from '../nodes.ts';
import { endOfItem, expressionBehind, expressionIn, findWord, type Statement } from '../statement.ts';
import { typeOf } from '../typeOf.ts';
import { collationOf, notNullDefinition, readColumn, readConstraint } from './column.ts';
import { sequenceOptions } from './sequence.ts';
import { cascades, flag, given, noSchemaEffect, opaque, table } from './step.ts';
import { boundText } from './table.ts';

/** A step, and the tokens of the command it comes from. */
export interface CommandStep {
  readonly step: Step;
  readonly from: number;
  readonly to: number;
}

export function alterTable(alter: AlterTableStmt, statement: Statement): readonly CommandStep[] {
  const commands = (alter.cmds ?? []).flatMap((node) =>
    'AlterTableCmd' in node ? [node.AlterTableCmd] : [],
  );
  let from = firstCommand(alter, statement);
  return commands.map((command) => {
    const to = endOfItem(statement, from);
    const step = readCommand({ alter, command, statement, from, to });
    const read = { step, from, to };
    from = to + 1;
    return read;
  });
}

/** Behind `ALTER TABLE IF EXISTS ONLY a.b *`. */
function firstCommand({ relation }: AlterTableStmt, { tokens, offset }: Statement): number {
  const name = offset(relation?.location);
  let at = tokens.findIndex(({ start }) => start === name) + 1;
  while (tokens[at]?.text === '.') at += 2;
  // `ONLY (name)`, `name *`.
  return [')', '*'].includes(tokens[at]?.text ?? '') ? at + 1 : at;
}

interface Command {
  readonly alter: AlterTableStmt;
  readonly command: AlterTableCmd;
  readonly statement: Statement;
  readonly from: number;
  readonly to: number;
}

function readCommand(read: Command): Step {
  const { alter, command, statement } = read;
  const name = relationName(alter.relation);
  if (alter.objtype === 'OBJECT_TYPE') {
    const reason = `How ALTER TYPE changes the attributes of ${displayName(name)} is not followed.`;
    return opaque(reason, [{ kind: 'type', name }]);
  }
  if (alter.objtype !== 'OBJECT_TABLE' && alter.objtype !== 'OBJECT_FOREIGN_TABLE')
    return noSchemaEffect(statement);
  const on = { table: name, ...flag('ifTableExists', alter.missing_ok) };
  return columnCommand(read, on) ?? constraintCommand(command, statement, on) ?? tableCommand(read, name);
}

interface On {
  readonly table: ObjectName;
  readonly ifTableExists?: true;
}

function columnCommand({ command, statement, from, to }: Command, on: On): Step | undefined {
  const { subtype, name: column = '', def, missing_ok } = command;
  const change = (what: ColumnChange): Step => ({ kind: 'alterColumn', ...on, column, change: what });
  switch (subtype) {
    case 'AT_AddColumn':
      return {
        kind: 'addColumn',
        ...on,
        column: readColumn(columnDef(def), statement),
        ...flag('ifNotExists', missing_ok),
      };
    case 'AT_DropColumn':
      return {
        kind: 'dropColumn',
        ...on,
        column,
        ...flag('ifExists', missing_ok),
        ...cascades(command.behavior),
      };
    case 'AT_ColumnDefault': {
      const start = findWord(statement, ['set', 'drop'], from, to) + 2;
      return change({ kind: 'default', default: def && expressionIn(statement, start, to) });
    }
    case 'AT_DropNotNull':
      return change({ kind: 'nullable', nullable: true });
    case 'AT_SetNotNull':
      return change({ kind: 'nullable', nullable: false });
    case 'AT_AlterColumnType':
      return change(typeChange(columnDef(def), statement, from, to));
    case 'AT_AddIdentity':
      return change(identityChange(constraintDef(def)));
    case 'AT_DropIdentity':
      return change({ kind: 'identity', identity: undefined, ...flag('ifExists', missing_ok) });
    case 'AT_SetIdentity':
      return setIdentity(def, on.table, column, change);
    case 'AT_SetExpression': {
      const expression = expressionBehind(statement, findWord(statement, ['as'], from, to));
      return change({ kind: 'generated', expression });
    }
    case 'AT_DropExpression':
      return change({ kind: 'generated', expression: undefined, ...flag('ifExists', missing_ok) });
    case 'AT_SetStatistics':
    case 'AT_SetStorage':
    case 'AT_SetCompression':
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
    case 'AT_AlterColumnGenericOptions':
      return change({ kind: 'storage' });
    default:
      return undefined;
  }
}

const columnDef = (node: Node | undefined): ColumnDef =>
  node !== undefined && 'ColumnDef' in node ? node.ColumnDef : {};

const constraintDef = (node: Node | undefined): Constraint =>
  node !== undefined && 'Constraint' in node ? node.Constraint : {};

function typeChange(column: ColumnDef, statement: Statement, from: number, to: number): ColumnChange {
  const using = column.raw_default === undefined ? -1 : findWord(statement, ['using'], from, to);
  return {
    kind: 'type',
    type: typeOf(column.typeName),
    ...(using >= 0 && { using: expressionIn(statement, using + 1, to) }),
    ...given('collation', collationOf(column)),
  };
}

function identityChange({ generated_when, options }: Constraint): ColumnChange {
  const sequence = sequenceOptions(options);
  return {
    kind: 'identity',
    identity: generated_when === 'a' ? 'always' : 'by default',
    ...(Object.keys(sequence).length > 0 && { sequenceOptions: sequence }),
  };
}

/** `SET GENERATED …`, and options of the sequence, which say nothing about when a value is generated. */
function setIdentity(
  def: Node | undefined,
  name: ObjectName,
  column: string,
  change: (what: ColumnChange) => Step,
): Step {
  const options = def !== undefined && 'List' in def ? (def.List.items ?? []) : [];
  const generated = options.flatMap((node) =>
    'DefElem' in node && node.DefElem.defname === 'generated' ? [node.DefElem.arg] : [],
  )[0];
  const sequence = sequenceOptions(options);
  const changesSequence = Object.keys(sequence).length > 0;
  if (generated === undefined) {
    if (!changesSequence) return change({ kind: 'storage' });
    const reason = `How ALTER COLUMN changes the sequence of ${displayName(name)}.${column} is not followed.`;
    return opaque(reason, [table(name, [{ kind: 'column', name: column }])]);
  }
  const always = 'Integer' in generated && generated.Integer.ival === 'a'.charCodeAt(0);
  return change({
    kind: 'identity',
    identity: always ? 'always' : 'by default',
    ...(changesSequence && { sequenceOptions: sequence }),
  });
}

function constraintCommand(command: AlterTableCmd, statement: Statement, on: On): Step | undefined {
  const { subtype, name = '', def, missing_ok } = command;
  switch (subtype) {
    case 'AT_AddConstraint': {
      const part = constraintDef(def);
      const constraint = readConstraint(part, statement);
      if (constraint !== undefined) return { kind: 'addConstraint', ...on, constraint };
      const [key] = part.keys ?? [];
      const column = key !== undefined && 'String' in key ? (key.String.sval ?? '') : '';
      const change = { kind: 'nullable', nullable: false, constraint: notNullDefinition(part) } as const;
      return { kind: 'alterColumn', ...on, column, change };
    }
    case 'AT_DropConstraint':
      return {
        kind: 'dropConstraint',
        ...on,
        name,
        ...flag('ifExists', missing_ok),
        ...cascades(command.behavior),
      };
    case 'AT_ValidateConstraint':
      return { kind: 'validateConstraint', ...on, name };
    case 'AT_AlterConstraint':
      return alterConstraint(def, on.table);
    default:
      return undefined;
  }
}

function alterConstraint(def: Node | undefined, name: ObjectName): Step {
  const alter = def !== undefined && 'ATAlterConstraint' in def ? def.ATAlterConstraint : {};
  const { conname = '', alterDeferrability, deferrable, initdeferred } = alter;
  if (alterDeferrability !== true) {
    const reason = `How ALTER CONSTRAINT changes ${conname} of ${displayName(name)} is not followed.`;
    return alter.alterInheritability === true
      ? { kind: 'alterConstraint', table: name, name: conname, noInherit: alter.noinherit === true }
      : opaque(reason, [table(name, [{ kind: 'constraint', name: conname }])]);
  }
  const when = initdeferred === true ? 'deferred' : deferrable === true ? 'immediate' : undefined;
  return { kind: 'alterConstraint', table: name, name: conname, ...given('deferrable', when) };
}

function tableCommand({ alter, command, statement, from }: Command, name: ObjectName): Step {
  const on = { table: name, ...flag('ifExists', alter.missing_ok) };
  const { subtype, def } = command;
  const partition = def !== undefined && 'PartitionCmd' in def ? def.PartitionCmd : {};
  const parent = relationName(def !== undefined && 'RangeVar' in def ? def.RangeVar : undefined);
  switch (subtype) {
    case 'AT_EnableRowSecurity':
      return { kind: 'setTableProperty', ...on, property: { kind: 'rowSecurity', value: 'enable' } };
    case 'AT_DisableRowSecurity':
      return { kind: 'setTableProperty', ...on, property: { kind: 'rowSecurity', value: 'disable' } };
    case 'AT_ForceRowSecurity':
      return { kind: 'setTableProperty', ...on, property: { kind: 'rowSecurity', value: 'force' } };
    case 'AT_NoForceRowSecurity':
      return { kind: 'setTableProperty', ...on, property: { kind: 'rowSecurity', value: 'no force' } };
    case 'AT_SetLogged':
      return { kind: 'setTableProperty', ...on, property: { kind: 'unlogged', value: false } };
    case 'AT_SetUnLogged':
      return { kind: 'setTableProperty', ...on, property: { kind: 'unlogged', value: true } };
    case 'AT_AddInherit':
      return { kind: 'setTableProperty', ...on, property: { kind: 'inherit', parent } };
    case 'AT_DropInherit':
      return { kind: 'setTableProperty', ...on, property: { kind: 'noInherit', parent } };
    case 'AT_AttachPartition': {
      const bound = boundText(partition.bound?.is_default, statement, from);
      return { kind: 'attachPartition', parent: name, partition: relationName(partition.name), bound };
    }
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      return {
        kind: 'detachPartition',
        parent: name,
        partition: relationName(partition.name),
        ...flag('concurrently', partition.concurrent),
        ...flag('finalize', command.subtype === 'AT_DetachPartitionFinalize'),
      };
    case 'AT_AddOf':
    case 'AT_DropOf':
      return opaque(`How ALTER TABLE … OF changes ${displayName(name)} is not followed.`, [table(name)]);
    default:
      return noSchemaEffect(statement);
  }
}
