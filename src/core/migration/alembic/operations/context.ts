/** What reading a directive needs besides its call. */
import type { TypeContext } from '../../../models/sqlAlchemyType.ts';
import type { PyCallResult, PyValue } from '../../../python/value.ts';
import type { ObjectName } from '../../../schema/name.ts';
import type { TablePart } from '../../../schema/snapshot.ts';
import type { SqlParser } from '../../../sql/sqlParser.ts';
import type { Location } from '../../../text/range.ts';
import type { AffectedObject } from '../../operations/definitions.ts';
import type { MigrationOperation, OpaqueWithin, Step } from '../../operations/operation.ts';
import type { NamingConvention } from './naming.ts';

export interface OperationContext extends TypeContext {
  readonly sql: SqlParser;
  /** Of `target_metadata`, which `op` uses as well; `undefined`: not known. */
  readonly naming: () => NamingConvention | undefined;
  /** Of the call that is read. */
  readonly location: Location;
  /** The text of a file beside the script, or below or above it. */
  readonly readFile: (path: string) => string | undefined;
  /** Tables that a script attaches to the only MetaData it makes, before a call; `undefined`: not all known. */
  readonly attached: (until: PyCallResult) => readonly PyCallResult[] | undefined;
}

/** Steps, or operations that know their place themselves. */
export type Reading = readonly (Step | MigrationOperation)[];

/** @param reason A whole sentence. */
export function opaque(reason: string, affects: 'anything' | readonly AffectedObject[]): Step {
  return { kind: 'opaque', reason, affects };
}

/** Of objects whose names are not known either. */
export function opaqueWithin(reason: string, within: readonly OpaqueWithin[] | undefined): Step {
  return { kind: 'opaque', reason, affects: 'anything', ...(within === undefined ? {} : { within }) };
}

export function opaqueTable(
  reason: string,
  table: ObjectName | undefined,
  parts?: readonly TablePart[],
): Step {
  if (table === undefined) return opaque(reason, 'anything');
  return opaque(reason, [{ kind: 'table', name: table, ...(parts === undefined ? {} : { parts }) }]);
}

/** A name in a schema, from what a directive was given; `undefined` if either is not known. */
export function objectName(name: PyValue | undefined, schema: PyValue | undefined): ObjectName | undefined {
  const text = nameOf(name);
  if (text === undefined) return undefined;
  if (schema === undefined || schema.kind === 'none') return { name: text };
  const inSchema = nameOf(schema);
  if (inSchema === undefined) return undefined;
  return inSchema === '' ? { name: text } : { schema: inSchema, name: text };
}

/** The text of a name, also of one marked by `op.f`, `conv` or `quoted_name`. */
export function nameOf(value: PyValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'string') return value.text;
  const marked = isConventional(value) || isQuotedName(value);
  return value.kind === 'call' && marked ? nameOf(value.positional[0]) : undefined;
}

function isQuotedName(value: PyValue): boolean {
  return value.kind === 'call' && calleeName(value) === 'quoted_name';
}

/** Names that a naming convention leaves alone: `op.f('…')`. */
export function isConventional(value: PyValue | undefined): boolean {
  if (value?.kind !== 'call') return false;
  return calleeName(value) === 'conv' || (value.method === 'f' && value.positional[0]?.kind === 'string');
}

/** The last part of the name of what is called. */
export function calleeName(value: PyValue): string | undefined {
  if (value.kind !== 'call') return undefined;
  return value.method ?? pathTail(value.callee);
}

export function pathTail(value: PyValue): string | undefined {
  if (value.kind === 'import')
    return value.attributes?.at(-1) ?? value.name ?? value.module.split('.').at(-1);
  if (value.kind === 'unknown' || value.kind === 'class') return value.path?.split('.').at(-1);
  return undefined;
}

/** A list of names; `undefined` unless all are known. */
export function namesOf(value: PyValue | undefined): readonly string[] | undefined {
  if (value?.kind !== 'list' && value?.kind !== 'tuple') return undefined;
  const names = value.items.map(nameOf);
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** `undefined`: not known. What was not given, or is None, is `false`. */
export function flagOf(value: PyValue | undefined): boolean | undefined {
  if (value === undefined || value.kind === 'none') return false;
  return value.kind === 'bool' ? value.value : undefined;
}

export function textOrNone(value: PyValue | undefined): string | undefined {
  return value?.kind === 'string' ? value.text : undefined;
}
