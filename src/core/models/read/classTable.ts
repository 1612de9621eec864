/** The table of a mapped class: its name, its columns, and what `__table_args__` says. */
import { isSequence, type PyCallResult, type PyValue } from '../../python/value.ts';
import { nameKey, type ObjectName, qualified } from '../../schema/name.ts';
import type { Location } from '../../text/range.ts';
import { inheritsTable, reduceIn } from './classAttribute.ts';
import { columnsOfClass } from './classColumns.ts';
import { mappedStyle, orderOf, type Type } from './lineage.ts';
import { type Metadata, metadataOf } from './metadata.ts';
import { identityOfType } from './metadataIdentity.ts';
import { calleeOf, tailOf } from './pyNames.ts';
import type { Doubt, ReadingContext } from './readingContext.ts';
import type { StatedTable } from './statedTable.ts';
import { tableNameOf } from './tableName.ts';

export type ClassReading =
  | { readonly kind: 'table'; readonly table: StatedTable }
  /** `__table__ = Table(…)`, which is read where it is written. */
  | { readonly kind: 'written'; readonly value: PyValue }
  | { readonly kind: 'unread'; readonly doubt: Doubt }
  | { readonly kind: 'none' };

export function tableOfClass(type: Type, context: ReadingContext): ClassReading {
  const { known } = type;
  const style = mappedStyle(type);
  if (known === undefined || style === undefined) return { kind: 'none' };
  const { definition } = known;
  const location: Location = { file: definition.file, range: definition.nameRange };
  const unread = (reason: string): ClassReading => ({ kind: 'unread', doubt: { location, reason } });
  const written = known.names.get('__table__');
  if (written !== undefined) return { kind: 'written', value: written };
  const given = tableNameOf(type, context);
  if (given.kind === 'unknown') return unread(`The name of the table of ${definition.name} is computed.`);
  if (given.kind === 'none') return inheritsTable(type) ? shared(type, location, context) : { kind: 'none' };
  const metadata = metadataOf(type, context);
  const args = tableArgs(type, context);
  const { schema, isAssumed } = schemaOf(args, metadata);
  const { columns, doubts } = columnsOfClass(type, context);
  const name: ObjectName = schema === undefined ? { name: given.name } : { schema, name: given.name };
  return {
    kind: 'table',
    table: {
      name,
      key: nameKey(qualified(name)),
      className: definition.name,
      location,
      columns,
      items: args.items,
      file: args.file,
      options: args.options,
      managed: isManaged(args.options),
      metadata: identityOfType(type, context),
      metadataSchema: metadata.schema,
      naming: metadata.naming,
      doubts: [...doubts, ...reflected(type, location)],
      partDoubts: args.unknown.map(() => ({
        location,
        reason: `Some of what __table_args__ of ${definition.name} says is computed when the program runs.`,
      })),
      isShared: false,
      isSchemaAssumed: isAssumed,
      type,
    },
  };
}

/** `DeferredReflection` reads columns from the database. */
function reflected(type: Type, location: Location): readonly Doubt[] {
  const isDeferred = (orderOf(type) ?? []).some(({ path }) => /DeferredReflection$/.test(path ?? ''));
  return isDeferred ? [{ location, reason: 'Its columns are read from the database.' }] : [];
}

/** Single-table inheritance. */
function shared(type: Type, location: Location, context: ReadingContext): ClassReading {
  const parent = (orderOf(type) ?? []).slice(1).find((one) => mappedStyle(one) !== undefined);
  const made = parent === undefined ? undefined : tableOfClass(parent, context);
  if (made?.kind !== 'table' || type.known === undefined) return { kind: 'none' };
  const { columns, doubts } = columnsOfClass(type, context);
  const className = type.known.definition.name;
  const table: StatedTable = {
    ...made.table,
    className,
    location,
    columns,
    items: [],
    options: new Map(),
    partDoubts: [],
    doubts,
    isShared: true,
    type,
  };
  return { kind: 'table', table };
}

