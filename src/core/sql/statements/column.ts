/** Columns and constraints as CREATE TABLE and ALTER TABLE define them. */
import type { ColumnDef, Constraint, Node } from '@pgsql/types';
import type {
  ColumnDefinition,
  ConstraintDefinition,
  NotNullDefinition,
} from '../../migration/operations/definitions.ts';
import type { ReferentialAction } from '../../schema/constraint.ts';
import { quoteName } from '../../schema/name.ts';
import { nameParts, objectName, relationName } from '../nodes.ts';
import {
  endOfItem,
  expressionBehind,
  expressionIn,
  findWord,
  rangeOf,
  type Statement,
  textIn,
  tokenAt,
} from '../statement.ts';
import { typeOf } from '../typeOf.ts';
import { sequenceOptions } from './sequence.ts';
import { flag, given } from './step.ts';

export function readColumn(column: ColumnDef, statement: Statement): ColumnDefinition {
  const name = column.colname ?? '';
  const parts = (column.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
  const definition: ColumnDefinition = {
    name,
    type: typeOf(column.typeName),
    ...given('collation', collationOf(column)),
  };
  const constraints = parts.flatMap(
    (part, index) => readConstraint(part, statement, name, parts.slice(index + 1)) ?? [],
  );
  return {
    ...definition,
    ...Object.assign({}, ...parts.map((part) => columnPart(part, column, parts, statement))),
    ...(constraints.length > 0 && { constraints }),
  };
}

export function collationOf({ collClause }: Pick<ColumnDef, 'collClause'>): string | undefined {
  return qualified(collClause?.collname);
}

/** What a constraint of PostgreSQL's grammar says of the column itself. */
function columnPart(
  part: Constraint,
  column: ColumnDef,
  all: readonly Constraint[],
  statement: Statement,
): Partial<ColumnDefinition> {
  switch (part.contype) {
    case 'CONSTR_NULL':
      return { nullable: true };
    case 'CONSTR_NOTNULL':
      return { nullable: false, ...notNullOf(part) };
    case 'CONSTR_DEFAULT':
      return { default: defaultText(part, column, all, statement) };
    case 'CONSTR_IDENTITY': {
      const sequence = sequenceOptions(part.options);
      return {
        identity: part.generated_when === 'a' ? 'always' : 'by default',
        ...(Object.keys(sequence).length > 0 && { sequenceOptions: sequence }),
      };
    }
    case 'CONSTR_GENERATED': {
      const from = tokenAt(statement, statement.offset(part.location));
      const expression = expressionBehind(statement, findWord(statement, ['as'], from));
      return { generated: { expression, stored: part.generated_kind !== 'v' } };
    }
    default:
      return {};
  }
}

/** What NOT NULL says besides; nothing where it says no more. */
export function notNullOf(part: Constraint): Pick<ColumnDefinition, 'notNull'> {
  const notNull = notNullDefinition(part);
  return Object.keys(notNull).length === 0 ? {} : { notNull };
}

export function notNullDefinition(part: Constraint): NotNullDefinition {
  return {
    ...given('name', part.conname),
    ...flag('notValid', part.skip_validation),
    ...flag('noInherit', part.is_no_inherit),
  };
}

/** Up to whatever else the column has behind its default. */
export function defaultText(
  part: Constraint,
  { collClause }: Pick<ColumnDef, 'collClause'>,
  all: readonly Constraint[],
  statement: Statement,
): string {
  const at = statement.offset(part.location);
  const from = findWord(statement, ['default'], tokenAt(statement, at)) + 1;
  const stops = [...all, ...(collClause === undefined ? [] : [collClause])]
    .map(({ location }) => statement.offset(location))
    .filter((offset) => offset > at)
    .map((offset) => tokenAt(statement, offset));
  return expressionIn(statement, from, Math.min(endOfItem(statement, from), ...stops));
}

/**
 * @param column Where it is written at one; the constraint is on it.
 * @param behind What follows it there: `DEFERRABLE` is a part of its own.
 * @returns `undefined` for what is no constraint to us, such as NOT NULL.
 */
export function readConstraint(
  part: Constraint,
  statement: Statement,
  column?: string,
  behind: readonly Constraint[] = [],
): ConstraintDefinition | undefined {
  const shared = { ...given('name', part.conname), ...deferrability(part, behind) };
  switch (part.contype) {
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE': {
      const include = nameParts(part.including);
      return {
        kind: part.contype === 'CONSTR_PRIMARY' ? 'primaryKey' : 'unique',
        ...shared,
        columns: columnsOr(part.keys, column),
        ...(include.length > 0 && { include }),
        ...flag('nullsNotDistinct', part.nulls_not_distinct),
        ...given('usingIndex', part.indexname),
      };
    }
    case 'CONSTR_FOREIGN':
      return { ...shared, ...foreignKey(part, column, behind) };
    case 'CONSTR_CHECK': {
      const from = findWord(statement, ['check'], tokenAt(statement, statement.offset(part.location)));
      return {
        kind: 'check',
        ...shared,
        expression: expressionBehind(statement, from),
        ...flag('noInherit', part.is_no_inherit),
        ...validity(part, behind),
      };
    }
    case 'CONSTR_EXCLUSION':
      return { ...shared, ...exclusion(part, statement) };
    default:
      return undefined;
  }
}

