/** SQLAlchemy's types without parts of their own, as its PostgreSQL dialect spells them. */
import { type Arguments, bindArguments } from '../python/arguments.ts';
import type { PyCallResult, PyValue } from '../python/value.ts';

/**
 * @param name Of the class, whichever module it is imported from.
 * @returns `undefined` for a type that is not known, or is given something that is not.
 */
export function spellingOf(name: string, call: PyCallResult): string | undefined {
  const plain = plainTypes[name];
  if (plain !== undefined) return plain;
  const parameters = parameterized[name];
  return parameters === undefined ? undefined : parameters(call);
}

const plainTypes: Readonly<Record<string, string>> = {
  Integer: 'integer',
  INTEGER: 'integer',
  INT: 'integer',
  BigInteger: 'bigint',
  BIGINT: 'bigint',
  SmallInteger: 'smallint',
  SMALLINT: 'smallint',
  Boolean: 'boolean',
  BOOLEAN: 'boolean',
  Double: 'double precision',
  DOUBLE: 'double precision',
  DOUBLE_PRECISION: 'double precision',
  REAL: 'real',
  Date: 'date',
  DATE: 'date',
  LargeBinary: 'bytea',
  PickleType: 'bytea',
  BYTEA: 'bytea',
  JSON: 'json',
  JSONB: 'jsonb',
  UUID: 'uuid',
  INET: 'inet',
  CIDR: 'cidr',
  MACADDR: 'macaddr',
  MACADDR8: 'macaddr8',
  MONEY: 'money',
  OID: 'oid',
  REGCLASS: 'regclass',
  REGCONFIG: 'regconfig',
  TSVECTOR: 'tsvector',
  TSQUERY: 'tsquery',
  HSTORE: 'hstore',
  CITEXT: 'citext',
  XML: 'xml',
  JSONPATH: 'jsonpath',
  INT4RANGE: 'int4range',
  INT8RANGE: 'int8range',
  NUMRANGE: 'numrange',
  DATERANGE: 'daterange',
  TSRANGE: 'tsrange',
  TSTZRANGE: 'tstzrange',
  INT4MULTIRANGE: 'int4multirange',
  INT8MULTIRANGE: 'int8multirange',
  NUMMULTIRANGE: 'nummultirange',
  DATEMULTIRANGE: 'datemultirange',
  TSMULTIRANGE: 'tsmultirange',
  TSTZMULTIRANGE: 'tstzmultirange',
};

const parameterized: Readonly<Record<string, (call: PyCallResult) => string | undefined>> = {
  String: (call) => sized('varchar', call),
  Unicode: (call) => sized('varchar', call),
  VARCHAR: (call) => sized('varchar', call),
  AutoString: (call) => sized('varchar', call),
  CHAR: (call) => sized('char', call),
  NCHAR: (call) => sized('char', call),
  Text: (call) => sized('text', call),
  TEXT: (call) => sized('text', call),
  UnicodeText: (call) => sized('text', call),
  Numeric: (call) => numeric(bindArguments(call, ['precision', 'scale'])),
  NUMERIC: (call) => numeric(bindArguments(call, ['precision', 'scale'])),
  DECIMAL: (call) => numeric(bindArguments(call, ['precision', 'scale'])),
  Float: (call) => float(bindArguments(call, ['precision'])),
  FLOAT: (call) => float(bindArguments(call, ['precision'])),
  DateTime: (call) => time('timestamp', bindArguments(call, ['timezone'])),
  DATETIME: () => undefined,
  TIMESTAMP: (call) => time('timestamp', bindArguments(call, ['timezone', 'precision'])),
  Time: (call) => time('time', bindArguments(call, ['timezone'])),
  TIME: (call) => time('time', bindArguments(call, ['timezone', 'precision'])),
  Interval: (call) => interval(bindArguments(call, ['native', 'second_precision'])),
  INTERVAL: (call) => interval(bindArguments(call, ['precision', 'fields'])),
  Uuid: (call) => uuid(bindArguments(call, ['as_uuid', 'native_uuid'])),
  BIT: (call) => bit(bindArguments(call, ['length', 'varying'])),
};

/** `n` in `(n)`; `undefined` where it is not known, `''` where there is none. */
function size(value: PyValue | undefined): string | undefined {
  if (value === undefined || value.kind === 'none') return '';
  return value.kind === 'int' ? String(value.value) : undefined;
}

function flag(value: PyValue | undefined): boolean | undefined {
  if (value === undefined || value.kind === 'none') return false;
  return value.kind === 'bool' ? value.value : undefined;
}

function sized(name: string, call: PyCallResult): string | undefined {
  const length = size(bindArguments(call, ['length']).get('length'));
  return length === undefined ? undefined : withSize(name, length);
}

function withSize(name: string, length: string): string {
  return length === '' ? name : `${name}(${length})`;
}

function numeric(given: Arguments): string | undefined {
  const precision = size(given.get('precision'));
  const scale = size(given.get('scale'));
  if (precision === undefined || scale === undefined) return undefined;
  return withSize('numeric', scale === '' ? precision : `${precision},${scale}`);
}

function float(given: Arguments): string | undefined {
  const precision = size(given.get('precision'));
  return precision === undefined ? undefined : withSize('float', precision);
}

function time(name: string, given: Arguments): string | undefined {
  const zone = flag(given.get('timezone'));
  const precision = size(given.get('precision'));
  if (zone === undefined || precision === undefined) return undefined;
  return `${withSize(name, precision)} ${zone ? 'with' : 'without'} time zone`;
}

function interval(given: Arguments): string | undefined {
  const native = given.get('native');
  if (native !== undefined && native.kind !== 'bool') return undefined;
  if (native?.kind === 'bool' && !native.value) return 'timestamp without time zone';
  const precision = size(given.get('precision') ?? given.get('second_precision'));
  const fields = given.get('fields');
  if (precision === undefined) return undefined;
  if (fields === undefined || fields.kind === 'none') return withSize('interval', precision);
  return fields.kind === 'string' ? withSize(`interval ${fields.text}`, precision) : undefined;
}

function uuid(given: Arguments): string | undefined {
  const native = given.get('native_uuid');
  if (native === undefined) return 'uuid';
  return native.kind === 'bool' ? (native.value ? 'uuid' : 'char(32)') : undefined;
}

function bit(given: Arguments): string | undefined {
  const length = size(given.get('length'));
  const varying = flag(given.get('varying'));
  if (length === undefined || varying === undefined) return undefined;
  return withSize(varying ? 'bit varying' : 'bit', length);
}
