/** `metadata.create_all(bind)` and `drop_all` of a MetaData that the script makes itself, with the tables it attaches. */
import type { Effect } from '../../../python/trace.ts';
import { isSequence, type PyCallResult, type PyValue } from '../../../python/value.ts';
import type { ObjectName } from '../../../schema/name.ts';
import { type OperationContext, opaque, pathTail, type Reading } from './context.ts';
import { createWrittenTable, dropWrittenTables, tableOf, type WrittenTable } from './createTable.ts';
import { isMetadata, isPlainMetadata } from './naming.ts';

/**
 * The tables attached to the only MetaData of a script until a call; `undefined` where they are not all known.
 *
 * @param effects Of the module, and of the function with the call.
 */
export function attachedTables(
  effects: readonly Effect[],
  until: PyCallResult,
): readonly PyCallResult[] | undefined {
  const always = callsOf(effects, false);
  const all = callsOf(effects, true);
  const end = all.indexOf(until);
  if (end < 0 || all.filter(isMetadata).length !== 1) return undefined;
  const tables = all.slice(0, end).filter(holdsMetadata);
  const known = tables.every((call) => pathTail(call.callee) === 'Table' && always.includes(call));
  return known ? tables : undefined;
}

/** @param everywhere Also what is done only on some ways, or an unknown number of times. */
function callsOf(effects: readonly Effect[], everywhere: boolean): readonly PyCallResult[] {
  return [...new Set(effects.flatMap((effect) => callsOfOne(effect, everywhere)))];
}

function callsOfOne(effect: Effect, everywhere: boolean): readonly PyCallResult[] {
  switch (effect.kind) {
    case 'call':
      return [effect.call];
    case 'function':
    case 'with':
      return callsOf(effect.body, everywhere);
    case 'loop':
      return everywhere ? callsOf(effect.body, true) : [];
    case 'branch':
      return everywhere ? callsOf([...effect.whenTrue, ...effect.whenFalse], true) : [];
    case 'attempt':
      return everywhere ? callsOf([...effect.body, ...effect.handlers.flat()], true) : [];
    default:
      return [];
  }
}

function holdsMetadata({ positional, named }: PyCallResult): boolean {
  return [...positional, ...named.values()].some((value) => isMetadata(value));
}

/** `undefined` for other calls. */
export function metadataCall(
  call: PyCallResult,
  receiver: PyValue,
  context: OperationContext,
): Reading | undefined {
  const isDropped = call.method === 'drop_all';
  if (!isMetadata(receiver) || (!isDropped && call.method !== 'create_all')) return undefined;
  const tables = isPlainMetadata(receiver) ? chosenTables(call, context) : undefined;
  const written = tables?.map((table) => writtenTable(table, context));
  const known = written?.flatMap((one) => one ?? []) ?? [];
  const ordered = known.length === written?.length ? inOrder(known) : undefined;
  const reason = `Which tables ${call.method}() is about is computed when the script runs.`;
  if (ordered === undefined) return [opaque(reason, 'anything')];
  return isDropped ? dropWrittenTables([...ordered].reverse()) : ordered.flatMap(({ steps }) => steps);
}

function chosenTables(
  call: PyCallResult,
  { attached }: OperationContext,
): readonly PyCallResult[] | undefined {
  const given = call.named.get('tables') ?? call.positional[1];
  if (call.open || given === undefined) return call.open ? undefined : attached(call);
  if (!isSequence(given)) return undefined;
  const tables = given.items.flatMap((item) => tableOf(item)?.call ?? []);
  return tables.length === given.items.length ? tables : undefined;
}

/** `undefined` where it is read from the database instead. */
function writtenTable(call: PyCallResult, context: OperationContext): WrittenTable | undefined {
  const name = tableOf(call)?.table;
  const reflected = [...call.named.keys()].some((key) => key.startsWith('autoload'));
  if (name === undefined || reflected) return undefined;
  return { name, steps: createWrittenTable(call, name, true, context) };
}

/** Those that others refer to come first; `undefined` where they refer to each other in a circle. */
function inOrder(tables: readonly WrittenTable[]): readonly WrittenTable[] | undefined {
  const left = new Map(tables.map((table) => [keyOf(table.name), table]));
  if (left.size < tables.length) return undefined;
  const ordered: WrittenTable[] = [];
  while (left.size > 0) {
    const next = [...left.values()].find(
      (table) => !referencesOf(table).some((other) => other !== keyOf(table.name) && left.has(other)),
    );
    if (next === undefined) return undefined;
    left.delete(keyOf(next.name));
    ordered.push(next);
  }
  return ordered;
}

function keyOf({ schema = '', name }: ObjectName): string {
  return `${schema}\0${name}`;
}

function referencesOf({ steps }: WrittenTable): readonly string[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'createTable') return [];
    const { columns, constraints } = step.definition;
    const all = [...constraints, ...columns.flatMap((column) => column.constraints ?? [])];
    return all.flatMap((one) => (one.kind === 'foreignKey' ? keyOf(one.references) : []));
  });
}
