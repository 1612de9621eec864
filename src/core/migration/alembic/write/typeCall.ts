/**
 * A PostgreSQL type as the SQLAlchemy type that makes it: the reverse of `models/sqlAlchemyType.ts`. Types are chosen
 * that every SQLAlchemy since 1.4 has.
 */
import { nameKey } from '../../../schema/name.ts';
import type { SchemaSnapshot } from '../../../schema/snapshot.ts';
import type { NamedType, SqlType } from '../../../schema/type.ts';
import { stringCode } from './pythonCode.ts';

export interface TypeCall {
  /** That has the class. */
  readonly module: TypeModule;
  readonly name: string;
  readonly positional: readonly (string | TypeCall)[];
  readonly named: readonly (readonly [name: string, value: string | TypeCall])[];
}

export type TypeModule =
  | 'sqlalchemy'
  | 'sqlalchemy.dialects.postgresql'
  | 'pgvector.sqlalchemy'
  | 'geoalchemy2';

export interface TypeSurroundings {
  /** Of the schema that the type is in: labels of enums. */
  readonly types: SchemaSnapshot['types'];
  readonly collation?: string | undefined;
}

/** @returns `undefined` for a type that SQLAlchemy has no class for, or that is not known. */
export function typeCall(type: SqlType, surroundings: TypeSurroundings): TypeCall | undefined {
  if (type.kind === 'unresolved') return undefined;
  if (!type.array) return elementCall(type, surroundings);
  const element = elementCall({ ...type, array: false }, surroundings);
  return element && dialect('ARRAY', [element]);
}

function elementCall(type: NamedType, surroundings: TypeSurroundings): TypeCall | undefined {
  const { schema, name, modifier } = type;
  const known = schema === undefined || extensionTypes.has(name) ? calls[name] : undefined;
  if (known !== undefined) return known(modifier, surroundings);
  return schema === undefined ? undefined : enumCall({ schema, name }, surroundings);
}

type Maker = (modifier: string | undefined, surroundings: TypeSurroundings) => TypeCall | undefined;
type Named = readonly (readonly [string, string | TypeCall])[];

function core(name: string, named: Named = [], positional: readonly string[] = []): TypeCall {
  return { module: 'sqlalchemy', name, positional, named };
}

function dialect(name: string, positional: readonly (string | TypeCall)[] = [], named: Named = []): TypeCall {
  return { module: 'sqlalchemy.dialects.postgresql', name, positional, named };
}

/** For a type that takes no modifier, whose class takes no argument. */
const plain =
  (call: TypeCall): Maker =>
  (modifier) =>
    modifier === undefined ? call : undefined;

const text =
  (name: string): Maker =>
  (length, { collation }) =>
    core(name, [
      ...(length === undefined ? [] : [['length', length] as const]),
      ...(collation === undefined ? [] : [['collation', stringCode(unquoted(collation))] as const]),
    ]);

/** SQLAlchemy quotes the name by itself, its schema not apart from it. */
function unquoted(collation: string): string {
  return /^"((?:[^"]|"")+)"$/.exec(collation)?.[1]?.replaceAll('""', '"') ?? collation;
}

const time =
  (name: string, withZone: boolean): Maker =>
  (precision) => {
    const zone: Named = withZone ? [['timezone', 'True']] : [];
    if (precision === undefined) return core(name === 'TIMESTAMP' ? 'DateTime' : 'Time', zone);
    return dialect(name, [], [...zone, ['precision', precision]]);
  };

const calls: Readonly<Record<string, Maker>> = {
  'character varying': text('String'),
  text: (modifier, surroundings) =>
    modifier === undefined ? text('Text')(undefined, surroundings) : undefined,
  character: text('CHAR'),
  smallint: plain(core('SmallInteger')),
  integer: plain(core('Integer')),
  bigint: plain(core('BigInteger')),
  boolean: plain(core('Boolean')),
  real: plain(core('REAL')),
  'double precision': plain(core('Float')),
  numeric: (modifier) => {
    const [precision, scale] = modifier?.split(',') ?? [];
    if (precision === undefined) return core('Numeric');
    return core('Numeric', [
      ['precision', precision],
      ...(scale === undefined ? [] : [['scale', scale] as const]),
    ]);
  },
  date: plain(core('Date')),
  bytea: plain(core('LargeBinary')),
  json: plain(core('JSON')),
  'timestamp without time zone': time('TIMESTAMP', false),
  'timestamp with time zone': time('TIMESTAMP', true),
  'time without time zone': time('TIME', false),
  'time with time zone': time('TIME', true),
  interval: (modifier) => {
    if (modifier === undefined) return core('Interval');
    const [, fields, precision] = /^([a-z ]*?)\(?(\d*)\)?$/.exec(modifier) ?? [];
    if (fields === undefined) return undefined;
    return dialect(
      'INTERVAL',
      [],
      [
        ...(fields === '' ? [] : [['fields', stringCode(fields.toUpperCase())] as const]),
        ...(precision ? [['precision', precision] as const] : []),
      ],
    );
  },
  uuid: plain(dialect('UUID', [], [['as_uuid', 'True']])),
  bit: (length) => dialect('BIT', [], length === undefined ? [] : [['length', length]]),
  'bit varying': (length) =>
    dialect('BIT', [], [...(length === undefined ? [] : [['length', length] as const]), ['varying', 'True']]),
  ...Object.fromEntries(
    `jsonb inet cidr macaddr macaddr8 money oid regclass tsvector tsquery citext hstore int4range int8range numrange
     daterange tsrange tstzrange int4multirange int8multirange nummultirange datemultirange tsmultirange tstzmultirange`
      .split(/\s+/)
      .map((name) => [name, plain(dialect(name.toUpperCase()))]),
  ),
  vector: (size) => vector('Vector', size),
  halfvec: (size) => vector('HALFVEC', size),
  sparsevec: (size) => vector('SPARSEVEC', size),
  geometry: (modifier) => spatial('Geometry', modifier),
  geography: (modifier) => spatial('Geography', modifier),
};

/** Types of extensions, whose schema may be any. */
const extensionTypes: ReadonlySet<string> = new Set(
  'citext hstore vector halfvec sparsevec geometry geography'.split(' '),
);

function vector(name: string, size: string | undefined): TypeCall {
  return { module: 'pgvector.sqlalchemy', name, positional: size === undefined ? [] : [size], named: [] };
}

/** `spatial_index=False`: an index is an object of its own here. */
function spatial(name: string, modifier: string | undefined): TypeCall {
  const [kind, srid] = modifier?.split(',') ?? [];
  const named: Named = [
    ...(kind === undefined ? [] : [['geometry_type', stringCode(kind.toUpperCase())] as const]),
    ...(srid === undefined ? [] : [['srid', srid] as const]),
    ['spatial_index', 'False'],
  ];
  return { module: 'geoalchemy2', name, positional: [], named };
}

/** The type itself is created by a statement of its own. */
function enumCall(
  name: { readonly schema: string; readonly name: string },
  { types }: TypeSurroundings,
): TypeCall | undefined {
  const type = types.get(nameKey(name));
  if (type?.kind !== 'enum') return undefined;
  return dialect(
    'ENUM',
    type.labels.map((label) => stringCode(label)),
    [
      ['name', stringCode(name.name)],
      ...(name.schema === 'public' ? [] : [['schema', stringCode(name.schema)] as const]),
      ['create_type', 'False'],
    ],
  );
}
