/**
 * Names of constraints and indexes as SQLAlchemy makes them: by the naming convention of the metadata.
 *
 * @see https://docs.sqlalchemy.org/en/20/core/constraints.html#configuring-constraint-naming-conventions
 */
import { type PyCallResult, type PyValue, pathOf } from '../../../python/value.ts';
import type { ObjectName } from '../../../schema/name.ts';
import { md5 } from '../../../text/md5.ts';
import { calleeName, isConventional, nameOf, pathTail } from './context.ts';

/** Templates by kind. */
export type NamingConvention = Readonly<Partial<Record<NamedKind, string | 'computed'>>>;

export type NamedKind = 'ix' | 'uq' | 'ck' | 'fk' | 'pk';

/** What SQLAlchemy does unless told otherwise. */
export const defaultConvention: NamingConvention = { ix: 'ix_%(column_0_label)s' };

export function isMetadata(value: PyValue | undefined): value is PyCallResult {
  return value?.kind === 'call' && pathTail(value.callee) === 'MetaData';
}

/** One that names no schema and no naming convention. */
export function isPlainMetadata(value: PyValue | undefined): boolean {
  if (!isMetadata(value) || value.open) return false;
  return value.positional.length === 0 && [...value.named.keys()].every((name) => name === 'bind');
}

export interface NamedThing {
  /** `undefined` for what no convention is about: exclusion constraints. */
  readonly kind: NamedKind | undefined;
  readonly table: ObjectName;
  readonly columns: readonly (string | undefined)[];
  readonly references?: { readonly table: ObjectName; readonly columns: readonly string[] };
}

/** A name that is known; `none`: PostgreSQL makes one; `unknown`. */
export type Naming =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

export function nameFor(
  given: PyValue | undefined,
  thing: NamedThing,
  convention: () => NamingConvention | undefined,
): Naming {
  const text = nameOf(given);
  if (given !== undefined && given.kind !== 'none' && text === undefined) return { kind: 'unknown' };
  if (text !== undefined && isConventional(given)) return { kind: 'named', name: truncated(text) };
  // Only a template for checks is likely to decorate a name that is given.
  if (text !== undefined && thing.kind !== 'ck') return { kind: 'named', name: text };
  if (thing.kind === undefined) return { kind: 'none' };
  const known = convention();
  if (known === undefined) return { kind: 'unknown' };
  const template = known[thing.kind];
  if (template === undefined || (text !== undefined && !template.includes('constraint_name'))) {
    return text === undefined ? { kind: 'none' } : { kind: 'named', name: text };
  }
  const name = fill(template, thing, text);
  return name === undefined ? { kind: 'unknown' } : { kind: 'named', name: truncated(name) };
}

function fill(template: string, thing: NamedThing, given: string | undefined): string | undefined {
  if (template === 'computed') return undefined;
  let known = true;
  const name = template.replace(/%\((\w+)\)s|%%/g, (whole, token: string | undefined) => {
    if (token === undefined) return whole.slice(1);
    const text = tokenText(token, thing, given);
    if (text === undefined) known = false;
    return text ?? '';
  });
  return known ? name : undefined;
}

function tokenText(token: string, thing: NamedThing, given: string | undefined): string | undefined {
  const { table, columns, references } = thing;
  switch (token) {
    case 'table_name':
      return table.name;
    case 'constraint_name':
      return given;
    case 'referred_table_name':
      return references?.table.name;
    default: {
      const [, referred, position, kind] =
        /^(referred_)?column_(\d+|0_?N)_(name|key|label)$/.exec(token) ?? [];
      const names = referred === undefined ? columns : references?.columns;
      if (position === undefined || kind === undefined || names === undefined) return undefined;
      const labelled = kind === 'label' ? names.map((name) => name && label(table, name)) : names;
      if (position === '0N' || position === '0_N') {
        return labelled.includes(undefined) ? undefined : labelled.join(position === '0N' ? '' : '_');
      }
      return labelled[Number(position)];
    }
  }
}

/** A column's label: with its table, and the table's schema. */
function label({ schema, name }: ObjectName, column: string): string {
  return schema === undefined ? `${name}_${column}` : `${schema.replaceAll('.', '_')}_${name}_${column}`;
}

