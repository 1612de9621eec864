/** Types of packages that many projects use beside SQLAlchemy: sqlalchemy-utils, pgvector, GeoAlchemy 2 and others. */
import { bindArguments } from '../python/arguments.ts';
import { lastName, type PyCallResult, type PyValue } from '../python/value.ts';
import type { SqlType } from '../schema/type.ts';
import { namedType, parseType } from '../schema/typeName.ts';

type PackageType =
  | { readonly type: SqlType; readonly spatialIndex?: true }
  /** What it says itself decides: the wrapped type. */
  | { readonly delegate: PyValue };

/** @param path Of the class, dotted, as it is imported. */
export function packageTypes(path: string, call: PyCallResult): PackageType | undefined {
  const name = lastName(path);
  switch (path.split('.')[0]) {
    case 'sqlalchemy_utils':
      return utilsType(name, call);
    case 'pgvector':
      return vector(name, call);
    case 'geoalchemy2':
      return spatial(name, call);
    case 'fastapi_users_db_sqlalchemy':
    case 'fastapi_users':
      if (name === 'TIMESTAMPAware') return timestamp(call);
      return name === 'GUID' ? spelled('uuid') : undefined;
    case 'sqlalchemy_utc':
      return name === 'UtcDateTime' ? spelled('timestamp with time zone') : undefined;
    case 'oslo_db':
      return oslo[name] === undefined ? undefined : spelled(oslo[name]);
    case 'advanced_alchemy':
      return advanced[name] === undefined ? undefined : spelled(advanced[name]);
    default:
      return undefined;
  }
}

function timestamp(call: PyCallResult): PackageType | undefined {
  const zone = bindArguments(call, ['timezone']).get('timezone');
  return zone?.kind === 'bool'
    ? spelled(`timestamp ${zone.value ? 'with' : 'without'} time zone`)
    : undefined;
}

function spelled(text: string): PackageType {
  return { type: parseType(text) };
}

const advanced: Readonly<Record<string, string>> = {
  GUID: 'uuid',
  DateTimeUTC: 'timestamp with time zone',
  JsonB: 'jsonb',
  BigIntIdentity: 'bigint',
  EncryptedString: 'varchar',
  EncryptedText: 'text',
};

/** What they are given matters to MySQL alone. */
const oslo: Readonly<Record<string, string>> = {
  JsonEncodedDict: 'text',
  JsonEncodedList: 'text',
  JsonEncodedType: 'text',
  SoftDeleteInteger: 'integer',
};

/** As sqlalchemy-utils renders them on PostgreSQL when they are given no arguments that matter. */
const utils: Readonly<Record<string, string>> = {
  JSONType: 'json',
  URLType: 'text',
  ScalarListType: 'text',
  CountryType: 'varchar(2)',
  CurrencyType: 'varchar(3)',
  LocaleType: 'varchar(10)',
  TimezoneType: 'varchar(50)',
  ArrowType: 'timestamp without time zone',
  TSVectorType: 'tsvector',
  LtreeType: 'ltree',
  IntRangeType: 'int4range',
  Int8RangeType: 'int8range',
  NumericRangeType: 'numrange',
  DateRangeType: 'daterange',
  DateTimeRangeType: 'tsrange',
  EncryptedType: 'bytea',
  PasswordType: 'bytea',
  WeekDaysType: 'bit(7)',
  EnrichedDateTimeType: 'timestamp without time zone',
  EnrichedDateType: 'date',
};

function utilsType(name: string, call: PyCallResult): PackageType | undefined {
  const plain = utils[name];
  if (plain !== undefined && (call.positional.length + call.named.size === 0 || unsized.has(name)))
    return spelled(plain);
  if (name === 'UUIDType') return uuid(call);
  if (name === 'ColorType') return lengthOr(20, bindArguments(call, ['max_length']).get('max_length'));
  if (name === 'IPAddressType') return lengthOr(50, bindArguments(call, ['max_length']).get('max_length'));
  if (name === 'StringEncryptedType') {
    const length = call.named.get('length');
    return length === undefined && !call.open ? spelled('varchar') : lengthOr(0, length);
  }
  if (name === 'EmailType') return lengthOr(255, bindArguments(call, ['length']).get('length'));
  if (name === 'PhoneNumberType')
    return lengthOr(20, bindArguments(call, ['region', 'max_length']).get('max_length'));
  if (name !== 'ChoiceType') return undefined;
  const impl = bindArguments(call, ['choices', 'impl']).get('impl');
  return impl === undefined || impl.kind === 'none' ? spelled('varchar(255)') : { delegate: impl };
}

/** Native unless told otherwise; else as text, or in bytes. */
function uuid(call: PyCallResult): PackageType | undefined {
  const given = bindArguments(call, ['binary', 'native']);
  const native = given.get('native');
  if (native === undefined || (native.kind === 'bool' && native.value)) return spelled('uuid');
  const binary = given.get('binary');
  return native.kind === 'bool' && binary?.kind === 'bool' && !binary.value ? spelled('char(32)') : undefined;
}

/** Their arguments do not reach the column. */
const unsized = new Set([
  'JSONType',
  'URLType',
  'ScalarListType',
  'TSVectorType',
  'EncryptedType',
  'ArrowType',
  'TimezoneType',
  'PasswordType',
  'EnrichedDateTimeType',
  'EnrichedDateType',
]);

function lengthOr(fallback: number, given: PyValue | undefined): PackageType | undefined {
  if (given === undefined) return spelled(`varchar(${fallback})`);
  return given.kind === 'int' ? spelled(`varchar(${given.value})`) : undefined;
}

const vectorTypes: Readonly<Record<string, string>> = {
  vector: 'vector',
  halfvec: 'halfvec',
  sparsevec: 'sparsevec',
};

function vector(name: string, call: PyCallResult): PackageType | undefined {
  if (name === 'BIT') return lengthOf('bit', call);
  const type = vectorTypes[name.toLowerCase()];
  const dimensions = bindArguments(call, ['dim']).get('dim');
  if (type === undefined) return undefined;
  if (dimensions === undefined || dimensions.kind === 'none')
    return { type: namedType(undefined, type, [], false) };
  return dimensions.kind === 'int'
    ? { type: namedType(undefined, type, [String(dimensions.value)], false) }
    : undefined;
}

function lengthOf(type: string, call: PyCallResult): PackageType | undefined {
  const length = bindArguments(call, ['length']).get('length');
  return length?.kind === 'int' ? spelled(`${type}(${length.value})`) : undefined;
}

function spatial(name: string, call: PyCallResult): PackageType | undefined {
  if (name === 'Raster') return spelled('raster');
  if (name !== 'Geometry' && name !== 'Geography') return undefined;
  const given = bindArguments(call, ['geometry_type', 'srid', 'dimension', 'spatial_index']);
  const shape = given.get('geometry_type') ?? { kind: 'string', text: 'GEOMETRY' };
  const srid = given.get('srid') ?? { kind: 'int', value: -1 };
  const index = given.get('spatial_index') ?? { kind: 'bool', value: true };
  const indexed = index.kind === 'bool' && !index.value ? {} : { spatialIndex: true as const };
  if (shape.kind === 'none') return { type: namedType(undefined, name.toLowerCase(), [], false), ...indexed };
  if (shape.kind !== 'string' || srid.kind !== 'int') return undefined;
  const modifiers = [shape.text, String(srid.value)];
  return { type: namedType(undefined, name.toLowerCase(), modifiers, false), ...indexed };
}
