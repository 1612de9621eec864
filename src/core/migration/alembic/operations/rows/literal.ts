/** Values as SQLAlchemy's PostgreSQL dialect hands them on, written as literals. */
import { isSequence, type PyDict, type PyValue, pathOf } from '../../../../python/value.ts';
import { quoteLiteral } from '../expressions.ts';
import { type Constant, constantOf, type Following } from './constant.ts';
import type { ValueType } from './valueType.ts';

/** `undefined`: the value is not written out, or nobody knows what becomes of it. */
export function literalOf(
  written: PyValue | undefined,
  type: ValueType | undefined,
  context: Following,
): string | undefined {
  const value = written?.kind === 'import' ? context.follow(written) : written;
  if (value === undefined || type === undefined) return undefined;
  if (type.kind === 'json') {
    if (value.kind === 'none' && type.noneIsNull) return 'NULL';
    const json = jsonText(value, context);
    return json === undefined ? undefined : quoteLiteral(json);
  }
  if (type.kind === 'array' && value.kind === 'list') return arrayOf(value.items, type, context);
  const constant = constantOf(dumped(value, context), context);
  return constant && constantLiteral(constant, type);
}

function constantLiteral(constant: Constant, type: ValueType): string | undefined {
  if (constant.kind === 'null') return 'NULL';
  switch (type.kind) {
    case 'any':
      return ofItself(constant);
    case 'text':
      return constant.kind === 'text' ? quoteLiteral(constant.text) : undefined;
    case 'integer':
    case 'number':
      return numberLiteral(constant, type.kind === 'integer' ? /^-?\d+$/ : /^-?\d+(?:\.\d+)?$/);
    case 'boolean':
      if (constant.kind === 'boolean') return String(constant.value);
      return constant.kind === 'integer' && /^[01]$/.test(constant.text)
        ? String(constant.text === '1')
        : undefined;
    case 'moment':
    case 'uuid':
      return constant.kind === 'text' || isOf(constant, type.kind) ? quoteLiteral(constant.text) : undefined;
    case 'enum': {
      if (constant.kind === 'text' && type.members === undefined) return quoteLiteral(constant.text);
      const label = constant.kind === 'member' ? type.members?.get(constant.name) : undefined;
      return label === undefined ? undefined : quoteLiteral(label);
    }
    default:
      return undefined;
  }
}

type Spelt = Extract<Constant, { readonly text: string }>;

function isOf(constant: Constant, type: 'moment' | 'uuid'): constant is Spelt {
  if (type === 'uuid') return constant.kind === 'uuid';
  return ['timestamp', 'timestamptz', 'date', 'time'].includes(constant.kind);
}

/** Text that is a number is taken as one. */
function numberLiteral(constant: Constant, pattern: RegExp): string | undefined {
  if (constant.kind !== 'integer' && constant.kind !== 'number' && constant.kind !== 'text') return undefined;
  const text = constant.text.replace(/^(-?)0+(?=\d)/, '$1');
  return pattern.test(constant.text) ? text : undefined;
}

/** Where no column tells the type, drivers go by the value. */
function ofItself(constant: Constant): string | undefined {
  switch (constant.kind) {
    case 'text':
      return quoteLiteral(constant.text);
    case 'integer':
    case 'number':
      return constant.text;
    case 'boolean':
      return String(constant.value);
    case 'timestamp':
    case 'timestamptz':
    case 'date':
    case 'time':
    case 'uuid':
      return `${quoteLiteral(constant.text)}::${constant.kind}`;
    default:
      return undefined;
  }
}

function arrayOf(
  items: readonly PyValue[],
  type: Extract<ValueType, { readonly kind: 'array' }>,
  context: Following,
): string | undefined {
  if (!plainItems.has(type.of.kind)) return undefined;
  const literals = items.map((item) => literalOf(item, item.kind === 'list' ? type : type.of, context));
  if (literals.includes(undefined)) return undefined;
  return literals.length === 0 ? "'{}'" : `ARRAY[${literals.join(', ')}]`;
}

/** Arrays of others need to be told their type. */
const plainItems: ReadonlySet<ValueType['kind']> = new Set(['text', 'integer', 'number', 'boolean']);

/** `json.dumps({…})` without options. */
function dumped(value: PyValue, context: Following): PyValue {
  if (value.kind !== 'call' || pathOf(value.callee) !== 'json.dumps') return value;
  const [object, more] = value.positional;
  const isPlain = !value.open && value.named.size === 0 && more === undefined && object !== undefined;
  const text = isPlain ? jsonText(object, context) : undefined;
  return text === undefined ? value : { kind: 'string', text };
}

/** As Python's `json.dumps` writes it. */
function jsonText(value: PyValue, context: Following): string | undefined {
  if (value.kind === 'dict') return jsonObject(value, context);
  if (isSequence(value)) {
    const items = value.items.map((item) => jsonText(item, context));
    return value.kind === 'set' || items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  const constant = constantOf(dumped(value, context), context);
  switch (constant?.kind) {
    case 'null':
      return 'null';
    case 'text':
      return jsonString(constant.text);
    case 'integer':
      return constant.text;
    case 'number':
      return value.kind === 'call' ? undefined : constant.text;
    case 'boolean':
      return String(constant.value);
    default:
      return undefined;
  }
}

function jsonObject({ entries, pairs = [], open }: PyDict, context: Following): string | undefined {
  const items = [...entries].map(([key, value]) => {
    const json = jsonText(value, context);
    return json === undefined ? undefined : `${jsonString(key)}: ${json}`;
  });
  return open || pairs.length > 0 || items.includes(undefined) ? undefined : `{${items.join(', ')}}`;
}

function jsonString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
