/** The columns that a mapped class adds to its table: its own, and those of mixins and abstract bases. */
import { type PyCallResult, type PyValue, pathOf } from '../../python/value.ts';
import type { Location, Range } from '../../text/range.ts';
import { columnOfAttribute } from './annotation/typeOfAttribute.ts';
import { reduceIn } from './classAttribute.ts';
import { isHarmless, mappedStyle, orderOf, type Type } from './lineage.ts';
import { typeMapsOf } from './metadata.ts';
import { calleeOf, callOf, type KnownClass, ofSqlAlchemy, tailOf, text } from './pyNames.ts';
import type { ClassColumns, Doubt, ReadingContext, StatedColumn } from './readingContext.ts';
import { identityOf } from './reduce.ts';
import { settledCall } from './settledCall.ts';

export function columnsOfClass(type: Type, context: ReadingContext): ClassColumns {
  const before = context.columns.get(type);
  if (before !== undefined) return before;
  context.columns.set(type, { columns: [], doubts: [] });
  const columns: StatedColumn[] = [];
  const doubts: Doubt[] = [];
  for (const { owner, name } of attributesOf(type)) {
    const found = columnsAt(owner, name, type, context);
    columns.push(...found.columns.filter((one) => !columns.some((other) => isSameColumn(one, other))));
    doubts.push(...found.doubts);
  }
  const made = { columns, doubts: [...doubts, ...strangers(type)] };
  context.columns.set(type, made);
  return made;
}

/** One `Column` under two names. */
function isSameColumn(a: StatedColumn, b: StatedColumn): boolean {
  return a.name === b.name || a.identities.some((one) => b.identities.includes(one));
}

interface Place {
  readonly owner: KnownClass;
  readonly name: string;
}

/** Names that are the class's own in the sense of its mapping: a mapped base has its own table for its own. */
function attributesOf(type: Type): readonly Place[] {
  const places: Place[] = [];
  const taken = new Set<string>();
  for (const one of orderOf(type) ?? [type]) {
    const { known } = one;
    if (known === undefined) continue;
    const isMapped = one !== type && mappedStyle(one) !== undefined;
    for (const name of isMapped ? inheritedNames(one) : namesIn(known)) {
      if (taken.has(name)) continue;
      taken.add(name);
      if (!isMapped) places.push({ owner: known, name });
    }
  }
  return places;
}

function inheritedNames(mapped: Type): readonly string[] {
  return (orderOf(mapped) ?? []).flatMap(({ known }) => (known === undefined ? [] : namesIn(known)));
}

function namesIn({ definition, names }: KnownClass): readonly string[] {
  return [...new Set([...definition.members.keys(), ...names.keys()])].filter(
    (name) => !/^__\w+__$/.test(name),
  );
}

interface Found {
  readonly columns: readonly StatedColumn[];
  readonly doubts: readonly Doubt[];
}

const nothing: Found = { columns: [], doubts: [] };

/** Usually none or one; `composite(…)` may bring several. */
function columnsAt(owner: KnownClass, name: string, type: Type, context: ReadingContext): Found {
  const member = owner.definition.members.get(name);
  const raw = owner.names.get(name);
  const isMethod = raw?.kind === 'function' || (raw?.kind === 'unknown' && raw.definedIn !== undefined);
  const returned = owner.definition.returns.get(name);
  if (isMethod && returned === undefined) return nothing;
  if (
    raw?.kind === 'class' ||
    (raw?.kind === 'none' && member?.annotation === undefined) ||
    (raw?.kind === 'call' && isNoColumn(raw))
  )
    return nothing;
  const value = isMethod ? returned : raw;
  const reduced = value === undefined ? undefined : reduceIn(value, type, context);
  const place: Placed = {
    owner,
    name,
    type,
    location: { file: owner.definition.file, range: member?.nameRange ?? owner.definition.nameRange },
    statement: { file: owner.definition.file, range: member?.range ?? owner.definition.range },
    annotation: isMethod && !isAnnotated(value) ? undefined : member?.annotation,
    identities: value?.kind === 'call' ? [identityOf(value)] : [],
  };
  return read(reduced, place, context);
}

function isNoColumn(call: PyCallResult): boolean {
  return /^(?:relationship|relation|backref|dynamic_loader|association_proxy|synonym|hybrid_property|validates|query_expression|registry)$/.test(
    calleeOf(call) ?? '',
  );
}

/** What a `declared_attr` says it returns counts for `mapped_column(…)`, and not for `Column(…)`. */
function isAnnotated(returned: PyValue | undefined): boolean {
  return returned?.kind === 'call' && calleeOf(unwrapped(returned)) === 'mapped_column';
}

interface Placed {
  readonly owner: KnownClass;
  readonly name: string;
  readonly type: Type;
  readonly location: Location;
  readonly statement: Location;
  readonly annotation: PyValue | undefined;
  readonly identities: readonly ReadonlyMap<string, PyValue>[];
}

function read(given: PyValue | undefined, place: Placed, context: ReadingContext): Found {
  const value = given?.kind === 'call' ? settledCall(given, context.world) : given;
  const inner = value?.kind === 'call' ? unwrapped(value) : undefined;
  if (value?.kind === 'call' && calleeOf(value) === 'composite')
    return together(
      value.positional.slice(1).map((one) => read(one, { ...place, annotation: undefined }, context)),
    );
  const known = inner === undefined || isColumnCall(inner) ? inner : helped(inner, place, context);
  if (known === undefined && inner !== undefined && isHelper(inner, context))
    return { columns: [], doubts: [doubtAbout(inner, place)] };
  const identities = known === undefined ? place.identities : [...place.identities, identityOf(known)];
  return stated(known ?? value, { ...place, identities }, context);
}

