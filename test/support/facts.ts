/**
 * A schema as single facts, each of which a replayed snapshot has right, has wrong, or says that it does not know.
 */
import type { ColumnsOfSides, ColumnTypes, ExpressionComparer } from '../../src/core/schema/expression.ts';
import { displayName, nameKey } from '../../src/core/schema/name.ts';
import type { Column, SchemaSnapshot, Table } from '../../src/core/schema/snapshot.ts';
import { sameType, typeText } from '../../src/core/schema/type.ts';
import { type Subject, uncertaintyAbout } from '../../src/core/schema/uncertainty.ts';

export interface Fact {
  readonly subject: Subject;
  readonly value: unknown;
  readonly same: (other: unknown) => boolean | undefined;
}

export type Verdict = 'equal' | 'unknown' | 'wrong';

export interface Judged {
  readonly fact: string;
  readonly verdict: Verdict;
  /** Why it is unknown, or what the two sides say. */
  readonly detail: string;
}

/** @param truth What is really there; `wrong` where the other surely says otherwise. */
export function judge(
  truth: ReadonlyMap<string, Fact>,
  replayed: ReadonlyMap<string, Fact>,
  snapshot: SchemaSnapshot,
): readonly Judged[] {
  return [...new Set([...truth.keys(), ...replayed.keys()])].map((fact) => {
    const [expected, actual] = [truth.get(fact), replayed.get(fact)];
    const subject = (expected ?? actual)?.subject;
    const uncertainty = subject === undefined ? undefined : uncertaintyAbout(snapshot.uncertainties, subject);
    if (uncertainty !== undefined) return { fact, verdict: 'unknown', detail: uncertainty.reason };
    const detail = `${JSON.stringify(expected?.value)} ≠ ${JSON.stringify(actual?.value)}`;
    if (expected === undefined || actual === undefined) return { fact, verdict: 'wrong', detail };
    const same = expected.same(actual.value);
    return { fact, verdict: same === undefined ? 'unknown' : same ? 'equal' : 'wrong', detail };
  });
}

export function factsOf(
  { schemas, tables, types, sequences, views }: SchemaSnapshot,
  expressions: ExpressionComparer,
  withSequences: boolean,
): ReadonlyMap<string, Fact> {
  const facts = new Map<string, Fact>();
  const add = (name: string, subject: Subject, value: unknown, same?: Fact['same']) =>
    facts.set(name, { subject, value, same: same ?? ((other) => sameValue(value, other)) });
  for (const name of schemas.keys())
    add(`schema ${name}`, { kind: 'schema', name: { schema: '', name } }, true);
  for (const table of tables.values()) addTable(add, table, expressions);
  for (const view of views.values())
    add(`view ${displayName(view.name)}`, { kind: 'view', name: view.name }, view.kind);
  for (const type of types.values()) {
    const value = type.kind === 'enum' ? type.labels : type.kind;
    add(`type ${displayName(type.name)}`, { kind: 'type', name: type.name }, value);
  }
  for (const { name, type, start, increment, ownedBy } of withSequences ? sequences.values() : []) {
    const owner = ownedBy === undefined ? undefined : `${nameKey(ownedBy.table)}.${ownedBy.column}`;
    add(`sequence ${displayName(name)}`, { kind: 'sequence', name }, { type, start, increment, owner });
  }
  return facts;
}

type Add = (name: string, subject: Subject, value: unknown, same?: Fact['same']) => void;

function addTable(add: Add, table: Table, expressions: ExpressionComparer): void {
  const { name } = table;
  const shown = displayName(name);
  const typesOf: ColumnTypes = (asked) =>
    table.columns.filter((column) => column.name === asked).map(({ type }) => type);
  const sides = { before: typesOf, after: typesOf };
  const same = (part: unknown) => (other: unknown) => samePart(part, other, expressions, sides);
  add(`table ${shown}`, { kind: 'table', name }, true);
  for (const column of table.columns) {
    const subject: Subject = { kind: 'table', name, part: { kind: 'column', name: column.name } };
    addColumn(add, `${shown}.${column.name}`, subject, column, expressions);
  }
  for (const constraint of table.constraints) {
    const subject: Subject = { kind: 'table', name, part: { kind: 'constraint', name: constraint.name } };
    add(`constraint ${shown}.${constraint.name}`, subject, constraint, same(constraint));
  }
  for (const index of table.indexes) {
    const subject: Subject = { kind: 'table', name, part: { kind: 'index', name: index.name } };
    add(`index ${shown}.${index.name}`, subject, index, same(index));
  }
}

function addColumn(
  add: Add,
  name: string,
  subject: Subject,
  column: Column,
  expressions: ExpressionComparer,
): void {
  const { type } = column;
  add(`type of ${name}`, subject, type, (other) => {
    const shown = other as Column['type'];
    if (type.kind === 'unresolved' || shown.kind === 'unresolved') return undefined;
    return sameType(type, shown) || typeText(type) === typeText(shown);
  });
  add(`NOT NULL of ${name}`, subject, !column.nullable);
  const value = column.generated?.expression ?? column.default;
  add(`default of ${name}`, subject, value, (other) => {
    if (value === undefined || other === undefined) return value === other;
    return value === other || expressions.same(value, other as string, type);
  });
}

const expressionMembers: ReadonlySet<string> = new Set(['expression', 'predicate', 'definition']);

/** Member by member; those that are SQL by their meaning. */
function samePart(
  a: unknown,
  b: unknown,
  expressions: ExpressionComparer,
  sides: ColumnsOfSides,
): boolean | undefined {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return sameValue(a, b);
  let answer: boolean | undefined = true;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [x, y] = [one[key], other[key]];
    const same =
      expressionMembers.has(key) && typeof x === 'string' && typeof y === 'string'
        ? x === y || expressions.same(x, y, undefined, sides)
        : samePart(x, y, expressions, sides);
    if (same === false) return false;
    if (same === undefined) answer = undefined;
  }
  return answer;
}

function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
