/**
 * What changing a column's type does to its rows: nothing, where the bytes stay as they are, or a new table.
 *
 * Follows `ATColumnChangeRequiresRewrite`: a cast that PostgreSQL can leave out costs nothing. Which casts those are
 * stands in pg_cast (binary coercible) and in the support functions of length casts.
 */
import type { Node } from '@pgsql/types';
import { resolveType } from '../../schema/apply/columnType.ts';
import type { Draft } from '../../schema/apply/draft.ts';
import { nameKey } from '../../schema/name.ts';
import type { DomainType, UserType } from '../../schema/snapshot.ts';
import { type NamedType, type SqlType, typeText } from '../../schema/type.ts';
import { nameParts } from '../../sql/nodes.ts';
import { parseExpression } from '../../sql/parseExpression.ts';
import { typeOf } from '../../sql/typeOf.ts';

export interface TypeChange {
  /** `unknown`: a type or a cast that is not known. */
  readonly kind: 'kept' | 'rewritten' | 'unknown';
  /** Indexes on the column are of another kind afterwards, although its rows are kept. */
  readonly otherOperators: boolean;
  readonly note?: string;
}

export interface AskedChange {
  readonly column: string;
  readonly from: SqlType;
  readonly to: SqlType;
  readonly using: string | undefined;
}

interface Session {
  readonly draft: Draft;
  readonly timeZone: string | undefined;
}

const kept: TypeChange = { kind: 'kept', otherOperators: false };
const rewritten: TypeChange = { kind: 'rewritten', otherOperators: false };
const unknown: TypeChange = { kind: 'unknown', otherOperators: false };

export function typeChange({ column, from, to, using }: AskedChange, session: Session): TypeChange {
  const casts = using === undefined ? [] : castsIn(session.draft, using, column);
  if (casts === undefined) return rewritten;
  let change = kept;
  let at = from;
  for (const next of [...casts, resolveType(session.draft, to)]) {
    change = worse(change, castOf(at, next, session));
    at = next;
  }
  return change;
}

/** `USING c::text::mood`: the types on the way; `undefined` for any other expression. */
function castsIn(draft: Draft, using: string, column: string): readonly SqlType[] | undefined {
  const types: SqlType[] = [];
  let node: Node | undefined = parseExpression(using, draft.sql)?.node;
  while (node !== undefined && 'TypeCast' in node) {
    types.unshift(resolveType(draft, typeOf(node.TypeCast.typeName)));
    node = node.TypeCast.arg;
  }
  const isColumn =
    node !== undefined && 'ColumnRef' in node && nameParts(node.ColumnRef.fields).at(-1) === column;
  return isColumn ? types : undefined;
}

function worse(a: TypeChange, b: TypeChange): TypeChange {
  const order = ['kept', 'unknown', 'rewritten'] as const;
  const kind = order.indexOf(a.kind) > order.indexOf(b.kind) ? a.kind : b.kind;
  const note = b.note ?? a.note;
  return { kind, otherOperators: a.otherOperators || b.otherOperators, ...(note !== undefined && { note }) };
}

function castOf(from: SqlType, to: SqlType, session: Session): TypeChange {
  if (from.kind === 'unresolved' || to.kind === 'unresolved') return unknown;
  if (typeText(from) === typeText(to)) return kept;
  const [source, target] = [bareType(session.draft, from), bareType(session.draft, to)];
  if (source === undefined || target === undefined) return unknown;
  if (target.checked) return rewritten;
  const polymorphic = from.schema !== to.schema || from.name !== to.name;
  // A domain's column says nothing of the length of its values.
  const { modifier: _, ...bare } = source.type;
  const before = from.schema !== undefined && bare.schema !== from.schema ? bare : source.type;
  const change = baseCast(before, target.type, session.timeZone);
  return polymorphic && isPolymorphic(session.draft, target.type)
    ? { ...change, otherOperators: true }
    : change;
}

interface BareType {
  readonly type: NamedType;
  /** A domain on the way down to it has something to check. */
  readonly checked: boolean;
}

/** The type below domains. */
function bareType(draft: Draft, type: NamedType): BareType | undefined {
  const domain = type.array ? undefined : domainOf(draft, type);
  if (domain === undefined) return { type, checked: false };
  if (domain.baseType.kind === 'unresolved') return undefined;
  const base = bareType(draft, domain.baseType);
  return base && { type: base.type, checked: base.checked || isChecked(domain) };
}

const isChecked = ({ checks, nullable }: DomainType): boolean => checks.length > 0 || !nullable;

export function userTypeOf(draft: Draft, type: SqlType): UserType | undefined {
  if (type.kind === 'unresolved' || type.schema === undefined) return undefined;
  return draft.types.get(nameKey({ schema: type.schema, name: type.name }));
}

function domainOf(draft: Draft, type: NamedType): DomainType | undefined {
  const found = userTypeOf(draft, type);
  return found?.kind === 'domain' ? found : undefined;
}

/** Whether storing a value of the type checks something, even NULL. */
export function hasConstraints(draft: Draft, type: SqlType): boolean {
  return type.kind === 'named' && (bareType(draft, type)?.checked ?? false);
}

/** Operator classes for any enum, array or range tell types apart. */
function isPolymorphic(draft: Draft, type: NamedType): boolean {
  const kind = userTypeOf(draft, type)?.kind;
  return type.array || kind === 'enum' || kind === 'range' || type.name.endsWith('range');
}

