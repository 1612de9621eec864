/** Columns that expressions mention: `User.id`, `users.c.id`, a name of the class body. */
import { isSequence, type PyCallResult, type PyValue } from '../../python/value.ts';
import type { ObjectName } from '../../schema/name.ts';
import { columnsOfClass } from './classColumns.ts';
import { tableOfClass, writtenTable } from './classTable.ts';
import { tableOfCall } from './coreTable.ts';
import { mappedStyle, orderOf, type Type, typeOf } from './lineage.ts';
import { attributeOfExpression, calleeOf, callOf, isKnownClass, ofSqlAlchemy, text } from './pyNames.ts';
import type { ReadingContext, StatedColumn } from './readingContext.ts';
import { identityOf } from './reduce.ts';
import type { StatedTable } from './statedTable.ts';

export interface ColumnReference {
  readonly table: ObjectName;
  readonly column: string;
}

/** `undefined` where it is none, or not known. @param here The table that asks. */
export function referenceTo(
  value: PyValue,
  here: StatedTable | undefined,
  context: ReadingContext,
): ColumnReference | undefined {
  if (value.kind === 'call') {
    const own = here?.columns.find(({ identities }) => identities.includes(identityOf(value)));
    if (here !== undefined && own !== undefined) return { table: here.name, column: own.name };
    if (value.owner === undefined) return undefined;
    const owner: Type | undefined = context.types.get(ownerKey(value));
    return owner === undefined ? undefined : inClass(owner, value.owner.attribute, context);
  }
  if (value.kind === 'import') return ofImport(value, here, context);
  const subscript =
    value.kind === 'expression' && value.operator === 'subscript' ? value.operands : undefined;
  if (subscript?.[0] !== undefined && subscript[1]?.kind === 'string')
    return inColumns(subscript[0], subscript[1].text, context);
  const attribute = attributeOfExpression(value);
  if (attribute === undefined) return undefined;
  const object = context.world.follow(attribute.object);
  if (isKnownClass(object))
    return inClass(typeOf(object, context.world, context.types), attribute.name, context);
  return inColumns(attribute.object, attribute.name, context);
}

function ownerKey({ owner }: PyCallResult): string {
  const definition = owner?.definition;
  return `${definition?.file}\0${definition?.nameRange.start}`;
}

/** `module.User.id`, `User.id` of another file. */
function ofImport(
  value: Extract<PyValue, { kind: 'import' }>,
  here: StatedTable | undefined,
  context: ReadingContext,
): ColumnReference | undefined {
  const { attributes = [] } = value;
  const name = attributes.at(-1);
  if (name === undefined) {
    const followed = context.world.follow(value);
    return followed.kind === 'import' ? undefined : referenceTo(followed, here, context);
  }
  const object: PyValue = { ...value, attributes: attributes.slice(0, -1) };
  return referenceTo({ kind: 'expression', operator: 'attribute', operands: [object], name }, here, context);
}

/** `table.c.name`, `Class.__table__.c.name` */
function inColumns(value: PyValue, name: string, context: ReadingContext): ColumnReference | undefined {
  const columns = attributeOfExpression(expanded(value));
  if (columns === undefined || !/^(?:c|columns)$/.test(columns.name)) return undefined;
  const table = tableIn(columns.object, context);
  const column = table?.columns.find((one) => one.attribute === name || one.name === name);
  return table === undefined ? undefined : { table: table.name, column: column?.name ?? name };
}

/** An import's last attribute as an attribute. */
function expanded(value: PyValue): PyValue {
  if (value.kind !== 'import' || value.attributes === undefined || value.attributes.length === 0)
    return value;
  const object: PyValue = { ...value, attributes: value.attributes.slice(0, -1) };
  return {
    kind: 'expression',
    operator: 'attribute',
    operands: [object],
    name: value.attributes.at(-1) ?? '',
  };
}

