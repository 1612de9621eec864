/**
 * Names of types: what a person wrote, a catalog holds or `format_type` prints, as one {@link SqlType}.
 *
 * The names that PostgreSQL's grammar or `pg_catalog` know are translated here; all others stay as they are, to be
 * found on the search path.
 */
import type { NamedType, SqlType } from './type.ts';

/** @param text As `format_type` prints it, or as a user wrote it: `varchar(36)`, `"Mood"[]`, `timestamptz(3)`. */
export function parseType(text: string): SqlType {
  const tokens = tokensOf(text);
  return (tokens === undefined ? undefined : new TypeReader(tokens).read()) ?? { kind: 'unresolved', text };
}

/**
 * A type by its name in a catalog, canonical.
 *
 * @param schema Absent, or `pg_catalog`, for a built-in type; absent as well for one that the search path finds.
 * @param modifiers As they are written between the parentheses.
 */
export function namedType(
  schema: string | undefined,
  name: string,
  modifiers: readonly string[],
  array: boolean,
): NamedType {
  if (schema !== undefined && schema !== 'pg_catalog') {
    return { kind: 'named', schema, name, ...modifier(userModifier(name, modifiers)), array };
  }
  const element = /^_(.+)/.exec(name)?.[1];
  if (element !== undefined && elementNames.has(element))
    return namedType(undefined, element, modifiers, true);
  const printed = printedNames.get(name) ?? name;
  return { kind: 'named', name: printed, ...modifier(builtInModifier(printed, modifiers)), array };
}

const modifier = (text: string | undefined): { readonly modifier?: string } =>
  text === undefined ? {} : { modifier: text };

function builtInModifier(name: string, modifiers: readonly string[]): string | undefined {
  if (name === 'numeric' && modifiers.length === 1) return `${modifiers[0]},0`;
  return userModifier(name, modifiers);
}

function userModifier(name: string, modifiers: readonly string[]): string | undefined {
  if (modifiers.length === 0) return undefined;
  return name === 'geometry' || name === 'geography' ? spatialModifier(name, modifiers) : modifiers.join(',');
}

/** As PostGIS prints it: `Point,4326`; it leaves out what says nothing. */
function spatialModifier(name: string, [kind = '', srid]: readonly string[]): string | undefined {
  const known = spatialKinds.find((one) => kind.toLowerCase().startsWith(one.toLowerCase()));
  const dimensions = known === undefined ? '' : kind.slice(known.length).trim().toUpperCase();
  const shape = known === undefined ? kind : `${known}${dimensions}`;
  const number = Number(srid ?? 0) > 0 ? Number(srid) : name === 'geography' ? 4326 : 0;
  if (number === 0) return shape === 'Geometry' ? undefined : shape;
  return `${shape},${number}`;
}

const spatialKinds =
  'GeometryCollection Geometry Point LineString PolyhedralSurface Polygon MultiPoint MultiLineString MultiPolygon CircularString CompoundCurve CurvePolygon MultiCurve MultiSurface Triangle Tin'.split(
    ' ',
  );

/** pg_type.typname → what `format_type` prints. */
const printedNames: ReadonlyMap<string, string> = new Map([
  ['int2', 'smallint'],
  ['int4', 'integer'],
  ['int8', 'bigint'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['bool', 'boolean'],
  ['varchar', 'character varying'],
  ['bpchar', 'character'],
  ['char', '"char"'],
  ['varbit', 'bit varying'],
  ['time', 'time without time zone'],
  ['timetz', 'time with time zone'],
  ['timestamp', 'timestamp without time zone'],
  ['timestamptz', 'timestamp with time zone'],
  ['serial2', 'smallserial'],
  ['serial4', 'serial'],
  ['serial8', 'bigserial'],
]);

/** Built-in types whose array type a name with an underscore before it means: `_text`. */
const elementNames: ReadonlySet<string> = new Set([
  ...[...printedNames.keys()].filter((name) => !name.startsWith('serial')),
  ...'bit bytea cidr date inet interval json jsonb macaddr money name numeric oid text tsvector uuid xml'.split(
    ' ',
  ),
]);

const intervalFields: ReadonlySet<string> = new Set(['year', 'month', 'day', 'hour', 'minute', 'second']);

interface Token {
  readonly kind: 'word' | 'quoted' | 'number' | 'sign';
  readonly text: string;
}

/** `undefined` for text that can be no name of a type. */
function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const match = token.exec(text);
    if (match === null) return undefined;
    const [, word, quoted, number, sign = ''] = match;
    if (word !== undefined) tokens.push({ kind: 'word', text: word.toLowerCase() });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll('""', '"') });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}