function baseCast(from: NamedType, to: NamedType, timeZone: string | undefined): TypeChange {
  const same = from.name === to.name && from.schema === to.schema;
  if (from.array || to.array) {
    return same && from.array && to.array && from.modifier === to.modifier ? kept : rewritten;
  }
  if (same) return keepsLength(from, to.modifier, from.modifier) ? kept : rewritten;
  if (from.schema !== undefined || to.schema !== undefined) return otherUserType(from, to);
  const zone = zoneCast(from, to, timeZone);
  if (zone !== undefined)
    return zone.kind === 'kept' && !keepsLength(to, to.modifier, undefined) ? rewritten : zone;
  if (!isCoercible(from.name, to.name) || !keepsLength(to, to.modifier, undefined)) return rewritten;
  return { kind: 'kept', otherOperators: !sameOperators(from.name, to.name) };
}

/** An enum's labels, a composite's rows and what extensions store are no other type's bytes, as far as is known. */
function otherUserType(from: NamedType, to: NamedType): TypeChange {
  const note = `Whether PostgreSQL can keep the rows when ${typeText(from)} becomes ${typeText(to)} depends on its casts, which are not read; the worse case is shown.`;
  return { kind: 'rewritten', otherOperators: false, note };
}

/** A length, precision or scale that every value already has. */
function keepsLength({ name }: NamedType, to: string | undefined, from: string | undefined): boolean {
  if (to === from) return true;
  if (to === undefined) return name !== 'character' && name !== 'bit';
  switch (name) {
    case 'character varying':
    case 'bit varying':
      return from !== undefined && Number(to) >= Number(from);
    case 'numeric':
      return keepsDigits(to, from);
    case 'interval':
      return keepsFields(to, from);
    case 'timestamp without time zone':
    case 'timestamp with time zone':
    case 'time without time zone':
    case 'time with time zone':
      return Number(to) >= 6 || (from !== undefined && Number(to) >= Number(from));
    default:
      return false;
  }
}

function keepsDigits(to: string, from: string | undefined): boolean {
  if (from === undefined) return false;
  const [toPrecision = 0, toScale = 0] = to.split(',').map(Number);
  const [fromPrecision = 0, fromScale = 0] = from.split(',').map(Number);
  return toScale === fromScale && toPrecision >= fromPrecision;
}

/** `day to second(3)`: its least field must not be larger than before, its precision not less. */
function keepsFields(to: string, from: string | undefined): boolean {
  const [next, before] = [intervalOf(to), intervalOf(from)];
  return (
    next.least <= before.least &&
    (before.least > 0 || next.precision >= 6 || next.precision >= before.precision)
  );
}

const fields = ['second', 'minute', 'hour', 'day', 'month', 'year'];

function intervalOf(modifier = ''): { readonly least: number; readonly precision: number } {
  const least = /([a-z]+)(?:\(\d+\))?$/.exec(modifier)?.[1];
  const precision = /(\d+)/.exec(modifier)?.[1];
  return {
    least: least === undefined ? 0 : fields.indexOf(least),
    precision: precision === undefined ? Number.POSITIVE_INFINITY : Number(precision),
  };
}

/** From PostgreSQL 12 on, a session whose time zone is UTC keeps the rows. */
function zoneCast(from: NamedType, to: NamedType, timeZone: string | undefined): TypeChange | undefined {
  const names = [from.name, to.name].sort().join();
  if (names !== 'timestamp with time zone,timestamp without time zone') return undefined;
  if (timeZone !== undefined && isUtc(timeZone)) return { kind: 'kept', otherOperators: true };
  const note =
    timeZone === undefined
      ? 'The time zone of the session that runs it is not known. In UTC the rows would be kept; the worse case is shown.'
      : `The session's time zone is ${timeZone}; in UTC the rows would be kept.`;
  return { kind: 'rewritten', otherOperators: false, note };
}

/** Zones that never had another offset than zero. */
export function isUtc(timeZone: string): boolean {
  return /^(?:etc\/)?(?:utc|uct|gmt|gmt0|gmt[+-]0|greenwich|universal|zulu)$/i.test(timeZone);
}

function isCoercible(from: string, to: string): boolean {
  return coercible.has(`${from},${to}`);
}

/** Of pg_cast, `castmethod = 'b'`, between types that columns commonly have. */
export const coercible: ReadonlySet<string> = new Set([
  ...pairs(['text'], ['character varying'], 'both'),
  ...pairs(['text', 'character varying'], ['character'], 'one'),
  'cidr,inet',
  ...pairs(['bit'], ['bit varying'], 'both'),
  ...pairs(['xml'], ['text', 'character varying', 'character'], 'one'),
  ...pairs(
    ['oid', 'integer'],
    `regproc regprocedure regoper regoperator regclass regcollation regtype regconfig regdictionary regrole
     regnamespace`.split(/\s+/),
    'both',
  ),
  ...pairs(['oid'], ['integer'], 'both'),
  ...pairs(['regproc'], ['regprocedure'], 'both'),
  ...pairs(['regoper'], ['regoperator'], 'both'),
]);

function pairs(left: readonly string[], right: readonly string[], way: 'one' | 'both'): readonly string[] {
  return left.flatMap((a) =>
    right.flatMap((b) => (way === 'both' ? [`${a},${b}`, `${b},${a}`] : [`${a},${b}`])),
  );
}

/** Their default operator classes are the same. */
function sameOperators(from: string, to: string): boolean {
  const groups = [
    ['text', 'character varying'],
    ['cidr', 'inet'],
  ];
  return groups.some((group) => group.includes(from) && group.includes(to));
}
