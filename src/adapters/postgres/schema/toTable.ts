/** The rows of a table → {@link Table}. What is missing because the table is locked is left out and told. */
import type { Constraint } from '../../../core/schema/constraint.ts';
import type { Index } from '../../../core/schema/indexes.ts';
import type { QualifiedName } from '../../../core/schema/name.ts';
import type { Column, NotNull, Policy, Table, TablePart, Trigger } from '../../../core/schema/snapshot.ts';
import type { Row } from '../connect.ts';
import { type CatalogIndex, commentOn, indexesAlone, type RelationParts } from './catalogIndex.ts';
import { withoutParentheses } from './expressionText.ts';
import type { ColumnRow, Relation } from './relationRows.ts';
import { flag, json, numbers, optional, present, sortedByName, text } from './rows.ts';
import { toConstraint } from './toConstraint.ts';
import { toIndex } from './toIndex.ts';

const kinds: ReadonlyMap<string, Table['kind']> = new Map([
  ['p', 'partitionedTable'],
  ['f', 'foreignTable'],
]);

/** @returns `missing`: the parts that could not be read; `all`: what the table is as a whole. */
export function toTable(
  relation: Relation,
  catalog: CatalogIndex,
  parts: RelationParts,
): { readonly table: Table; readonly missing: readonly TablePart[] | 'all' } {
  const { row } = relation;
  const missing: TablePart[] = [];
  const { columns } = relation;
  const partition = parts.partitions[0];
  const isWhole =
    relation.isReadable &&
    (relation.kind !== 'p' || optional(partition, 'key') !== undefined) &&
    (!flag(row, 'is_partition') || optional(partition, 'bound') !== undefined);
  const table: Table = {
    kind: kinds.get(relation.kind) ?? 'table',
    name: relation.name,
    columns: toColumns(columns, catalog, parts, missing),
    constraints: toConstraints(relation, catalog, parts, missing),
    indexes: toIndexes(relation, columns, catalog, parts, missing),
    triggers: toTriggers(parts, missing),
    policies: toPolicies(parts, missing),
    ...rowSecurity(row),
    ...(flag(row, 'unlogged') ? { unlogged: true } : {}),
    ...present('partitionKey', optional(partition, 'key')),
    ...descent(relation, catalog, parts),
    ...present('comment', commentOn(parts.comments)),
  };
  return { table, missing: isWhole ? missing : 'all' };
}

function toColumns(
  columns: readonly ColumnRow[],
  catalog: CatalogIndex,
  parts: RelationParts,
  missing: TablePart[],
): readonly Column[] {
  const notNull = parts.constraints.filter(({ kind }) => kind === 'n');
  const read = columns.map((column) => {
    const expression = column.hasDefault
      ? optional(
          parts.defaults.find((row) => Number(row.column) === column.number),
          'expression',
        )
      : undefined;
    if (column.hasDefault && expression === undefined) missing.push({ kind: 'column', name: column.name });
    return toColumn(column, expression, commentOn(parts.comments, column.number), catalog);
  });
  if (notNull.length === 0) return read;
  return read.map((column, index) => {
    const row = notNull.find((one) => numbers(one, 'columns')[0] === columns[index]?.number);
    return row === undefined ? column : { ...column, notNull: toNotNull(row) };
  });
}

function toNotNull(row: Row): NotNull {
  return {
    name: text(row, 'name'),
    ...(flag(row, 'not_validated') ? { notValid: true } : {}),
    ...(flag(row, 'no_inherit') ? { noInherit: true } : {}),
  };
}

/** Property by property, because there are so many columns. */
function toColumn(
  { name, type: spelling, notNull, identity, generated, collation }: ColumnRow,
  expression: string | undefined,
  comment: string | undefined,
  { dictionary }: CatalogIndex,
): Column {
  const type = dictionary.type(spelling);
  const column: { -readonly [P in keyof Column]: Column[P] } = { name, type, nullable: !notNull };
  if (expression !== undefined && generated === '') column.default = expression;
  if (identity !== '') column.identity = identity === 'a' ? 'always' : 'by default';
  if (expression !== undefined && generated !== '')
    column.generated = { expression: withoutParentheses(expression), stored: generated === 's' };
  const given = dictionary.collation(collation, type);
  if (given !== undefined) column.collation = given;
  if (comment !== undefined) column.comment = comment;
  return column;
}