function together(all: readonly Found[]): Found {
  return { columns: all.flatMap(({ columns }) => columns), doubts: all.flatMap(({ doubts }) => doubts) };
}

/** `deferred(Column(…))`, `column_property(Column(…))` */
function unwrapped(call: PyCallResult): PyCallResult {
  const [first] = call.positional;
  const wraps = /^(?:deferred|column_property)$/.test(calleeOf(call) ?? '');
  return wraps && first?.kind === 'call' && isColumnCall(first) ? first : call;
}

function isColumnCall(call: PyCallResult): boolean {
  return /^(?:Column|mapped_column|Field)$/.test(calleeOf(call) ?? '');
}

/** What a function of the project returns, where that is a column. */
function helped(call: PyCallResult, { type }: Placed, context: ReadingContext): PyCallResult | undefined {
  if (!isHelper(call, context)) return undefined;
  const returned = context.world.callLater(call);
  const reduced = returned === undefined ? undefined : reduceIn(returned, type, context);
  const inner = reduced?.kind === 'call' ? unwrapped(reduced) : undefined;
  if (inner !== undefined && isColumnCall(inner)) return inner;
  return undefined;
}

/** A function of the repository, or of a package that says it makes columns. */
function isHelper(call: PyCallResult, { world }: ReadingContext): boolean {
  const callee = world.follow(call.callee);
  const path = pathOf(callee) ?? '';
  if (/^(?:sqlalchemy|sqlmodel|pydantic|builtins)\b/.test(path)) return false;
  if (callee.kind === 'unknown' && callee.definedIn !== undefined)
    return !/relation|proxy|hybrid|synonym/i.test(tailOf(callee) ?? '');
  return /column/i.test(tailOf(callee) ?? '') && callee.kind !== 'class';
}

function doubtAbout(call: PyCallResult, { owner, name, location }: Placed): Doubt {
  const by = tailOf(call.callee) ?? 'a call';
  return {
    location,
    reason: `What ${by}(…) makes of ${owner.definition.name}.${name} could not be followed.`,
  };
}

function stated(value: PyValue | undefined, place: Placed, context: ReadingContext): Found {
  const { owner, name, type } = place;
  const style = mappedStyle(type) === 'sqlmodel' ? 'sqlmodel' : 'declarative';
  if (
    style === 'declarative' &&
    place.annotation === undefined &&
    !(value?.kind === 'call' && isColumnCall(value))
  )
    return nothing;
  const attribute = {
    name,
    annotation: place.annotation,
    value,
    range: place.location.range ?? noRange,
    file: owner.definition.file,
    style,
  } as const;
  const { world, versions } = context;
  const column = columnOfAttribute(attribute, { ...world, versions, typeMaps: typeMapsOf(type, context) });
  if (column === undefined) return nothing;
  const named = withName(column.call, name);
  if (named === undefined) {
    const reason = `The name of the column ${owner.definition.name}.${name} is computed.`;
    return { columns: [], doubts: [{ location: place.location, reason }] };
  }
  const { file } = owner.definition;
  const own = context.readFile(file) === undefined ? classOf(type) : undefined;
  return {
    columns: [
      {
        attribute: name,
        name: named.name,
        call: named.call,
        identities: place.identities,
        location: own ?? place.location,
        statement: own ?? place.statement,
        type: own ?? { file, range: column.typeRange },
        ...(column.nullableRange === undefined || own !== undefined
          ? {}
          : { nullable: { file, range: column.nullableRange } }),
        ...(column.unknownType === undefined ? {} : { unknownType: column.unknownType }),
      },
    ],
    doubts: [],
  };
}

/** What is said of columns that come from a package. */
function classOf({ known }: Type): Location | undefined {
  return known === undefined ? undefined : { file: known.definition.file, range: known.definition.nameRange };
}

const noRange: Range = { start: 0, end: 0 };

/** `Column(…)` with its name as the first argument; `undefined` where the name is computed. */
export function withName(
  call: PyCallResult,
  attribute: string,
): { readonly name: string; readonly call: PyCallResult } | undefined {
  const [first, ...others] = call.positional;
  const isPlaced = first?.kind === 'string' || first?.kind === 'none' || isQuoted(first);
  const given = isPlaced && first?.kind !== 'none' ? first : call.named.get('name');
  const name = given === undefined || given.kind === 'none' ? attribute : plainName(given);
  if (name === undefined) return undefined;
  const named = new Map([...call.named].filter(([key]) => key !== 'name'));
  const positional = [text(name), ...(isPlaced ? others : call.positional)];
  const made = callOf(ofSqlAlchemy('Column', call.file), positional, named);
  const { range, open, openNames, file } = call;
  return { name, call: { ...made, open, openNames, file, ...(range === undefined ? {} : { range }) } };
}

function isQuoted(value: PyValue | undefined): boolean {
  return value?.kind === 'call' && calleeOf(value) === 'quoted_name';
}

function plainName(value: PyValue): string | undefined {
  if (value.kind === 'string') return value.text;
  return value.kind === 'call' && isQuoted(value) && value.positional[0] !== undefined
    ? plainName(value.positional[0])
    : undefined;
}

/** Bases of packages may have columns of their own. */
function strangers(type: Type): readonly Doubt[] {
  return (orderOf(type) ?? []).flatMap((one) => {
    const { path } = one;
    if (one.known !== undefined || one.root !== undefined || isHarmless(one)) return [];
    const { definition } = type.known ?? {};
    if (definition === undefined) return [];
    const reason = `Columns of ${definition.name} may come from ${path ?? 'a base that is computed'}, which is not among the files of the project.`;
    return [{ location: { file: definition.file, range: definition.nameRange }, reason }];
  });
}
