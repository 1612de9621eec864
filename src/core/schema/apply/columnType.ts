/** The type of a column, found as PostgreSQL finds it: built in, on the search path, or of an extension. */
import { displayName, nameKey, type ObjectName, type QualifiedName } from '../name.ts';
import { type NamedType, type SqlType, typeText } from '../type.ts';
import type { Draft } from './draft.ts';
import { candidates, mayExist } from './resolve.ts';

export interface SerialType {
  readonly type: NamedType;
  readonly serial: boolean;
}

/** The integer type behind `serial` and its relatives; a serial type has no schema and no arrays. */
export function serialType(type: SqlType): NamedType | undefined {
  if (type.kind !== 'named' || type.schema !== undefined || type.array) return undefined;
  const name = serialTypes.get(type.name);
  return name === undefined ? undefined : { kind: 'named', name, array: false };
}

const serialTypes: ReadonlyMap<string, string> = new Map([
  ['smallserial', 'smallint'],
  ['serial', 'integer'],
  ['bigserial', 'bigint'],
]);

/**
 * With the schema it was found in. Unresolved where it may be an extension's, or where what is there is not known, or
 * where it does not exist at all, which is a problem.
 */
export function resolveType(draft: Draft, type: SqlType): SqlType {
  if (type.kind === 'unresolved') return type;
  if (type.schema === undefined && builtInTypes.has(type.name)) return type;
  const found = userTypeNamed(draft, type) ?? extensionTypeNamed(draft, type);
  if (found !== undefined) return { ...type, ...found };
  if (!isWellKnown(type.name) && !mayExist(draft, 'type', type) && !mayExist(draft, 'table', type)) {
    draft.addProblem('missing-type', `Type ${displayName(type)} does not exist.`);
  }
  return type.schema === undefined ? { kind: 'unresolved', text: typeText(type) } : type;
}

/** The type of a user's domain, enum, … or of a table's rows. */
export function userTypeNamed(draft: Draft, name: ObjectName): QualifiedName | undefined {
  for (const candidate of candidates(draft, name)) {
    const key = nameKey(candidate);
    if (draft.types.has(key) || draft.tables.has(key) || draft.views.has(key)) return candidate;
    if (multirangeBase(draft, candidate)) return candidate;
  }
  return undefined;
}

/** Every range type brings a multirange type. */
function multirangeBase(draft: Draft, { schema, name }: QualifiedName): boolean {
  const bases = [name.replace('multirange', 'range'), name.replace(/_multirange$/, '')];
  return bases.some((base) => draft.types.get(nameKey({ schema, name: base }))?.kind === 'range');
}

function extensionTypeNamed(draft: Draft, { schema, name }: ObjectName): QualifiedName | undefined {
  for (const extension of draft.extensions.values()) {
    const owns = extensionTypes[extension.name]?.includes(name);
    if (owns && (schema === undefined || schema === extension.schema))
      return { schema: extension.schema, name };
  }
  return undefined;
}

export function isExtensionType(extension: string, name: string): boolean {
  return extensionTypes[extension]?.includes(name) ?? false;
}

/** The extension that usually brings a type. */
export function extensionWith(type: string): string | undefined {
  return Object.keys(extensionTypes).find((extension) => isExtensionType(extension, type));
}

function isWellKnown(name: string): boolean {
  return Object.values(extensionTypes).some((names) => names.includes(name));
}

/** Types that extensions of PostgreSQL's contrib and other widespread ones bring. */
const extensionTypes: Readonly<Record<string, readonly string[]>> = {
  citext: ['citext'],
  cube: ['cube'],
  hstore: ['hstore'],
  intarray: ['query_int'],
  isn: ['ean13', 'isbn', 'isbn13', 'ismn', 'ismn13', 'issn', 'issn13', 'upc'],
  lo: ['lo'],
  ltree: ['lquery', 'ltree', 'ltxtquery'],
  pg_trgm: ['gtrgm'],
  pg_uuidv7: [],
  postgis: [
    'box2d',
    'box2df',
    'box3d',
    'geography',
    'geometry',
    'geometry_dump',
    'gidx',
    'spheroid',
    'valid_detail',
  ],
  postgis_raster: ['addbandarg', 'geomval', 'raster', 'rastbandarg', 'reclassarg', 'summarystats'],
  postgis_topology: ['getfaceedges_returntype', 'topoelement', 'topoelementarray', 'topogeometry'],
  seg: ['seg'],
  semver: ['semver'],
  ulid: ['ulid'],
  pgx_ulid: ['ulid'],
  vector: ['halfvec', 'sparsevec', 'vector'],
};

/** As `format_type` prints the types of `pg_catalog` that columns can have. */
const builtInTypes: ReadonlySet<string> = new Set([
  ...serialTypes.keys(),
  ...['bit varying', 'character varying', 'double precision', '"char"'],
  ...['time', 'timestamp'].flatMap((name) => [`${name} with time zone`, `${name} without time zone`]),
  ...`aclitem bigint bit boolean box bytea character cid cidr circle date daterange datemultirange inet
     int2vector int4multirange int4range int8multirange int8range integer interval json jsonb jsonpath line lseg
     macaddr macaddr8 money name numeric nummultirange numrange oid oidvector path pg_lsn pg_snapshot point polygon
     real record refcursor regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc
     regprocedure regrole regtype smallint text tid tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector
     txid_snapshot uuid xid xid8 xml`.split(/\s+/),
]);
