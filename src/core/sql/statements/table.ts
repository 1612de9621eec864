/** CREATE TABLE in all its forms. */
import type { CreateForeignTableStmt, CreateStmt, CreateTableAsStmt } from '@pgsql/types';
import type {
  ColumnDefinition,
  ConstraintDefinition,
  TableDefinition,
} from '../../migration/operations/definitions.ts';
import type { Step } from '../../migration/operations/operation.ts';
import { displayName } from '../../schema/name.ts';
import { nameParts, relationName } from '../nodes.ts';
import { findWord, parenthesised, rangeOf, type Statement, textIn, tokenAt } from '../statement.ts';
import { notNullOf, readColumn, readConstraint } from './column.ts';
import { flag, given, opaque, table } from './step.ts';
import { createView } from './view.ts';

export function createTable(create: CreateStmt, statement: Statement, foreign?: true): readonly Step[] {
  const name = relationName(create.relation);
  if (create.ofTypename !== undefined) {
    const reason = `The columns of ${displayName(name)} are those of a type: CREATE TABLE … OF is not followed.`;
    return [opaque(reason, [table(name)])];
  }
  return [
    {
      kind: 'createTable',
      table: name,
      ...flag('ifNotExists', create.if_not_exists),
      definition: { ...definitionOf(create, statement), ...flag('foreign', foreign) },
    },
  ];
}

export function createForeignTable({ base }: CreateForeignTableStmt, statement: Statement): readonly Step[] {
  return createTable(base ?? {}, statement, true);
}

function definitionOf(create: CreateStmt, statement: Statement): TableDefinition {
  const columns: ColumnDefinition[] = [];
  const constraints: ConstraintDefinition[] = [];
  const like: NonNullable<TableDefinition['like']>[number][] = [];
  const notNull = new Map<string, ReturnType<typeof notNullOf>>();
  for (const element of create.tableElts ?? []) {
    if ('ColumnDef' in element) columns.push(readColumn(element.ColumnDef, statement));
    else if ('TableLikeClause' in element) {
      const { relation, options } = element.TableLikeClause;
      like.push({ table: relationName(relation), including: includingOf(options ?? 0) });
    } else if ('Constraint' in element) {
      const constraint = readConstraint(element.Constraint, statement);
      if (constraint !== undefined) constraints.push(constraint);
      else
        for (const column of nameParts(element.Constraint.keys))
          notNull.set(column, notNullOf(element.Constraint));
    }
  }
  return {
    columns: columns.map((column) =>
      notNull.has(column.name) ? { ...column, nullable: false, ...notNull.get(column.name) } : column,
    ),
    constraints,
    ...flag('unlogged', create.relation?.relpersistence === 'u'),
    ...flag('temporary', create.relation?.relpersistence === 't'),
    ...given('partitionKey', partitionKey(create, statement)),
    ...parentsOf(create, statement),
    ...(like.length > 0 && { like }),
  };
}

/** The bits of `TableLikeOption` in PostgreSQL's sources, in their order. */
const likeOptions = [
  'comments',
  'compression',
  'constraints',
  'defaults',
  'generated',
  'identity',
  'indexes',
  'statistics',
  'storage',
];

function includingOf(bits: number): readonly string[] {
  return bits === 0x7fffffff ? ['all'] : likeOptions.filter((_, bit) => (bits & (1 << bit)) !== 0);
}

/** `RANGE (created_at)`, in the capitals that PostgreSQL prints. */
function partitionKey({ partspec }: CreateStmt, statement: Statement): string | undefined {
  if (partspec === undefined) return undefined;
  const method = partspec.strategy?.replace('PARTITION_STRATEGY_', '') ?? '';
  const inside = parenthesised(statement, tokenAt(statement, statement.offset(partspec.location)));
  return inside === undefined ? undefined : `${method} (${textIn(statement, rangeOf(statement, ...inside))})`;
}

function parentsOf(create: CreateStmt, statement: Statement): Partial<TableDefinition> {
  const parents = (create.inhRelations ?? []).flatMap((node) =>
    'RangeVar' in node ? [relationName(node.RangeVar)] : [],
  );
  const [parent] = parents;
  if (parent === undefined) return {};
  if (create.partbound === undefined) return { inherits: parents };
  return { partitionOf: { parent, bound: boundText(create.partbound.is_default, statement) } };
}

/** `FOR VALUES …` or `DEFAULT`, as PostgreSQL prints it. */
export function boundText(isDefault: boolean | undefined, statement: Statement, from = 0): string {
  if (isDefault === true) return 'DEFAULT';
  const start = findWord(statement, ['for'], from);
  const first = parenthesised(statement, start)?.[1] ?? start;
  const isRange = statement.tokens[first + 1]?.text === 'to';
  const last = isRange ? (parenthesised(statement, first + 1)?.[1] ?? first) : first;
  const text = textIn(statement, rangeOf(statement, start + 2, last + 1));
  return `FOR VALUES ${text.replace(/\s+/g, ' ').replace(/^(?:from|in|with)\b|\bto\b(?=\s*\()/gi, (word) => word.toUpperCase())}`;
}

/** CREATE TABLE … AS, SELECT … INTO, CREATE MATERIALIZED VIEW. */
export function createTableAs(create: CreateTableAsStmt, statement: Statement): readonly Step[] {
  const { into, objtype, if_not_exists } = create;
  const name = relationName(into?.rel);
  if (objtype === 'OBJECT_MATVIEW') {
    const view = { view: into?.rel ?? {}, materialized: true as const, aliases: into?.colNames ?? [] };
    return [createView({ ...view, ...flag('ifNotExists', if_not_exists) }, statement)];
  }
  if (into?.rel?.relpersistence === 't') return [temporaryTable(name)];
  const reason = `The columns of ${displayName(name)} are those of a query, which is not followed.`;
  return [opaque(reason, [table(name)])];
}

/** Its columns are of no interest: no snapshot has it. */
export const temporaryTable = (name: ReturnType<typeof relationName>): Step => ({
  kind: 'createTable',
  table: name,
  definition: { columns: [], constraints: [], temporary: true },
});