/** As SQLAlchemy shortens names that it made itself. */
function truncated(name: string): string {
  const characters = [...name];
  return characters.length <= longest
    ? name
    : `${characters.slice(0, longest - 8).join('')}_${md5(name).slice(-4)}`;
}

const longest = 63;

/** What `MetaData(naming_convention=…)`, or something that holds one, says; `undefined`: not known. */
export function conventionOf(
  metadata: PyValue,
  follow: (value: PyValue) => PyValue,
): NamingConvention | undefined {
  const value = metadata.kind === 'import' ? follow(metadata) : metadata;
  switch (value.kind) {
    case 'none':
      return defaultConvention;
    // Directives look for the convention on the list itself, which has none.
    case 'list':
    case 'tuple':
      return defaultConvention;
    case 'call':
      return ofCall(value, follow);
    case 'expression': {
      const [object] = value.operands;
      return value.operator === 'attribute' &&
        /^(?:metadata|Model)$/.test(value.name ?? '') &&
        object !== undefined
        ? conventionOf(object, follow)
        : undefined;
    }
    case 'unknown':
      return ofPath(value.path ?? '');
    case 'import':
      return ofPath(pathOf(value) ?? '');
    default:
      return value.kind === 'class' ? ofBase(value, follow) : undefined;
  }
}

function ofPath(path: string): NamingConvention | undefined {
  return /^sqlmodel\.(?:main\.)?SQLModel(?:\.metadata)?$/.test(path) ? defaultConvention : undefined;
}

/** `Base.metadata`, of a declarative base. */
function ofBase(
  base: Extract<PyValue, { kind: 'class' }>,
  follow: (value: PyValue) => PyValue,
): NamingConvention | undefined {
  const own = base.names.get('metadata');
  if (own !== undefined) return conventionOf(own, follow);
  for (const parent of base.bases) {
    const path = pathOf(parent) ?? '';
    if (/^sqlalchemy\..*DeclarativeBase/.test(path)) return defaultConvention;
    if (/^sqlmodel\..*SQLModel$/.test(path)) return defaultConvention;
    const found = conventionOf(parent, follow);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ofCall(
  call: Extract<PyValue, { kind: 'call' }>,
  follow: (value: PyValue) => PyValue,
): NamingConvention | undefined {
  if (call.open) return undefined;
  const name = calleeName(call);
  if (name === 'MetaData') {
    const convention = call.named.get('naming_convention');
    return convention === undefined ? defaultConvention : templatesOf(convention, follow);
  }
  if (makesBase(call, follow)) {
    const metadata = call.named.get('metadata');
    if (metadata !== undefined) return conventionOf(metadata, follow);
    const model = call.named.get('model_class');
    return model === undefined ? defaultConvention : conventionOf(model, follow);
  }
  return name === 'generate_base' && call.receiver !== undefined
    ? conventionOf(call.receiver, follow)
    : undefined;
}

const bases = new Set(['declarative_base', 'SQLAlchemy', 'registry', 'automap_base']);

/** Also a class of the project that extends Flask-SQLAlchemy's. */
function makesBase(call: Extract<PyValue, { kind: 'call' }>, follow: (value: PyValue) => PyValue): boolean {
  if (bases.has(calleeName(call) ?? '') || bases.has(pathTail(call.callee) ?? '')) return true;
  const callee = call.callee.kind === 'import' ? follow(call.callee) : call.callee;
  return callee.kind === 'class' && callee.bases.some((base) => bases.has(pathTail(base) ?? ''));
}

function templatesOf(convention: PyValue, follow: (value: PyValue) => PyValue): NamingConvention | undefined {
  const value = convention.kind === 'import' ? follow(convention) : convention;
  if (value.kind === 'none') return defaultConvention;
  if (value.kind !== 'dict' || value.open) return undefined;
  const kinds = ['ix', 'uq', 'ck', 'fk', 'pk'] as const;
  const entries = kinds.flatMap((kind) => {
    const template = value.entries.get(kind);
    if (template === undefined) return [];
    return [[kind, template.kind === 'string' ? template.text : 'computed'] as const];
  });
  return entries.length === 0 && value.entries.size === 0 ? defaultConvention : Object.fromEntries(entries);
}
