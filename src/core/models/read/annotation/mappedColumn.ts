/** `Mapped[…]` and `mapped_column(…)`, with what `Annotated` aliases bring along. */
import { itemName } from '../../../migration/alembic/operations/columns.ts';
import { type PyCallResult, type PyValue, unknown, unknownAt } from '../../../python/value.ts';
import type { Range } from '../../../text/range.ts';
import { calleeOf } from '../pyNames.ts';
import { aliasOf, includesNone, nameOf, subscriptOf, withoutNone } from './annotationParts.ts';
import {
  type AnnotationContext,
  type Attribute,
  type AttributeColumn,
  rangeIn,
  typeRangeIn,
} from './attribute.ts';
import { chooseType, call as madeCall } from './pythonType.ts';
import { followed } from './typeKey.ts';

export function mappedColumn(
  attribute: Attribute,
  value: PyValue | undefined,
  context: AnnotationContext,
): AttributeColumn | undefined {
  const isCall = value?.kind === 'call' && calleeOf(value) === 'mapped_column';
  const argument = mappedArgument(attribute.annotation, context);
  if (!isCall && (value !== undefined || argument === undefined)) return undefined;
  const given = isCall ? asColumn(value) : { ...madeCall('sqlalchemy.Column', []), file: attribute.file };
  const own = isCall ? value : undefined;
  const nullable = own === undefined ? undefined : rangeIn(own, given.named.get('nullable'), attribute);
  const made = argument === undefined ? { call: given } : withAnnotation(given, argument, context);
  const saysType = hasType(given) || (hasForeignKey(given) && !hasType(made.call));
  const ownRange = own === undefined ? attribute.range : typeRangeIn(own, attribute);
  return {
    ...made,
    typeRange: saysType ? ownRange : (argument?.range ?? ownRange),
    ...nullableAt(nullable ?? argument?.range),
  };
}

function nullableAt(range: Range | undefined): { readonly nullableRange?: Range } {
  return range === undefined ? {} : { nullableRange: range };
}

/** What `Mapped[…]` is about; not of relationships that are told by their annotation. */
export function mappedArgument(
  annotation: PyValue | undefined,
  context: AnnotationContext,
): PyValue | undefined {
  const mapped = annotation === undefined ? undefined : subscriptOf(annotation, context);
  return mapped !== undefined && /^Mapped(?:Column)?$/.test(mapped.head) ? mapped.keys[0] : undefined;
}

/** `mapped_column(…)` takes what `Column(…)` takes, and more that is nothing to the database. */
function asColumn(value: PyCallResult): PyCallResult {
  const named = new Map(value.named);
  const inserted = named.get('insert_default');
  if (inserted !== undefined) named.set('default', inserted);
  for (const name of ['insert_default', '__name_pos', '__type_pos']) named.delete(name);
  return { ...value, callee: unknownAt('sqlalchemy.Column'), named };
}

function withAnnotation(
  given: PyCallResult,
  argument: PyValue,
  context: AnnotationContext,
): { readonly call: PyCallResult; readonly unknownType?: string } {
  const type = withoutNone(argument, context);
  const template = templateIn(type, context);
  const call = withNullable(
    template === undefined ? given : merged(asColumn(template), given),
    argument,
    context,
  );
  if (hasType(call) || hasForeignKey(call) || call.open) return { call };
  const chosen = chooseType(type, context);
  if ('reason' in chosen) return { call: withType(call, unknown), unknownType: chosen.reason };
  return { call: withType(call, chosen.type) };
}

/** The annotation decides unless the call does. */
function withNullable(call: PyCallResult, argument: PyValue, context: AnnotationContext): PyCallResult {
  const said = call.named.get('nullable');
  if (said !== undefined && said.kind !== 'none') return call;
  const allowed = includesNone(argument, context);
  const nullable: PyValue = allowed === undefined ? unknown : { kind: 'bool', value: allowed };
  return { ...call, named: new Map(call.named).set('nullable', nullable) };
}

/** The first `mapped_column(…)` in `Annotated[…]`. */
function templateIn(type: PyValue, context: AnnotationContext): PyCallResult | undefined {
  const alias = aliasOf(type, context);
  const annotated = subscriptOf(alias === undefined ? type : withoutNone(alias, context), context);
  if (annotated?.head !== 'Annotated') return undefined;
  for (const item of annotated.keys.slice(1)) {
    const value = followed(item, context);
    if (value.kind === 'call' && nameOf(value.callee) === 'mapped_column') return value;
  }
  return undefined;
}

/** What the call does not say itself is taken from the template; its name and key are not. */
function merged(template: PyCallResult, call: PyCallResult): PyCallResult {
  const named = new Map(call.named);
  for (const [name, value] of template.named) {
    const own = named.get(name);
    const isSaid = own !== undefined && (own.kind !== 'none' || name === 'nullable');
    if (!isSaid && !['name', 'key', 'type_'].includes(name)) named.set(name, value);
  }
  const type = hasType(call) ? undefined : typeOf(template);
  const extra = template.positional.filter((item) => itemName(item) !== undefined);
  const result = { ...call, positional: [...call.positional, ...extra], named };
  const open = call.open || template.open;
  const openNames = call.openNames || template.openNames;
  return { ...(type === undefined ? result : withType(result, type)), open, openNames };
}

function typeOf(call: PyCallResult): PyValue | undefined {
  const [first] = call.positional.filter(({ kind }) => kind !== 'string' && kind !== 'none');
  return (
    call.named.get('type_') ?? (first === undefined || itemName(first) !== undefined ? undefined : first)
  );
}

function hasType(call: PyCallResult): boolean {
  return typeOf(call) !== undefined;
}

export function hasForeignKey(call: PyCallResult): boolean {
  return call.positional.some((item) => item.kind === 'call' && nameOf(item.callee) === 'ForeignKey');
}

function withType(call: PyCallResult, type: PyValue): PyCallResult {
  return { ...call, named: new Map(call.named).set('type_', type) };
}