/** What stands for a whole table: `users`, `User.__table__`, `User`. */
export function tableIn(value: PyValue, context: ReadingContext): StatedTable | undefined {
  const known = context.world.follow(value);
  if (isKnownClass(known)) return tableOfType(typeOf(known, context.world, context.types), context);
  const attribute = attributeOfExpression(expanded(value));
  if (attribute?.name === '__table__') return tableIn(attribute.object, context);
  const written = writtenTable(known, context);
  const read = written === undefined ? undefined : tableOfCall(written, undefined, context);
  return read?.kind === 'table' ? read.table : undefined;
}

function tableOfType(type: Type, context: ReadingContext): StatedTable | undefined {
  const read = tableOfClass(type, context);
  if (read.kind === 'table') return read.table;
  return read.kind === 'written' ? tableIn(read.value, context) : undefined;
}

/** Of the class's own table, else of the one it inherits. */
function inClass(type: Type, attribute: string, context: ReadingContext): ColumnReference | undefined {
  for (const one of (orderOf(type) ?? [type]).filter((each) => mappedStyle(each) !== undefined)) {
    const table = tableOfType(one, context);
    const own = columnsOfClass(one, context).columns.find((column) => column.attribute === attribute);
    const column = own ?? table?.columns.find((each) => each.attribute === attribute);
    if (table !== undefined && column !== undefined) return { table: table.name, column: column.name };
  }
  return undefined;
}

/** A column's definition with its foreign keys as text, and other columns of its table by their names. */
export function resolvedColumn(
  column: StatedColumn,
  here: StatedTable,
  context: ReadingContext,
): PyCallResult {
  const { call } = column;
  const positional = call.positional.map((item, index) =>
    index === 0 ? item : inColumn(item, here, context),
  );
  const named = new Map([...call.named].map(([key, item]) => [key, inColumn(item, here, context)]));
  return { ...call, positional, named };
}

function inColumn(item: PyValue, here: StatedTable, context: ReadingContext): PyValue {
  if (item.kind !== 'call') return item;
  if (calleeOf(item) !== 'ForeignKey')
    return /^(?:Computed|CheckConstraint)$/.test(calleeOf(item) ?? '') ? named(item, here, context) : item;
  const target = item.positional[0] ?? item.named.get('column');
  if (target === undefined) return item;
  const reference = targetOf(target, here, context);
  const others = new Map([...item.named].filter(([key]) => key !== 'column'));
  return { ...item, positional: [reference ?? target, ...item.positional.slice(1)], named: others };
}

function targetOf(target: PyValue, here: StatedTable, context: ReadingContext): PyValue | undefined {
  const known = target.kind === 'import' ? context.world.follow(target) : target;
  if (known.kind === 'string') return inSchema(known.text, here);
  const found = referenceTo(target, here, context);
  if (found === undefined) return undefined;
  return text(referenceText(found));
}

function referenceText({ table, column }: ColumnReference): string {
  return [...(table.schema === undefined ? [] : [table.schema]), table.name, column].join('.');
}

/** Without a schema it is the MetaData's. */
function inSchema(target: string, { metadataSchema }: StatedTable): PyValue {
  const isBare = target.split('.').length <= 2;
  return text(isBare && metadataSchema !== undefined ? `${metadataSchema}.${target}` : target);
}

/** A constraint or index with the columns in it by their names. */
export function resolvedItem(item: PyValue, here: StatedTable, context: ReadingContext): PyValue {
  if (item.kind !== 'call') return item;
  const kind = calleeOf(item) ?? '';
  if (kind === 'ForeignKeyConstraint') return resolvedForeignKey(item, here, context);
  const direct = /^(?:UniqueConstraint|PrimaryKeyConstraint|Index)$/.test(kind);
  const positional = item.positional.map((one) => {
    const found = direct ? (keyed(one, here) ?? ownColumn(one, here, context)) : undefined;
    return found === undefined ? named(one, here, context) : text(found);
  });
  const others = [...item.named].map(([key, one]) => [key, named(one, here, context)] as const);
  return { ...item, positional, named: new Map(others) };
}

