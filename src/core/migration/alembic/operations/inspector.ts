/** What SQLAlchemy's `Inspector` tells of a schema, as questions that can be asked of a snapshot. */
import { bindArguments } from '../../../python/arguments.ts';
import { isSequence, type PyCallResult, type PyValue } from '../../../python/value.ts';
import type { ObjectName } from '../../../schema/name.ts';
import type { SchemaCondition } from '../../operations/condition.ts';
import { calleeName, type OperationContext, objectName } from './context.ts';

/** Names of things that may be there. */
export interface NamedSet {
  readonly contains: (name: string) => SchemaCondition | undefined;
}

/** `has_table('users')` and its like. */
export function asksForTable(call: PyCallResult): SchemaCondition | undefined {
  const name = calleeName(call);
  const names = call.positional.filter(({ kind }) => kind === 'string');
  const schema = call.named.get('schema') ?? (name === 'has_index' ? undefined : names[1]);
  const [first, second] = names;
  switch (name) {
    case 'has_table': {
      const table = objectName(call.named.get('table_name') ?? first, schema);
      return table && { kind: 'tableExists', name: table };
    }
    case 'has_sequence': {
      const sequence = objectName(call.named.get('sequence_name') ?? first, schema);
      return sequence && { kind: 'sequenceExists', name: sequence };
    }
    case 'has_schema':
      return first?.kind === 'string' ? { kind: 'schemaExists', name: first.text } : undefined;
    case 'has_type': {
      const type = objectName(first, schema);
      return type && { kind: 'typeExists', name: type };
    }
    case 'has_index': {
      const table = objectName(call.named.get('table_name') ?? first, schema);
      const index = call.named.get('index_name') ?? second;
      if (table === undefined || index?.kind !== 'string') return undefined;
      return { kind: 'indexExists', table, name: index.text, owned: true };
    }
    default:
      return undefined;
  }
}

/** A list of names, however Python makes it of the inspector's answer. */
export function namedSet(value: PyValue, context: OperationContext, depth = 0): NamedSet | undefined {
  if (depth > 10) return undefined;
  if (value.kind === 'expression') {
    const [element, iterable, ...conditions] = value.operands;
    if (value.operator === '|' || value.operator === '+') return union(element, iterable, context, depth);
    if (value.operator !== 'each' || element === undefined || iterable === undefined) return undefined;
    if (conditions.length > 0) return undefined;
    const key = element.kind === 'tuple' ? element.items[0] : element;
    return key !== undefined && isName(key) ? namedSet(iterable, context, depth + 1) : undefined;
  }
  if (value.kind !== 'call') return undefined;
  const name = calleeName(value) ?? '';
  const [first] = value.positional;
  if (value.receiver === undefined && /^(?:set|list|tuple|sorted|frozenset|dict)$/.test(name))
    return first === undefined ? undefined : namedSet(first, context, depth + 1);
  if (name === 'keys' && value.receiver !== undefined) return namedSet(value.receiver, context, depth + 1);
  return inspected(name, value);
}

function union(
  a: PyValue | undefined,
  b: PyValue | undefined,
  context: OperationContext,
  depth: number,
): NamedSet | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [left, right] = [memberTest(a, context, depth), memberTest(b, context, depth)];
  if (left === undefined || right === undefined) return undefined;
  return {
    contains: (name) => {
      const conditions = [left.contains(name), right.contains(name)].flatMap((one) => one ?? []);
      return conditions.length === 2 ? { kind: 'or', conditions } : undefined;
    },
  };
}

function memberTest(value: PyValue, context: OperationContext, depth: number): NamedSet | undefined {
  if (!isSequence(value)) return namedSet(value, context, depth + 1);
  const names = value.items.map((item) => (item.kind === 'string' ? item.text : undefined));
  if (names.includes(undefined)) return undefined;
  return { contains: (name) => ({ kind: names.includes(name) ? 'and' : 'or', conditions: [] }) };
}

/** @param name Of a method of the inspector. */
function inspected(name: string, call: PyCallResult): NamedSet | undefined {
  const given = bindArguments(call, ['table_name', 'schema']);
  const table = objectName(given.get('table_name'), given.get('schema'));
  switch (name) {
    case 'get_table_names':
    case 'table_names':
    case 'get_view_names':
    case 'get_materialized_view_names':
      return relations(name, bindArguments(call, ['schema']).get('schema'));
    case 'get_schema_names':
      return { contains: (schema) => ({ kind: 'schemaExists', name: schema }) };
    case 'get_enums':
      return {
        contains: (type) => {
          const known = objectName({ kind: 'string', text: type }, given.get('schema'));
          return known && { kind: 'typeExists', name: known };
        },
      };
    case 'get_columns':
      return table && { contains: (column) => ({ kind: 'columnExists', table, column }) };
    case 'get_indexes':
      return table && { contains: (index) => ({ kind: 'indexExists', table, name: index, owned: true }) };
    default:
      return table && constraints(name, table);
  }
}

function relations(method: string, schema: PyValue | undefined): NamedSet {
  const kind = method.includes('view') ? 'viewExists' : 'tableExists';
  return {
    contains: (name) => {
      const known = objectName({ kind: 'string', text: name }, schema);
      return known && { kind, name: known };
    },
  };
}

const constraintTypes = {
  get_foreign_keys: 'foreignKey',
  get_unique_constraints: 'unique',
  get_check_constraints: 'check',
} as const;

function constraints(method: string, table: ObjectName): NamedSet | undefined {
  const type = Object.entries(constraintTypes).find(([name]) => name === method)?.[1];
  return type && { contains: (name) => ({ kind: 'constraintExists', table, name, type }) };
}

/** `item['name']`, `item.get('name')`, `item.name`, or the item itself. */
export function isName(value: PyValue): boolean {
  if (value.kind === 'call') {
    const [first] = value.positional;
    return value.method === 'get' && first?.kind === 'string' && isNameKey(first.text);
  }
  if (value.kind !== 'expression') return false;
  const [object, key] = value.operands;
  if (value.operator === 'item') return true;
  const isItem = object?.kind === 'expression' && object.operator === 'item';
  if (value.operator === 'attribute') return isItem && isNameKey(value.name ?? '');
  if (value.operator !== 'subscript' || !isItem) return false;
  return (key?.kind === 'string' && isNameKey(key.text)) || (key?.kind === 'int' && key.value === 0);
}

function isNameKey(key: string): boolean {
  return /^(?:name|column_name|table_name|indexname|conname|constraint_name|typname)$/.test(key);
}
