/** How the values of a column become those of another type. */
import { type SqlType, sameType, typeText } from '../../../schema/type.ts';
import { sqlTypeText } from './columnCode.ts';

export interface Conversion {
  /** What `USING` needs; `undefined`: PostgreSQL converts by itself. */
  readonly using: string | undefined;
  /** A default has to be taken away before and given again after. */
  readonly breaksDefault: boolean;
  /** A default is the same value in other words. */
  readonly changesType: boolean;
  /** A comparison of old and new values works without converting: foreign keys may stay. */
  readonly keepsReferences: boolean;
  /** What to look at before running it. A whole sentence. */
  readonly warning?: string;
}

/**
 * @param column Quoted.
 * @returns `undefined` where values cannot become such ones.
 */
export function conversion(from: SqlType, to: SqlType, column: string): Conversion | undefined {
  if (from.kind === 'unresolved' || to.kind === 'unresolved') return undefined;
  if (from.array !== to.array) return intoArray(from, to, column);
  const [before, after] = [baseOf(from), baseOf(to)];
  if (before === after) return { ...byItself, changesType: false, ...narrowing(from, to) };
  const cast = `${column}::${sqlTypeText(to)}`;
  if (isZoned(before) !== undefined && isZoned(after) !== undefined && isZoned(before) !== isZoned(after)) {
    const warning = 'Times without a zone are taken to be in UTC: name another zone if they are not.';
    return { ...byItself, using: `${column} AT TIME ZONE 'UTC'`, keepsReferences: false, warning };
  }
  if (texts.has(after)) {
    const wasText = texts.has(before);
    return { ...byItself, changesType: !wasText, keepsReferences: wasText, ...lengthWarning(to, before) };
  }
  if (numbers.has(before) && numbers.has(after)) {
    const keepsReferences = integers.has(before) && integers.has(after);
    return { ...byItself, changesType: !keepsReferences, keepsReferences, ...rangeWarning(before, after) };
  }
  if (assigned.has(`${before} → ${after}`)) return { ...byItself, keepsReferences: false };
  const direct = texts.has(before) || explicit.has(`${before} → ${after}`);
  return {
    using: direct ? cast : `${column}::text::${sqlTypeText(to)}`,
    breaksDefault: true,
    changesType: true,
    keepsReferences: false,
    warning: `This fails where a value is no ${typeText(to)}.`,
  };
}

const byItself: Conversion = {
  using: undefined,
  breaksDefault: false,
  changesType: true,
  keepsReferences: true,
};

const texts: ReadonlySet<string> = new Set(['character varying', 'text', 'character']);
const integers: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint']);
const numbers: ReadonlySet<string> = new Set([...integers, 'numeric', 'real', 'double precision']);

/** Assignment casts of `pg_cast` between other types. */
const assigned: ReadonlySet<string> = new Set([
  'json → jsonb',
  'jsonb → json',
  'date → timestamp without time zone',
  'date → timestamp with time zone',
  'timestamp without time zone → date',
  'timestamp with time zone → date',
  'timestamp without time zone → time without time zone',
  'timestamp with time zone → time without time zone',
  'time without time zone → interval',
  'interval → time without time zone',
  'cidr → inet',
  'inet → cidr',
]);

/** Those that have to be asked for. */
const explicit: ReadonlySet<string> = new Set(['integer → boolean', 'boolean → integer']);

/** An enum or another type with a schema is known by its whole name. */
function baseOf({ schema, name }: SqlType & { readonly kind: 'named' }): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

function isZoned(name: string): boolean | undefined {
  return /^timestamp/.test(name) ? name === 'timestamp with time zone' : undefined;
}

function intoArray(
  from: SqlType & { readonly kind: 'named' },
  to: SqlType & { readonly kind: 'named' },
  column: string,
): Conversion | undefined {
  if (from.array || !sameType({ ...from, array: true }, to)) return undefined;
  return {
    using: `CASE WHEN ${column} IS NULL THEN NULL ELSE ARRAY[${column}] END`,
    breaksDefault: true,
    changesType: true,
    keepsReferences: false,
  };
}

function narrowing(
  from: SqlType & { readonly kind: 'named' },
  to: SqlType & { readonly kind: 'named' },
): Pick<Conversion, 'warning'> {
  if (texts.has(from.name)) {
    const isShorter =
      to.modifier !== undefined && !(Number(from.modifier ?? Infinity) <= Number(to.modifier));
    return isShorter ? lengthWarning(to) : {};
  }
  if (from.name === 'numeric' && to.modifier !== undefined && from.modifier !== to.modifier)
    return { warning: `Values are rounded to ${typeText(to)}, and this fails where one does not fit.` };
  return {};
}

/** How many characters the text of a value has at most. */
const longest: Readonly<Record<string, number>> = {
  uuid: 36,
  boolean: 5,
  smallint: 6,
  integer: 11,
  bigint: 20,
};

function lengthWarning(to: SqlType, before = ''): Pick<Conversion, 'warning'> {
  if (to.kind === 'unresolved' || to.modifier === undefined) return {};
  if ((longest[before] ?? Number.POSITIVE_INFINITY) <= Number(to.modifier)) return {};
  return { warning: `This fails where a value is longer than ${to.modifier} characters.` };
}

function rangeWarning(before: string, after: string): Pick<Conversion, 'warning'> {
  const order = ['smallint', 'integer', 'bigint', 'numeric'];
  const isNarrower =
    order.indexOf(after) >= 0 &&
    order.indexOf(after) < order.length - 1 &&
    order.indexOf(before) > order.indexOf(after);
  return isNarrower ? { warning: `This fails where a value does not fit into ${after}.` } : {};
}