/** `Column('full_name', key='name')` is `name` to constraints. */
function keyed(value: PyValue, here: StatedTable): string | undefined {
  if (value.kind !== 'string') return undefined;
  return here.columns.find(({ call }) => {
    const key = call.named.get('key');
    return key?.kind === 'string' && key.text === value.text;
  })?.name;
}

function ownColumn(value: PyValue, here: StatedTable, context: ReadingContext): string | undefined {
  const found = referenceTo(value, here, context);
  const isOwn = found?.table.name === here.name.name && found.table.schema === here.name.schema;
  return isOwn ? found.column : undefined;
}

function resolvedForeignKey(item: PyCallResult, here: StatedTable, context: ReadingContext): PyValue {
  const [columns, targets, ...others] = item.positional;
  const own = columns ?? item.named.get('columns');
  const far = targets ?? item.named.get('refcolumns');
  const list = (value: PyValue | undefined, each: (one: PyValue) => PyValue): PyValue =>
    value !== undefined && isSequence(value)
      ? { ...value, kind: 'list', items: value.items.map(each) }
      : (value ?? { kind: 'list', items: [] });
  const rest = new Map([...item.named].filter(([key]) => key !== 'columns' && key !== 'refcolumns'));
  const name = (one: PyValue): PyValue => {
    const found = ownColumn(one, here, context);
    return found === undefined ? one : text(found);
  };
  const target = (one: PyValue): PyValue => targetOf(one, here, context) ?? one;
  return { ...item, positional: [list(own, name), list(far, target), ...others], named: rest };
}

/** Columns inside an expression: `func.lower(User.email)`. */
function named(value: PyValue, here: StatedTable, context: ReadingContext): PyValue {
  const own = ownColumn(value, here, context);
  if (own !== undefined) return callOf(ofSqlAlchemy('column'), [text(own)]);
  if (isSequence(value)) return { ...value, items: value.items.map((one) => named(one, here, context)) };
  if (value.kind === 'expression')
    return { ...value, operands: value.operands.map((one) => named(one, here, context)) };
  if (value.kind !== 'call') return value;
  const { receiver } = value;
  return {
    ...value,
    positional: value.positional.map((one) => named(one, here, context)),
    named: new Map([...value.named].map(([key, one]) => [key, named(one, here, context)])),
    ...(receiver === undefined ? {} : { receiver: named(receiver, here, context) }),
  };
}

/** The table of the first column that an index or constraint mentions by its class or table. */
export function tableOfReference(value: PyValue, context: ReadingContext): StatedTable | undefined {
  if (value.kind === 'call' && value.owner !== undefined) {
    const owner = context.types.get(ownerKey(value));
    return owner === undefined ? undefined : tableOfType(owner, context);
  }
  const found = columnOwner(value, context);
  if (found !== undefined) return found;
  for (const inner of partsOf(value)) {
    const table = tableOfReference(inner, context);
    if (table !== undefined) return table;
  }
  return undefined;
}

function columnOwner(value: PyValue, context: ReadingContext): StatedTable | undefined {
  const attribute = attributeOfExpression(expanded(value));
  if (attribute === undefined) return undefined;
  const columns = attributeOfExpression(expanded(attribute.object));
  if (columns !== undefined && /^(?:c|columns)$/.test(columns.name)) return tableIn(columns.object, context);
  const object = context.world.follow(attribute.object);
  return isKnownClass(object) ? tableIn(object, context) : undefined;
}

function partsOf(value: PyValue): readonly PyValue[] {
  if (isSequence(value)) return value.items;
  if (value.kind === 'expression') return value.operands;
  if (value.kind !== 'call') return [];
  return [
    ...(value.receiver === undefined ? [] : [value.receiver]),
    ...value.positional,
    ...value.named.values(),
  ];
}
