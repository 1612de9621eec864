/** `Enum` and PostgreSQL's `ENUM`: a type of its own, or text that a CHECK constraint may restrict. */

import { type Arguments, bindArguments } from '../python/arguments.ts';
import { isSequence, type PyCallResult, type PyValue, pathOf } from '../python/value.ts';
import { namedType, parseType } from '../schema/typeName.ts';
import { enumLabels, enumMembers, enumName } from './enumMembers.ts';
import type { SqlAlchemyType, TypeContext } from './sqlAlchemyType.ts';

/** @param isNative `postgresql.ENUM`, which is never stored as text. */
export function enumOf(
  call: PyCallResult,
  isNative: boolean,
  context: TypeContext,
): SqlAlchemyType | undefined {
  const given = bindArguments(call, []);
  const [first] = call.positional;
  const source = first?.kind === 'import' ? context.follow(first) : first;
  const labels = given.open ? undefined : labelsOf(call, source, context);
  const native = given.get('native_enum');
  if (!isNative && native !== undefined) {
    if (native.kind !== 'bool') return undefined;
    if (!native.value) return textEnum(call, labels);
  }
  const name = textOr(given.get('name'), source === undefined ? undefined : enumName(source)?.toLowerCase());
  const schema = schemaOf(given, context);
  if (name.text === undefined || !schema.known) return undefined;
  const type = namedType(schema.text, name.text, [], false);
  const create = given.get('create_type');
  const createsNothing = create?.kind === 'bool' && !create.value && context.statesEnums !== true;
  const inSchema = schema.text === undefined ? {} : { schema: schema.text };
  const use = { name: { ...inSchema, name: name.text }, labels: labels ?? [] };
  return { type, enums: createsNothing || labels === undefined ? [] : [use] };
}

/** Its own, the table's where it is told so, or that of the MetaData. */
function schemaOf(
  given: Arguments,
  { table }: TypeContext,
): { readonly text: string | undefined; readonly known: boolean } {
  const own = textOr(given.get('schema'), undefined);
  if (own.text !== undefined || !own.known || table === undefined) return own;
  const inherits = given.get('inherit_schema');
  if (inherits !== undefined && inherits.kind !== 'bool') return { text: undefined, known: false };
  if (inherits?.value === true) return { text: table.schema, known: true };
  const ofMetadata = given.get('metadata') !== undefined ? true : table.handsOnSchema;
  if (table.metadataSchema === undefined || ofMetadata === false) return own;
  return { text: table.metadataSchema, known: ofMetadata === true };
}

function textOr(
  value: PyValue | undefined,
  fallback: string | undefined,
): { readonly text: string | undefined; readonly known: boolean } {
  if (value === undefined || value.kind === 'none') return { text: fallback, known: true };
  return value.kind === 'string' ? { text: value.text, known: true } : { text: undefined, known: false };
}

/** `undefined` where they are not all known. */
function labelsOf(
  call: PyCallResult,
  source: PyValue | undefined,
  context: TypeContext,
): readonly string[] | undefined {
  const members = source === undefined ? undefined : enumMembers(source, context);
  if (members !== undefined) return enumLabels(members, call.named.get('values_callable'), context);
  if (call.positional.length === 1 && source !== undefined && isSequence(source) && source.kind !== 'set')
    return textsOf(source.items, context);
  return textsOf(call.positional, context);
}

/** `native_enum=False`: as long as its longest label, unless told otherwise. */
function textEnum(call: PyCallResult, labels: readonly string[] | undefined): SqlAlchemyType | undefined {
  const length = call.named.get('length');
  const longest = labels === undefined ? undefined : Math.max(0, ...labels.map((label) => label.length));
  const size = length?.kind === 'int' ? length.value : length === undefined ? longest : undefined;
  if (size === undefined) return undefined;
  const type = parseType(`varchar(${size})`);
  const constraint = call.named.get('create_constraint');
  if (constraint?.kind !== 'bool' || !constraint.value || labels === undefined) return { type, enums: [] };
  const name = call.named.get('name');
  return { type, enums: [], check: { labels, ...(name === undefined ? {} : { name }) } };
}

/** Whether a value is an enum type, or its class. */
export function isEnumType(value: PyValue): value is PyCallResult {
  return value.kind === 'call' && /^sqlalchemy\b.*\.(?:Enum|ENUM)$/.test(pathOf(value.callee) ?? '');
}

/** Strings; of a member of an enum class, its name. */
function textsOf(values: readonly PyValue[], context: TypeContext): readonly string[] | undefined {
  const labels = values.map((value) => {
    const known = value.kind === 'import' ? context.follow(value) : value;
    if (known.kind === 'expression' && known.operator === 'member') return known.name;
    return known.kind === 'string' ? known.text : undefined;
  });
  return labels.every((label) => label !== undefined) ? labels : undefined;
}
