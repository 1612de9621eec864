/** The tables that one Python file states, and what is added to tables after their classes. */
import type { CachedModule } from '../../python/module.ts';
import type { Effect } from '../../python/trace.ts';
import { type PyCallResult, type PyValue, pathOf } from '../../python/value.ts';
import { tableOfClass, writtenTable } from './classTable.ts';
import { tableOfCall } from './coreTable.ts';
import { isDatabase, typeOf } from './lineage.ts';
import { calleeOf, classKey, isKnownClass, type KnownClass } from './pyNames.ts';
import type { Doubt, ReadingContext } from './readingContext.ts';
import { identityOf } from './reduce.ts';
import { tableOfReference } from './references.ts';
import type { StatedTable } from './statedTable.ts';

export interface FileReading {
  readonly file: string;
  readonly tables: readonly StatedTable[];
  /** Indexes and constraints that stand outside of what they belong to. */
  readonly attached: readonly { readonly table: StatedTable; readonly item: PyCallResult }[];
  readonly unread: readonly Doubt[];
  /** For references in its tables, which are looked up when all tables are known. */
  readonly context: ReadingContext;
}

export function readFileTables(file: string, module: CachedModule, context: ReadingContext): FileReading {
  const calls = callsIn(module.effects);
  const tables: StatedTable[] = [];
  const unread: Doubt[] = [];
  const seen = new Set<ReadonlyMap<string, PyValue>>();
  for (const one of classesIn(file, module)) {
    const read = tableOfClass(typeOf(one, context.world, context.types), context);
    if (read.kind === 'table') tables.push(read.table);
    else if (read.kind === 'unread') unread.push(read.doubt);
    const call = read.kind === 'written' ? writtenTable(read.value, context) : undefined;
    if (call === undefined) continue;
    seen.add(identityOf(call));
    take(tableOfCall(call, one.definition.name, context));
  }
  for (const call of calls) {
    if (seen.has(identityOf(call))) continue;
    const table = sqlTable(call, context);
    if (table === undefined) continue;
    seen.add(identityOf(call));
    take(tableOfCall(table, undefined, context));
  }
  return { file, tables, attached: attachedItems(calls, context), unread, context };

  function take(read: ReturnType<typeof tableOfCall>): void {
    if (read.kind === 'table') tables.push(read.table);
    else unread.push(read.doubt);
  }
}

function classesIn(file: string, { names }: CachedModule): readonly KnownClass[] {
  const byKey = new Map<string, KnownClass>();
  for (const value of names.values()) {
    if (isKnownClass(value) && value.definition.file === file) byKey.set(classKey(value.definition), value);
  }
  return [...byKey.values()];
}

/** Also of ways that may not be taken: then somebody states the table who knows when. */
function callsIn(effects: readonly Effect[]): readonly PyCallResult[] {
  const calls = new Map<ReadonlyMap<string, PyValue>, PyCallResult>();
  const visit = (all: readonly Effect[]): void => {
    for (const effect of all) {
      if (effect.kind === 'call') {
        if (isOfInterest(effect.call)) calls.set(effect.call.named, effect.call);
      } else if (effect.kind === 'branch') visit([...effect.whenTrue, ...effect.whenFalse]);
      else if (effect.kind === 'attempt') visit([...effect.body, ...effect.handlers.flat()]);
      else if ('body' in effect) visit(effect.body);
    }
  };
  visit(effects);
  return [...calls.values()];
}

function isOfInterest(call: PyCallResult): boolean {
  return /^(?:Table|Index|\w+Constraint)$/.test(calleeOf(call) ?? '');
}

/** Also by a function of the project that hands its arguments on. */
function sqlTable(call: PyCallResult, { world }: ReadingContext): PyCallResult | undefined {
  if (calleeOf(call) !== 'Table') return undefined;
  if (call.receiver !== undefined && isDatabase(world.follow(call.receiver), world)) return call;
  const callee = world.follow(call.callee);
  if (/^sqlalchemy\b/.test(pathOf(callee) ?? '')) return call;
  const made = world.callLater(call);
  if (made?.kind !== 'call' || !/^sqlalchemy\b.*\.Table$/.test(pathOf(made.callee) ?? '')) return undefined;
  return { ...made, file: call.file, ...(call.range === undefined ? {} : { range: call.range }) };
}

/** Whether a class states more than its own table. */
export function addsToOthers(effects: readonly Effect[], context: ReadingContext): boolean {
  const calls = callsIn(effects);
  return calls.some((call) => calleeOf(call) === 'Table') || attachedItems(calls, context).length > 0;
}

/** `Index('ix', User.name)` below the class: what belongs to it is said by its columns. */
function attachedItems(calls: readonly PyCallResult[], context: ReadingContext): FileReading['attached'] {
  return calls.flatMap((item) => {
    if (calleeOf(item) === 'Table') return [];
    // What a foreign key refers to is another table's.
    const said = calleeOf(item) === 'ForeignKeyConstraint' ? item.positional[0] : item;
    const table = said === undefined ? undefined : tableOfReference(said, context);
    return table === undefined ? [] : [{ table, item }];
  });
}
