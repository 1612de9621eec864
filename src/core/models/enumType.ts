/** `Enum` and PostgreSQL's `ENUM`: a type of its own, or text that a CHECK constraint may restrict. */

import { bindArguments } from '../python/arguments.ts';
import { itemsOf } from '../python/evaluate.ts';
import { isSequence, type PyCallResult, type PyValue, pathOf } from '../python/value.ts';
import { namedType, parseType } from '../schema/typeName.ts';
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
  const labels = given.open ? undefined : enumLabels(call, source, context);
  const native = given.get('native_enum');
  if (!isNative && native !== undefined) {
    if (native.kind !== 'bool') return undefined;
    if (!native.value) return textEnum(call, labels);
  }
  const name = textOr(given.get('name'), source?.kind === 'class' ? lowerName(source.path) : undefined);
  const schema = textOr(given.get('schema'), undefined);
  if (name.text === undefined || !schema.known) return undefined;
  const type = namedType(schema.text, name.text, [], false);
  const create = given.get('create_type');
  const createsNothing = create?.kind === 'bool' && !create.value;
  const inSchema = schema.text === undefined ? {} : { schema: schema.text };
  const use = { name: { ...inSchema, name: name.text }, labels: labels ?? [] };
  return { type, enums: createsNothing || labels === undefined ? [] : [use] };
}

function textOr(
  value: PyValue | undefined,
  fallback: string | undefined,
): { readonly text: string | undefined; readonly known: boolean } {
  if (value === undefined || value.kind === 'none') return { text: fallback, known: true };
  return value.kind === 'string' ? { text: value.text, known: true } : { text: undefined, known: false };
}

/** An enum class lends its name to the type. */
function lowerName(path: string): string {
  return (path.split('.').at(-1) ?? path).toLowerCase();
}

/** `undefined` where they are not all known. */
function enumLabels(
  call: PyCallResult,
  source: PyValue | undefined,
  context: TypeContext,
): readonly string[] | undefined {
  const members = source === undefined ? undefined : membersOf(source);
  const values = call.named.get('values_callable');
  if (members !== undefined) {
    if (values !== undefined && values.kind !== 'none') return memberValues(members);
    return labelsOf(members, context);
  }
  if (call.positional.length === 1 && source !== undefined && isSequence(source) && source.kind !== 'set')
    return labelsOf(source.items, context);
  return labelsOf(call.positional, context);
}

/** What the usual `values_callable` gives: `lambda x: [e.value for e in x]`. */
function memberValues(members: readonly PyValue[]): readonly string[] | undefined {
  const values = members.map((member) =>
    member.kind === 'expression' && member.operands[0]?.kind === 'string'
      ? member.operands[0].text
      : undefined,
  );
  return values.every((value) => value !== undefined) ? values : undefined;
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

/** Labels as a list of strings; of an enum class, by the names of its members. */
function labelsOf(values: readonly PyValue[], context: TypeContext): readonly string[] | undefined {
  const labels = values.map((value) => {
    const known = value.kind === 'import' ? context.follow(value) : value;
    if (known.kind === 'expression' && known.operator === 'member') return known.name;
    return known.kind === 'string' ? known.text : undefined;
  });
  return labels.every((label) => label !== undefined) ? labels : undefined;
}

/** The members of an enum class. */
function membersOf(value: PyValue): readonly PyValue[] | undefined {
  return value.kind === 'class' ? itemsOf(value) : undefined;
}
