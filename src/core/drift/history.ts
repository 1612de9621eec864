/**
 * What became of a table or a column over the revisions: where it was created, altered, renamed, dropped. Followed by
 * what the revisions do to the schema, so a rename does not end the story.
 */
import type { MigrationOperation } from '../migration/operations/operation.ts';
import { displayName, type ObjectName, type QualifiedName, quoteName, sameName } from '../schema/name.ts';
import type { Range } from '../text/range.ts';
import type { Difference } from './difference.ts';
import type { Effects, Timeline } from './timeline.ts';

export interface ObjectHistory {
  /** For people: `users`, `users.email`. */
  readonly name: string;
  /** Of the name, in the script. */
  readonly range: Range;
  readonly events: readonly HistoryEvent[];
}

export interface HistoryEvent {
  readonly revision: string;
  /** In the order of the schema's own parts. */
  readonly effects: readonly Difference[];
}

export interface HistoryQuestion {
  readonly text: string;
  readonly operations: readonly MigrationOperation[];
  readonly revision: string;
  readonly offset: number;
}

export interface Subject {
  readonly table: QualifiedName;
  readonly column?: string;
}

/** `undefined` where the place names no table or column of an operation. */
export function historyAt(
  { text, operations, revision, offset }: HistoryQuestion,
  { timeline, effects }: { readonly timeline: Timeline; readonly effects: Effects },
): ObjectHistory | undefined {
  const word = wordAt(text, offset);
  if (word === undefined) return undefined;
  const around = innermostFirst(operations, offset);
  const [named] = around.flatMap((one) => namedBy(one, text.slice(word.start, word.end)) ?? []);
  if (named === undefined) return undefined;
  const after = timeline.snapshotAt([revision]);
  const before = timeline.snapshotAt(timeline.parentsOf(revision));
  const table = [...after.tables.values(), ...before.tables.values()].find(
    ({ name }) =>
      name.name === named.table.name &&
      (named.table.schema === undefined || named.table.schema === name.schema),
  );
  if (table === undefined) return undefined;
  const subject: Subject =
    named.column === undefined ? { table: table.name } : { table: table.name, column: named.column };
  const events = eventsOf(subject, revision, timeline.order, effects);
  return { name: subjectText(subject), range: word, events };
}

/** What became of a table or column that the newest revisions have, or had. */
export function objectHistory(
  subject: Subject,
  range: Range,
  { order }: Timeline,
  effects: Effects,
): ObjectHistory | undefined {
  const newest = order.at(-1);
  const events = newest === undefined ? [] : eventsOf(subject, newest, order, effects);
  return events.length === 0 ? undefined : { name: subjectText(subject), range, events };
}

function subjectText({ table, column }: Subject): string {
  return column === undefined ? displayName(table) : `${displayName(table)}.${quoteName(column)}`;
}

function wordAt(text: string, offset: number): Range | undefined {
  const isPart = (at: number): boolean => /[\p{L}\p{N}_$-]/u.test(text.charAt(at));
  let start = offset;
  let end = offset;
  while (start > 0 && isPart(start - 1)) start--;
  while (end < text.length && isPart(end)) end++;
  return start === end ? undefined : { start, end };
}

function innermostFirst(
  operations: readonly MigrationOperation[],
  offset: number,
): readonly MigrationOperation[] {
  return operations
    .flatMap(withNested)
    .filter(({ location: { range } }) => range !== undefined && range.start <= offset && offset <= range.end)
    .reverse();
}

function withNested(operation: MigrationOperation): readonly MigrationOperation[] {
  switch (operation.kind) {
    case 'conditional':
      return [operation, ...[...operation.then, ...operation.otherwise].flatMap(withNested)];
    case 'attempt':
      return [operation, ...[...operation.attempt, ...operation.onFailure].flatMap(withNested)];
    default:
      return [operation];
  }
}

/** What a word means in an operation: its table, a column of it, or the table that a foreign key points to. */
function namedBy(
  operation: MigrationOperation,
  word: string,
): { readonly table: ObjectName; readonly column?: string } | undefined {
  if (!('table' in operation) || operation.table === undefined) return undefined;
  const { table } = operation;
  if (
    table.name === word ||
    ('newName' in operation && operation.kind === 'renameTable' && operation.newName === word)
  )
    return { table: { ...table, name: word } };
  if (columnsNamed(operation).includes(word)) return { table, column: word };
  const referenced = referencedBy(operation).find(({ name }) => name === word);
  return referenced && { table: referenced };
}