const columnsOr = (keys: readonly Node[] | undefined, column: string | undefined): readonly string[] =>
  column === undefined ? nameParts(keys) : [column];

/** What is not enforced is not validated either, which goes without saying. */
function validity(part: Constraint, behind: readonly Constraint[]) {
  if (part.is_enforced !== true || behind.some(isNotEnforced)) return flag('notEnforced', true);
  return flag('notValid', part.skip_validation);
}

const isNotEnforced = ({ contype }: Constraint): boolean => contype === 'CONSTR_ATTR_NOT_ENFORCED';

function deferrability(
  part: Constraint,
  behind: readonly Constraint[],
): Pick<ConstraintDefinition, 'deferrable'> {
  const next = behind.findIndex(({ contype }) => contype?.startsWith('CONSTR_ATTR_') !== true);
  const attributes = behind.slice(0, next < 0 ? undefined : next).map(({ contype }) => contype);
  const deferred = part.initdeferred === true || attributes.includes('CONSTR_ATTR_DEFERRED');
  const deferrable = part.deferrable === true || attributes.includes('CONSTR_ATTR_DEFERRABLE');
  return deferred ? { deferrable: 'deferred' } : deferrable ? { deferrable: 'immediate' } : {};
}

type Definition<K> = Extract<ConstraintDefinition, { readonly kind: K }>;

function foreignKey(
  part: Constraint,
  column: string | undefined,
  behind: readonly Constraint[],
): Definition<'foreignKey'> {
  const onDeleteColumns = nameParts(part.fk_del_set_cols);
  return {
    kind: 'foreignKey',
    columns: columnsOr(part.fk_attrs, column),
    references: relationName(part.pktable),
    referencedColumns: nameParts(part.pk_attrs),
    ...given('onUpdate', actions.get(part.fk_upd_action ?? '')),
    ...given('onDelete', actions.get(part.fk_del_action ?? '')),
    ...(onDeleteColumns.length > 0 && { onDeleteColumns }),
    ...(part.fk_matchtype === 'f' && { match: 'full' as const }),
    ...validity(part, behind),
  };
}

const actions: ReadonlyMap<string, ReferentialAction> = new Map([
  ['r', 'restrict'],
  ['c', 'cascade'],
  ['n', 'set null'],
  ['d', 'set default'],
]);

function exclusion(part: Constraint, statement: Statement): Definition<'exclusion'> {
  const from = findWord(statement, ['exclude'], tokenAt(statement, statement.offset(part.location)));
  const end = endOfItem(statement, from);
  const attribute = findWord(statement, ['not', 'deferrable', 'initially'], from, end);
  const columns = (part.exclusions ?? []).map((node) => {
    const [element] = 'List' in node ? (node.List.items ?? []) : [];
    return element !== undefined && 'IndexElem' in element ? element.IndexElem.name : undefined;
  });
  const range = rangeOf(statement, from, attribute < 0 ? end : attribute);
  return { kind: 'exclusion', definition: textIn(statement, range), columns };
}

/** The name of a collation or operator class as SQL spells it: `"C"`, `public.gin_trgm_ops`. */
export function qualified(nodes: readonly Node[] | undefined): string | undefined {
  const { schema, name } = objectName(nameParts(nodes));
  if (name === '') return undefined;
  const own = quoteName(name);
  return schema === undefined || schema === 'pg_catalog' ? own : `${quoteName(schema)}.${own}`;
}
