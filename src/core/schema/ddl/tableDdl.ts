/** CREATE TABLE and what belongs to a table. */
import type { Constraint } from '../constraint.ts';
import { quoteName, quoteQualified } from '../name.ts';
import type { Column, Policy, Sequence, Table } from '../snapshot.ts';
import { typeText } from '../type.ts';
import { constraintDdl, inReadingOrder } from './constraintDdl.ts';
import { indexDdl } from './indexDdl.ts';
import type { OwnedSequences } from './ownedSequences.ts';
import { sequenceOptions, wholeSequenceDdl } from './sequenceDdl.ts';
import { commentOn, words } from './sqlText.ts';
import { block } from './typeDdl.ts';

/** Everything of a table, for reading: columns, constraints, indexes, row security, triggers, comments. */
export function tableDdl(table: Table, owned: OwnedSequences = new Map()): string {
  return [
    createTable(table, table.constraints, owned),
    ...descentDdl(table),
    ...serialSequences(table, owned).flatMap(wholeSequenceDdl),
    ...table.indexes.flatMap((index) => indexDdl(index, table.name)),
    ...rowSecurityDdl(table),
    ...table.triggers.map(({ definition }) => `${definition};`),
    ...commentsDdl(table),
  ].join('\n');
}

export function createTable(table: Table, constraints: readonly Constraint[], owned: OwnedSequences): string {
  const items = [
    ...table.columns.map((column) => columnDdl(column, table, owned.get(column.name))),
    ...inReadingOrder(constraints).map(constraintDdl),
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
    !column.nullable && 'NOT NULL',
    column.default && `DEFAULT ${column.default}`,
    column.generated &&
      `GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored ? 'STORED' : 'VIRTUAL'}`,
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

/** Sequences of its columns that are objects of their own: not those of identity columns. */
function serialSequences(table: Table, owned: OwnedSequences): readonly Sequence[] {
  return table.columns.flatMap(({ name }) => {
    const sequence = owned.get(name);
    return sequence === undefined || sequence.identity ? [] : sequence;
  });
}

/** The same whether the table was made as a partition or attached later. */
export function descentDdl({ name, partitionOf, inherits }: Table): readonly string[] {
  const own = quoteQualified(name);
  if (partitionOf !== undefined) {
    return [
      `ALTER TABLE ${quoteQualified(partitionOf.parent)} ATTACH PARTITION ${own} ${partitionOf.bound};`,
    ];
  }
  return (inherits ?? []).map((parent) => `ALTER TABLE ${own} INHERIT ${quoteQualified(parent)};`);
}

export function rowSecurityDdl({ name, rowSecurity, policies }: Table): readonly string[] {
  const table = quoteQualified(name);
  return [
    ...(rowSecurity === undefined ? [] : [`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;`]),
    ...(rowSecurity === 'forced' ? [`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`] : []),
    ...policies.map((policy) => policyDdl(policy, table)),
  ];
}

function policyDdl(policy: Policy, table: string): string {
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

/** Without those of indexes, which stand with them. */
export function commentsDdl(table: Table): readonly string[] {
  const name = quoteQualified(table.name);
  const keyword = table.kind === 'foreignTable' ? 'FOREIGN TABLE' : 'TABLE';
  return [
    ...commentOn(`${keyword} ${name}`, table.comment),
    ...table.columns.flatMap((column) =>
      commentOn(`COLUMN ${name}.${quoteName(column.name)}`, column.comment),
    ),
    ...table.constraints.flatMap((constraint) =>
      commentOn(`CONSTRAINT ${quoteName(constraint.name)} ON ${name}`, constraint.comment),
    ),
  ];
}