export interface TableArgs {
  readonly items: readonly PyValue[];
  readonly options: ReadonlyMap<string, PyValue>;
  /** Constraints, indexes or options that could not be followed. */
  readonly unknown: readonly PyValue[];
  /** Options may be among what is not known. */
  readonly open: boolean;
  readonly file: string;
}

function tableArgs(type: Type, context: ReadingContext): TableArgs {
  const place = (orderOf(type) ?? []).find((one) => says(one, type));
  const none = {
    items: [],
    options: new Map(),
    unknown: [],
    open: false,
    file: type.known?.definition.file ?? '',
  };
  if (place?.known === undefined) return none;
  const { definition, names } = place.known;
  const value = definition.returns.get('__table_args__') ?? names.get('__table_args__');
  if (value === undefined) return none;
  return argsIn(context.world.follow(reduceIn(value, type, context, place)), definition.file);
}

function says(one: Type, type: Type): boolean {
  if (one.known === undefined || !one.known.names.has('__table_args__')) return false;
  if (one === type || mappedStyle(one) === undefined) return true;
  return one.known.definition.returns.has('__table_args__');
}

/** A tuple of which the last may be a dictionary, or a dictionary alone. */
function argsIn(value: PyValue, file: string): TableArgs {
  const none = { items: [], options: new Map(), unknown: [], open: false, file };
  if (value.kind === 'none') return none;
  if (value.kind === 'dict') return { ...none, options: value.entries, open: value.open };
  if (!isSequence(value)) return { ...none, unknown: [value], open: true };
  const last = value.items.at(-1);
  const options = last?.kind === 'dict' ? last : undefined;
  const items = options === undefined ? value.items : value.items.slice(0, -1);
  const unknown = items.filter((item) => !isPart(item));
  return {
    items: items.filter(isPart),
    options: options?.entries ?? new Map(),
    unknown,
    open: options?.open ?? (last !== undefined && unknown.includes(last)),
    file,
  };
}

function isPart(item: PyValue): boolean {
  return /(?:Constraint|^Index|^DDL|^Column)$/.test(calleeOf(item) ?? '');
}

/** Where it is computed, from the environment as a rule, models mean the one that the project is run with. */
function schemaOf(
  { options, open }: TableArgs,
  metadata: Metadata,
): { readonly schema: string | undefined; readonly isAssumed: boolean } {
  const given = options.get('schema');
  if (given === undefined) return { schema: metadata.schema, isAssumed: open || !metadata.isSchemaKnown };
  if (given.kind === 'string') return { schema: given.text, isAssumed: false };
  return { schema: undefined, isAssumed: given.kind !== 'none' };
}

/** Views, foreign tables and tables of others, as projects mark them. */
export function isManaged(options: ReadonlyMap<string, PyValue>): boolean {
  const info = options.get('info');
  const marks = info?.kind === 'dict' ? info.entries : new Map<string, PyValue>();
  const isMarked = [...marks].some(
    ([key, value]) =>
      /^(?:skip_autogenerate|is_view|is_foreign|view|foreign|skip|unmanaged)/.test(key) &&
      !(value.kind === 'bool' && !value.value),
  );
  const isReflected = [...options].some(
    ([key, value]) =>
      key.startsWith('autoload') && !(value.kind === 'bool' && !value.value) && value.kind !== 'none',
  );
  return !isMarked && !isReflected;
}

/** What stands for a table: the call that writes it. */
export function writtenTable(value: PyValue, context: ReadingContext): PyCallResult | undefined {
  const known = context.world.follow(reduceIn(value, undefined, context));
  return known.kind === 'call' && isTableCall(known) ? known : undefined;
}

export function isTableCall(call: PyCallResult): boolean {
  return (call.method ?? tailOf(call.callee)) === 'Table';
}
