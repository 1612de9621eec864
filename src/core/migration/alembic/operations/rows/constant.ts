/** Python values that a script writes out and hands to the database: plain ones, and calls that make dates, UUIDs, decimals. */
import { bindArguments } from '../../../../python/arguments.ts';
import { type PyCallResult, type PyExpression, type PyValue, pathOf } from '../../../../python/value.ts';
import type { OperationContext } from '../context.ts';

export type Following = Pick<OperationContext, 'follow'>;

export type Constant =
  | { readonly kind: 'null' }
  /** `integer` and `number` as Python prints them. */
  | { readonly kind: 'text' | 'integer' | 'number' | Moment | 'uuid'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** Of an enum class. */
  | { readonly kind: 'member'; readonly name: string };

type Moment = 'timestamp' | 'timestamptz' | 'date' | 'time';

/** `undefined`: only running the script tells it. */
export function constantOf(value: PyValue | undefined, context: Following): Constant | undefined {
  switch (value?.kind) {
    case 'import': {
      const known = context.follow(value);
      return known.kind === 'import' ? undefined : constantOf(known, context);
    }
    case 'string':
      return value.text.includes('\0') ? undefined : { kind: 'text', text: value.text };
    case 'int':
      return Number.isSafeInteger(value.value) ? { kind: 'integer', text: String(value.value) } : undefined;
    case 'bool':
      return { kind: 'boolean', value: value.value };
    case 'none':
      return { kind: 'null' };
    case 'expression':
      return ofExpression(value, context);
    case 'call':
      return ofCall(value, context);
    default:
      return undefined;
  }
}

function ofExpression({ operator, operands: [operand], name = '' }: PyExpression, context: Following) {
  if (operator === 'member') return { kind: 'member', name } as const;
  if (operator === 'float') return number(name);
  if (operator !== '-' || operand?.kind !== 'expression' || operand.operator !== 'float') return undefined;
  const positive = constantOf(operand, context);
  return positive?.kind === 'number' ? ({ kind: 'number', text: `-${positive.text}` } as const) : undefined;
}

/** As Python prints it; numbers of other sizes are printed otherwise in JavaScript. */
function number(written: string): Constant | undefined {
  const value = Number(written.replaceAll('_', ''));
  if (value !== 0 && !(value >= 1e-4 && value < 1e16)) return undefined;
  return { kind: 'number', text: Number.isInteger(value) ? `${value}.0` : String(value) };
}

function ofCall(call: PyCallResult, context: Following): Constant | undefined {
  if (call.open) return undefined;
  const [first, second] = call.positional;
  const text = first?.kind === 'string' && second === undefined ? first.text : undefined;
  switch (pathOf(call.callee)) {
    case 'datetime.datetime':
      return timestamp(call);
    case 'datetime.date': {
      const date = numbers(call, ['year', 'month', 'day']);
      return date && { kind: 'date', text: dateText(date) };
    }
    case 'datetime.time': {
      const time = numbers(call, ['hour', 'minute', 'second', 'microsecond']);
      return time && { kind: 'time', text: timeText(time) };
    }
    case 'uuid.UUID':
      return text === undefined ? undefined : uuid(text);
    case 'decimal.Decimal':
      if (text !== undefined && /^-?\d+(?:\.\d+)?$/.test(text)) return { kind: 'number', text };
      return first?.kind === 'int' && second === undefined ? constantOf(first, context) : undefined;
    default:
      return undefined;
  }
}

const parts = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'];

function timestamp(call: PyCallResult): Constant | undefined {
  const zone = bindArguments(call, [...parts, 'tzinfo']).get('tzinfo');
  const all = numbers(call, parts, ['tzinfo']);
  if (all === undefined) return undefined;
  const text = `${dateText(all)} ${timeText(all.slice(3))}`;
  if (zone === undefined || zone.kind === 'none') return { kind: 'timestamp', text };
  const isUtc = /^(?:datetime\.timezone\.utc|datetime\.UTC|pytz\.(?:utc|UTC))$/.test(pathOf(zone) ?? '');
  return isUtc ? { kind: 'timestamptz', text: `${text}+00:00` } : undefined;
}

/** What is given for parameters, 0 where nothing is; `undefined` unless all are whole numbers. */
function numbers(
  call: PyCallResult,
  parameters: readonly string[],
  others: readonly string[] = [],
): readonly number[] | undefined {
  const given = bindArguments(call, parameters);
  const known = [...call.named.keys()].every((name) => parameters.includes(name) || others.includes(name));
  if (!known || given.rest.length > others.length) return undefined;
  const values = parameters.map((name) => {
    const value = given.get(name);
    return value === undefined ? 0 : value.kind === 'int' ? value.value : undefined;
  });
  return values.every((value) => value !== undefined) ? values : undefined;
}

function dateText([year = 0, month = 0, day = 0]: readonly number[]): string {
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

function timeText([hour = 0, minute = 0, second = 0, micro = 0]: readonly number[]): string {
  const fraction = micro === 0 ? '' : `.${digits(micro, 6)}`;
  return `${digits(hour, 2)}:${digits(minute, 2)}:${digits(second, 2)}${fraction}`;
}

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

function uuid(written: string): Constant | undefined {
  const hex = written.replace(/^urn:uuid:/, '').replaceAll(/[{}-]/g, '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) return undefined;
  return { kind: 'uuid', text: hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') };
}
