/** CREATE TABLE and what belongs to a table. */
import { quoteName, quoteQualified } from '../name.ts';
import type { Column, Policy, SchemaSnapshot, Sequence, Table } from '../snapshot.ts';
import { typeText } from '../type.ts';
import {
  constraintComment,
  constraintDdl,
  constraintsWithin,
  laterConstraintsDdl,
  notNullDdl,
} from './constraintDdl.ts';
import { indexDdl } from './indexDdl.ts';
import { ownerDdl, sequenceComment, sequenceDdl, sequenceOptions } from './sequenceDdl.ts';
import { commentOn, remark, words } from './sqlText.ts';
import { block } from './typeDdl.ts';

/**
 * What concerns a table alone: columns, constraints, indexes, comments, the sequences of its columns.
 *
 * @param owned Sequences of its columns.
 * @param made Sequences that are there already.
 */
export function tableDdl(
  table: Table,
  owned: readonly Sequence[],
  made: readonly Sequence[],
): readonly string[] {
  const separate = owned.filter(({ identity }) => identity !== true);
  const identities = owned.filter(({ identity }) => identity === true);
  const statements = [
    ...separate.filter((one) => !made.includes(one)).map(sequenceDdl),
    createTable(table, identities),
    ...separate.flatMap(ownerDdl),
    ...laterConstraintsDdl(table),
    ...table.indexes.flatMap((index) => indexDdl(index, table.name)),
    ...rowSecurityDdl(table),
    ...commentsDdl(table),
    ...owned.flatMap(sequenceComment),
  ];
  return table.kind === 'foreignTable'
    ? [remark(['Its server is not known:', ...statements].join('\n'))]
    : statements;
}

function createTable(table: Table, identities: readonly Sequence[]): string {
  const sequenceOf = ({ name }: Column) => identities.find(({ ownedBy }) => ownedBy?.column === name);
  const items = [
    ...table.columns.map((column) => columnDdl(column, table, sequenceOf(column))),
    ...constraintsWithin(table).map(constraintDdl),
  ];
  const keyword = words(
    'CREATE',
    table.unlogged && 'UNLOGGED',
    table.kind === 'foreignTable' && 'FOREIGN',
    'TABLE',
  );
  const partitioning = table.partitionKey === undefined ? '' : ` PARTITION BY ${table.partitionKey}`;
  return `${keyword} ${quoteQualified(table.name)} ${block(items)}${partitioning};`;
}

function columnDdl(column: Column, table: Table, sequence: Sequence | undefined): string {
  return words(
    quoteName(column.name),
    typeText(column.type),
    column.collation && `COLLATE ${column.collation}`,
    !column.nullable && !column.notNull?.notValid && notNullDdl(column.notNull),
    column.default && `DEFAULT ${column.default}`,
    column.generated &&
      `GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored === false ? 'VIRTUAL' : 'STORED'}`,
    column.identity && identityDdl(column.identity, `${table.name.name}_${column.name}_seq`, sequence),
  );
}

function identityDdl(
  identity: NonNullable<Column['identity']>,
  usualName: string,
  sequence: Sequence | undefined,
): string {
  const options =
    sequence === undefined
      ? ''
      : words(
          sequence.name.name !== usualName && `SEQUENCE NAME ${quoteQualified(sequence.name)}`,
          sequenceOptions(sequence),
        );
  return `GENERATED ${identity.toUpperCase()} AS IDENTITY${options === '' ? '' : ` (${options})`}`;
}

/** The same whether the table was made as a partition or attached later. */
export function descentDdl({ kind, name, partitionOf, inherits }: Table): readonly string[] {
  if (kind === 'foreignTable') return [];
  const own = quoteQualified(name);
  if (partitionOf !== undefined) {
    return [
      `ALTER TABLE ${quoteQualified(partitionOf.parent)} ATTACH PARTITION ${own} ${partitionOf.bound};`,
    ];
  }
  return (inherits ?? []).map((parent) => `ALTER TABLE ${own} INHERIT ${quoteQualified(parent)};`);
}

function rowSecurityDdl({ name, rowSecurity }: Table): readonly string[] {
  const table = quoteQualified(name);
  return [
    ...(rowSecurity === undefined ? [] : [`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;`]),
    ...(rowSecurity === 'forced' ? [`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`] : []),
  ];
}

/** They may look into other tables. */
export function policiesDdl({ name, policies }: Table): readonly string[] {
  return policies.map((policy) => policyDdl(policy, quoteQualified(name)));
}

/** Those that call a routine of the schema stand there as remarks, because its body is not known. */
export function triggersDdl({ triggers }: Table, routines: SchemaSnapshot['routines']): readonly string[] {
  const names = new Set(
    [...routines.values()].flatMap(({ name }) => [quoteQualified(name), quoteName(name.name)]),
  );
  return triggers.map(({ definition }) => {
    const called = /EXECUTE (?:FUNCTION|PROCEDURE) (.+?)\s*\(/i.exec(definition)?.[1];
    const statement = `${definition};`;
    return called !== undefined && names.has(called) ? remark(statement) : statement;
  });
}

export function policyDdl(policy: Policy, table: string): string {
  const roles = policy.roles.map((role) => (role === 'public' ? 'PUBLIC' : quoteName(role)));
  const statement = words(
    `CREATE POLICY ${quoteName(policy.name)} ON ${table}`,
    !policy.permissive && 'AS RESTRICTIVE',
    policy.command !== 'all' && `FOR ${policy.command.toUpperCase()}`,
    `TO ${roles.join(', ')}`,
    policy.using && `USING (${policy.using})`,
    policy.withCheck && `WITH CHECK (${policy.withCheck})`,
  );
  return `${statement};`;
}

/** Without those of indexes and foreign keys, which stand with them. */
function commentsDdl(table: Table): readonly string[] {
  const name = quoteQualified(table.name);
  const keyword = table.kind === 'foreignTable' ? 'FOREIGN TABLE' : 'TABLE';
  return [
    ...commentOn(`${keyword} ${name}`, table.comment),
    ...table.columns.flatMap((column) =>
      commentOn(`COLUMN ${name}.${quoteName(column.name)}`, column.comment),
    ),
    ...constraintsWithin(table).flatMap((constraint) => constraintComment(constraint, table.name)),
  ];
}