const token = /\s*(?:([\p{L}_][\p{L}\p{N}_$]*)|"((?:[^"]|"")+)"|(-?\d+)|([().,[\]]))/uy;

/** Reads the tokens of one type from left to right; `undefined` where they are none. */
class TypeReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): NamedType | undefined {
    const type = this.#name();
    const array = this.#brackets();
    if (type === undefined || array === undefined || this.#at < this.#tokens.length) return undefined;
    return array ? { ...type, array } : type;
  }

  #name(): NamedType | undefined {
    const first = this.#tokens[this.#at++];
    if (first === undefined || (first.kind !== 'word' && first.kind !== 'quoted')) return undefined;
    if (this.#take('.')) {
      const name = this.#tokens[this.#at++];
      if (name === undefined || (name.kind !== 'word' && name.kind !== 'quoted')) return undefined;
      return this.#finish(first.text, name.text);
    }
    return first.kind === 'word' ? this.#word(first.text) : this.#finish(undefined, first.text);
  }

  /** The names that are keywords of PostgreSQL's grammar. */
  #word(word: string): NamedType | undefined {
    switch (word) {
      case 'double':
        return this.#take('precision') ? this.#finish(undefined, 'float8') : this.#finish(undefined, word);
      case 'national':
        return this.#take('character') || this.#take('char') ? this.#character() : undefined;
      case 'character':
      case 'char':
      case 'nchar':
        return this.#character();
      case 'bit':
        return this.#take('varying')
          ? this.#finish(undefined, 'varbit')
          : this.#finish(undefined, 'bit', '1');
      case 'time':
      case 'timestamp':
        return this.#time(word);
      case 'interval':
        return this.#interval();
      case 'float':
        return this.#float();
      case 'int':
        return this.#finish(undefined, 'int4');
      case 'dec':
      case 'decimal':
        return this.#finish(undefined, 'numeric');
      default:
        return this.#finish(undefined, word);
    }
  }

  #character(): NamedType | undefined {
    return this.#take('varying')
      ? this.#finish(undefined, 'varchar')
      : this.#finish(undefined, 'bpchar', '1');
  }

  #time(word: string): NamedType | undefined {
    const modifiers = this.#modifiers();
    if (modifiers === undefined) return undefined;
    const withZone = this.#take('with');
    if ((withZone || this.#take('without')) && !(this.#take('time') && this.#take('zone'))) return undefined;
    return namedType(undefined, withZone ? `${word}tz` : word, modifiers, false);
  }

  #interval(): NamedType | undefined {
    const fields: string[] = [];
    while (intervalFields.has(this.#peek()) || (fields.length > 0 && this.#peek() === 'to')) {
      fields.push(this.#peek());
      this.#at++;
    }
    const precision = this.#modifiers();
    if (precision === undefined) return undefined;
    if (fields.length === 0) return namedType(undefined, 'interval', precision, false);
    const after = precision.length === 0 ? '' : `(${precision.join(',')})`;
    return namedType(undefined, 'interval', [`${fields.join(' ')}${after}`], false);
  }

  #float(): NamedType | undefined {
    const modifiers = this.#modifiers();
    if (modifiers === undefined) return undefined;
    return namedType(undefined, Number(modifiers[0] ?? 53) <= 24 ? 'float4' : 'float8', [], false);
  }

  /** @param fallback The modifier that stands for none. */
  #finish(schema: string | undefined, name: string, fallback?: string): NamedType | undefined {
    const modifiers = this.#modifiers();
    if (modifiers === undefined) return undefined;
    const all = modifiers.length === 0 && fallback !== undefined ? [fallback] : modifiers;
    return namedType(schema, name, all, false);
  }

  #modifiers(): readonly string[] | undefined {
    const modifiers: string[] = [];
    if (!this.#take('(')) return modifiers;
    do {
      const one = this.#tokens[this.#at++];
      if (one === undefined || one.kind === 'sign') return undefined;
      modifiers.push(one.text);
    } while (this.#take(','));
    return this.#take(')') ? modifiers : undefined;
  }

  #brackets(): boolean | undefined {
    let array = this.#take('array');
    while (this.#take('[')) {
      if (this.#tokens[this.#at]?.kind === 'number') this.#at++;
      if (!this.#take(']')) return undefined;
      array = true;
    }
    return array;
  }

  #peek(): string {
    const next = this.#tokens[this.#at];
    return next === undefined || next.kind === 'quoted' ? '' : next.text;
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false;
    this.#at++;
    return true;
  }
}
