/** SQLModel's fields: `name: str | None = Field(default=None, max_length=50)`. */
import {
  isSequence,
  none,
  type PyCallResult,
  type PyValue,
  pathOf,
  unknown,
  unknownAt,
} from '../../../python/value.ts';
import type { Range } from '../../../text/range.ts';
import { isEnumClass } from '../../enumMembers.ts';
import { always, neverSince } from '../packageVersions.ts';
import { includesNone, nameOf, subscriptOf, withoutNone } from './annotationParts.ts';
import { type AnnotationContext, type Attribute, type AttributeColumn, rangeIn } from './attribute.ts';
import { type ChosenType, describe, call as madeCall } from './pythonType.ts';
import { followed } from './typeKey.ts';

export function sqlModelColumn(
  attribute: Attribute,
  value: PyValue | undefined,
  context: AnnotationContext,
): AttributeColumn | undefined {
  const { annotation, name } = attribute;
  if (annotation === undefined || name.startsWith('_') || isNoField(annotation, context)) return undefined;
  if (value?.kind === 'call' && /^(?:Relationship|PrivateAttr)$/.test(nameOf(value.callee))) return undefined;
  const field = fieldOf(annotation, value, context);
  const written = field?.named.get('sa_column');
  const column = written === undefined ? undefined : followed(written, context);
  if (field !== undefined && column !== undefined && nameOf(calleeOf(column)) !== 'PydanticUndefined')
    return ofWrittenColumn(column, field, attribute);
  return ofField(attribute, annotation, value, field, context);
}

function calleeOf(value: PyValue): PyValue {
  return value.kind === 'call' ? value.callee : value;
}

/** `ClassVar[…]` is no field; nor is a relationship that its annotation tells. */
function isNoField(annotation: PyValue, context: AnnotationContext): boolean {
  const head = subscriptOf(annotation, context)?.head ?? nameOf(annotation);
  return head === 'ClassVar';
}

/** `Field(…)`, assigned or inside of `Annotated[…]`. */
function fieldOf(
  annotation: PyValue,
  value: PyValue | undefined,
  context: AnnotationContext,
): PyCallResult | undefined {
  if (isFieldCall(value)) return value;
  const annotated = subscriptOf(annotation, context);
  const inside = annotated?.head === 'Annotated' ? annotated.keys.slice(1) : [];
  return inside.map((item) => followed(item, context)).find(isFieldCall);
}

function isFieldCall(value: PyValue | undefined): value is PyCallResult {
  return value?.kind === 'call' && nameOf(value.callee) === 'Field';
}

/** `Field(sa_column=Column(…))`: all else is ignored. */
function ofWrittenColumn(column: PyValue, field: PyCallResult, attribute: Attribute): AttributeColumn {
  const typeRange = rangeIn(field, column, attribute) ?? attribute.range;
  if (column.kind !== 'call')
    return { call: openColumn, typeRange, unknownType: 'Its column is made when the program runs.' };
  const [type] = column.positional.filter(({ kind }) => kind !== 'string' && kind !== 'none');
  const nullable = rangeIn(column, column.named.get('nullable'), attribute);
  return {
    call: column,
    typeRange: rangeIn(column, column.named.get('type_') ?? type, attribute) ?? typeRange,
    ...(nullable === undefined ? {} : { nullableRange: nullable }),
  };
}

const openColumn: PyCallResult = { ...madeCall('sqlalchemy.Column', [unknown]), open: true, openNames: true };

function ofField(
  attribute: Attribute,
  annotation: PyValue,
  value: PyValue | undefined,
  field: PyCallResult | undefined,
  context: AnnotationContext,
): AttributeColumn {
  const given = (name: string): PyValue | undefined => notUndefined(field?.named.get(name));
  const saType = given('sa_type');
  const chosen: ChosenType =
    saType === undefined ? chooseFieldType(annotation, field, context) : { type: saType };
  const named = new Map<string, PyValue>();
  named.set('type_', 'type' in chosen ? chosen.type : unknown);
  for (const name of ['primary_key', 'index', 'unique']) {
    const said = given(name);
    if (said !== undefined) named.set(name, said);
  }
  const default_ = defaultOf(value, field);
  if (default_ !== undefined) named.set('default', default_);
  named.set('nullable', given('nullable') ?? nullableOf(annotation, given('primary_key'), default_, context));
  const items = [...foreignKeys(given), ...itemsIn(given('sa_column_args'), context)];
  const more = given('sa_column_kwargs');
  const dict = more === undefined ? undefined : followed(more, context);
  if (dict?.kind === 'dict') for (const [name, one] of dict.entries) named.set(name, one);
  const open =
    field?.open === true ||
    items.includes(unknown) ||
    (dict !== undefined && (dict.kind !== 'dict' || dict.open));
  const call = {
    ...madeCall(
      'sqlalchemy.Column',
      items.filter((item) => item !== unknown),
      named,
    ),
    open,
    openNames: open,
  };
  const typeRange =
    (field === undefined ? undefined : rangeIn(field, saType, attribute)) ??
    annotation.range ??
    attribute.range;
  return {
    call: { ...call, file: attribute.file },
    typeRange,
    nullableRange: nullableRange(field, annotation, attribute),
    ...('reason' in chosen ? { unknownType: chosen.reason } : {}),
  };
}