function toConstraints(
  { columnNames, isReadable }: Relation,
  catalog: CatalogIndex,
  parts: RelationParts,
  missing: TablePart[],
): readonly Constraint[] {
  if (!isReadable) return [];
  const constraints = parts.constraints.flatMap((row) => {
    if (flag(row, 'internal') || row.kind === 'n') return [];
    const constraint = toConstraint(row, {
      columnNames,
      referenced: row.kind === 'f' ? catalog.relation(text(row, 'referenced')) : undefined,
      index: parts.indexes.find((index) => index.constraint === row.oid),
      comment: catalog.commentOnConstraint(text(row, 'oid')),
    });
    if (constraint === undefined) missing.push({ kind: 'constraint', name: text(row, 'name') });
    return constraint ?? [];
  });
  return sortedByName(constraints);
}

export function toIndexes(
  { columnNames, isReadable }: Relation,
  columns: readonly ColumnRow[],
  { dictionary, comments }: CatalogIndex,
  parts: RelationParts,
  missing: TablePart[],
): readonly Index[] {
  if (!isReadable) return [];
  const indexes = indexesAlone(parts).flatMap((row) => {
    const comment = commentOn(comments(text(row, 'oid')));
    const index = toIndex(row, { columns, columnNames, dictionary, comment });
    if (index === undefined) missing.push({ kind: 'index', name: text(row, 'name') });
    return index ?? [];
  });
  return sortedByName(indexes);
}

function toTriggers(parts: RelationParts, missing: TablePart[]): readonly Trigger[] {
  const triggers = parts.triggers.flatMap((row) => {
    const name = text(row, 'name');
    const definition = optional(row, 'definition');
    if (definition === undefined) missing.push({ kind: 'trigger', name });
    return definition === undefined ? [] : { name, definition };
  });
  return sortedByName(triggers);
}

const commands: ReadonlyMap<string, Policy['command']> = new Map([
  ['r', 'select'],
  ['a', 'insert'],
  ['w', 'update'],
  ['d', 'delete'],
]);

function toPolicies(parts: RelationParts, missing: TablePart[]): readonly Policy[] {
  const policies = parts.policies.flatMap((row) => {
    const policy = toPolicy(row);
    if (policy === undefined) missing.push({ kind: 'policy', name: text(row, 'name') });
    return policy ?? [];
  });
  return sortedByName(policies);
}

function toPolicy(row: Row): Policy | undefined {
  const using = optional(row, 'using');
  const withCheck = optional(row, 'check');
  if (flag(row, 'has_using') !== (using !== undefined)) return undefined;
  if (flag(row, 'has_check') !== (withCheck !== undefined)) return undefined;
  return {
    name: text(row, 'name'),
    command: commands.get(text(row, 'command')) ?? 'all',
    permissive: flag(row, 'permissive'),
    roles: [...(json<readonly string[]>(row, 'roles') ?? [])].sort(),
    ...(using === undefined ? {} : { using: withoutParentheses(using) }),
    ...(withCheck === undefined ? {} : { withCheck: withoutParentheses(withCheck) }),
  };
}

function rowSecurity(row: Row): Pick<Table, 'rowSecurity'> {
  if (flag(row, 'force_row_security') && flag(row, 'row_security')) return { rowSecurity: 'forced' };
  return flag(row, 'row_security') ? { rowSecurity: 'enabled' } : {};
}

/** Of a partition its place, of others what they inherit from. */
function descent(
  { row }: Relation,
  { relation }: CatalogIndex,
  { parents, partitions }: RelationParts,
): Pick<Table, 'partitionOf' | 'inherits'> {
  const names: readonly QualifiedName[] = parents.flatMap(({ parent }) => relation(parent ?? '')?.name ?? []);
  const [parent] = names;
  if (parent === undefined) return {};
  if (!flag(row, 'is_partition')) return { inherits: names };
  const bound = optional(partitions[0], 'bound');
  return bound === undefined ? {} : { partitionOf: { parent, bound } };
}