function columnsNamed(operation: MigrationOperation): readonly string[] {
  switch (operation.kind) {
    case 'createTable':
      return operation.definition.columns.map(({ name }) => name);
    case 'addColumn':
      return [operation.column.name];
    case 'renameColumn':
      return [operation.column, operation.newName];
    case 'dropColumn':
    case 'alterColumn':
      return [operation.column];
    case 'createIndex':
      return operation.keys.flatMap(({ column }) => column ?? []);
    case 'addConstraint': {
      const { constraint } = operation;
      return 'columns' in constraint ? constraint.columns.flatMap((column) => column ?? []) : [];
    }
    default:
      return [];
  }
}

function referencedBy(operation: MigrationOperation): readonly ObjectName[] {
  if (operation.kind === 'addConstraint')
    return operation.constraint.kind === 'foreignKey' ? [operation.constraint.references] : [];
  if (operation.kind !== 'createTable') return [];
  const { columns, constraints } = operation.definition;
  return [...constraints, ...columns.flatMap((column) => column.constraints ?? [])].flatMap((constraint) =>
    constraint.kind === 'foreignKey' ? [constraint.references] : [],
  );
}

/** Follows the name up to its creation and down to the newest revision. */
function eventsOf(
  subject: Subject,
  revision: string,
  order: readonly string[],
  effects: Effects,
): readonly HistoryEvent[] {
  const at = order.indexOf(revision);
  const earlier: HistoryEvent[] = [];
  let name = subject;
  for (const id of order.slice(0, at + 1).reverse()) {
    const own = (effects.get(id) ?? []).filter((effect) => concerns(effect, name));
    if (own.length > 0)
      earlier.unshift({ revision: id, effects: own.map((effect) => narrowed(effect, name)) });
    name = own.reduce((known, effect) => nameOn('before', known, effect), name);
    if (own.some((effect) => creates(effect, name))) break;
  }
  const later: HistoryEvent[] = [];
  name = subject;
  for (const id of order.slice(at + 1)) {
    const own = (effects.get(id) ?? []).filter((effect) => concerns(effect, name));
    if (own.length > 0) later.push({ revision: id, effects: own.map((effect) => narrowed(effect, name)) });
    name = own.reduce((known, effect) => nameOn('after', known, effect), name);
  }
  return [...earlier, ...later];
}

/** Of a table that is created or dropped, only the column that is asked for. */
function narrowed(effect: Difference, { column }: Subject): Difference {
  if (effect.object !== 'table' || column === undefined) return effect;
  const whole =
    effect.kind === 'added' ? effect.after : effect.kind === 'removed' ? effect.before : undefined;
  const own = whole?.columns.find(({ name }) => name === column);
  if (own === undefined) return effect;
  const ref = { object: 'column', of: effect.of, part: column } as const;
  return effect.kind === 'added'
    ? { ...ref, kind: 'added', after: own }
    : { ...ref, kind: 'removed', before: own };
}

/** By either of its names, where it is renamed. */
function concerns(effect: Difference, { table, column }: Subject): boolean {
  const isTable =
    sameName(effect.of, table) ||
    (effect.object === 'table' && effect.kind === 'renamed' && sameName(effect.before.name, table));
  if (!isTable || !['table', 'column', 'constraint', 'index', 'trigger', 'policy'].includes(effect.object))
    return false;
  if (column === undefined || effect.object === 'table') return true;
  if (effect.object !== 'column') return false;
  return effect.part === column || (effect.kind === 'renamed' && effect.before.name === column);
}

function creates(effect: Difference, { column }: Subject): boolean {
  return (
    effect.kind === 'added' && (effect.object === 'table' || (column !== undefined && effect.part === column))
  );
}

/** The subject's name on one side of an effect, from its name on the other side. */
function nameOn(side: 'before' | 'after', name: Subject, effect: Difference): Subject {
  if (effect.kind !== 'renamed') return name;
  if (effect.object === 'table') return { ...name, table: effect[side].name };
  const other = side === 'before' ? 'after' : 'before';
  return effect.object === 'column' && name.column === effect[other].name
    ? { ...name, column: effect[side].name }
    : name;
}