function nullableRange(field: PyCallResult | undefined, annotation: PyValue, attribute: Attribute): Range {
  const said = field === undefined ? undefined : rangeIn(field, field.named.get('nullable'), attribute);
  return said ?? annotation.range ?? attribute.range;
}

/** `PydanticUndefined` and `...` stand for nothing. */
function notUndefined(value: PyValue | undefined): PyValue | undefined {
  if (value === undefined) return undefined;
  return /^(?:PydanticUndefined|Undefined)$/.test(nameOf(value)) ? undefined : value;
}

/** Of the column: what the field has, or the factory. */
function defaultOf(value: PyValue | undefined, field: PyCallResult | undefined): PyValue | undefined {
  if (field === undefined || value !== field)
    return value ?? (field === undefined ? undefined : defaultIn(field));
  return defaultIn(field);
}

function defaultIn(field: PyCallResult): PyValue | undefined {
  return notUndefined(
    field.named.get('default_factory') ?? field.named.get('default') ?? field.positional[0],
  );
}

/** Only the annotation decides; up to pydantic 1, a default of None did so too. */
function nullableOf(
  annotation: PyValue,
  primaryKey: PyValue | undefined,
  default_: PyValue | undefined,
  context: AnnotationContext,
): PyValue {
  if (primaryKey?.kind === 'bool' && primaryKey.value) return { kind: 'bool', value: false };
  const allowed = includesNone(unwrapped(annotation, context), context);
  if (allowed === undefined) return unknown;
  if (allowed || default_?.kind !== 'none') return { kind: 'bool', value: allowed };
  const { pydantic } = context.versions;
  if (always(pydantic, [2, 0, 0])) return { kind: 'bool', value: false };
  return neverSince(pydantic, [2, 0, 0]) ? { kind: 'bool', value: true } : unknown;
}

/** `Annotated[…]` around the whole of it is no union that SQLModel sees; the alias inside is. */
function unwrapped(annotation: PyValue, context: AnnotationContext): PyValue {
  const annotated = subscriptOf(annotation, context);
  return annotated?.head === 'Annotated' ? (annotated.keys[0] ?? annotation) : annotation;
}

function foreignKeys(given: (name: string) => PyValue | undefined): readonly PyValue[] {
  const target = given('foreign_key');
  if (target === undefined || target.kind === 'none') return [];
  const ondelete = given('ondelete');
  const named = new Map(ondelete === undefined ? [] : [['ondelete', ondelete]]);
  return [madeCall('sqlalchemy.ForeignKey', [target], named)];
}

function itemsIn(value: PyValue | undefined, context: AnnotationContext): readonly PyValue[] {
  if (value === undefined) return [];
  const items = followed(value, context);
  return isSequence(items) ? items.items : [unknown];
}

/** As SQLModel's own `get_sqlalchemy_type` does. */
function chooseFieldType(
  annotation: PyValue,
  field: PyCallResult | undefined,
  context: AnnotationContext,
): ChosenType {
  const parts = partsOf(annotation, context);
  const nothing: ChosenType = {
    reason: `SQLModel has no type for ${describe(parts.type, context)} unless it is told one.`,
  };
  const { type } = parts;
  const limits = [...(field === undefined ? [] : [field]), ...parts.limits];
  if (type.kind === 'class') return ofClass(type, limits, context) ?? nothing;
  const path = pathOf(type) ?? '';
  if (path === 'datetime.datetime' || /^pydantic\b.*\.(?:Aware|Naive)Datetime$/.test(path))
    return dateTime(parts.marks.at(-1) ?? nameOf(type), context);
  if (isText(path)) return autoString(limits);
  if (path === 'decimal.Decimal') return numeric(limits);
  const plain = plainTypes[path];
  return plain === undefined ? nothing : { type: madeCall(`sqlalchemy.${plain}`, []) };
}

const plainTypes: Readonly<Record<string, string>> = {
  'builtins.float': 'Float',
  'builtins.bool': 'Boolean',
  'builtins.int': 'Integer',
  'builtins.bytes': 'LargeBinary',
  'datetime.date': 'Date',
  'datetime.timedelta': 'Interval',
  'datetime.time': 'Time',
  'uuid.UUID': 'Uuid',
};

function isText(path: string): boolean {
  return /^(?:builtins\.str|ipaddress\.IPv[46](?:Address|Network)|pathlib\.Path|pydantic\b.*\.EmailStr)$/.test(
    path,
  );
}

/** A class of the repository: an enum, or one that is a kind of text or number. */
function ofClass(
  type: PyValue,
  limits: readonly PyCallResult[],
  context: AnnotationContext,
): ChosenType | undefined {
  if (type.kind !== 'class') return undefined;
  if (isEnumClass(type, context)) return { type: madeCall('sqlalchemy.Enum', [type]) };
  for (const base of type.bases) {
    const known = followed(base, context);
    if (known.kind === 'class') {
      const found = ofClass(known, limits, context);
      if (found !== undefined) return found;
    }
    if (isText(pathOf(known) ?? '')) return autoString(limits);
    const plain = plainTypes[pathOf(known) ?? ''];
    if (plain !== undefined) return { type: madeCall(`sqlalchemy.${plain}`, []) };
  }
  return undefined;
}

/** Since 0.0.45, `datetime` is stored with its time zone. */
function dateTime(name: string, { versions }: AnnotationContext): ChosenType {
  const aware = madeCall('sqlalchemy.DateTime', [], new Map([['timezone', { kind: 'bool', value: true }]]));
  const naive = madeCall('sqlalchemy.DateTime', []);
  if (name === 'NaiveDatetime') return { type: naive };
  if (always(versions.sqlmodel, [0, 0, 45])) return { type: aware };
  if (neverSince(versions.sqlmodel, [0, 0, 45])) return { type: naive };
  return {
    reason:
      'SQLModel 0.0.45 changed the type of datetime, and no lock file or requirement says which version is used.',
  };
}

interface Parts {
  readonly type: PyValue;
  /** Calls that limit the values: `Field(max_length=50)`, `StringConstraints(…)`, `constr(…)`. */
  readonly limits: readonly PyCallResult[];
  /** `AwareDatetime` and `NaiveDatetime` in `Annotated[…]`, the last one counts. */
  readonly marks: readonly string[];
}

/** A type without None, and what `Annotated` says of it. */
function partsOf(given: PyValue, context: AnnotationContext, depth = 0): Parts {
  const type = withoutNone(given, context);
  const annotated = subscriptOf(type, context);
  if (annotated?.head === 'Annotated' && depth < 8) {
    const [inside = unknown, ...metadata] = annotated.keys;
    const known = metadata.map((item) => followed(item, context));
    const inner = partsOf(inside, context, depth + 1);
    const limits = known.filter((item) => item.kind === 'call');
    const marks = known.map(nameOf).filter((name) => /^(?:Aware|Naive)Datetime$/.test(name));
    return { type: inner.type, limits: [...inner.limits, ...limits], marks: [...inner.marks, ...marks] };
  }
  if (type.kind !== 'call') return { type, limits: [], marks: [] };
  const made = constrained[nameOf(type.callee)];
  return made === undefined
    ? { type, limits: [], marks: [] }
    : { type: unknownAt(made), limits: [type], marks: [] };
}

const constrained: Readonly<Record<string, string>> = {
  constr: 'builtins.str',
  conint: 'builtins.int',
  confloat: 'builtins.float',
  conbytes: 'builtins.bytes',
  condecimal: 'decimal.Decimal',
};

/** `undefined`: none; what is computed is unknown. */
function limit(limits: readonly PyCallResult[], name: string): PyValue | undefined {
  for (const one of limits) {
    const first = nameOf(one.callee) === 'MaxLen' && name === 'max_length' ? one.positional[0] : undefined;
    const value = one.named.get(name) ?? first;
    if (value !== undefined && value.kind !== 'none') return value;
    if (one.openNames) return unknown;
  }
  return undefined;
}

function autoString(limits: readonly PyCallResult[]): ChosenType {
  const length = limit(limits, 'max_length');
  const isGiven = length !== undefined && !(length.kind === 'int' && length.value === 0);
  return { type: madeCall('sqlmodel.AutoString', [], new Map(isGiven ? [['length', length]] : [])) };
}

function numeric(limits: readonly PyCallResult[]): ChosenType {
  const precision = limit(limits, 'max_digits') ?? none;
  const scale = limit(limits, 'decimal_places') ?? none;
  return { type: madeCall('sqlalchemy.Numeric', [precision, scale]) };
}
