/**
 * A new name or schema of a table, view, sequence or type, carried into everything that refers to it. Expressions
 * follow where they name it; bodies of functions are text that PostgreSQL does not follow either.
 */
import type { Constraint } from '../constraint.ts';
import { nameKey, type QualifiedName, sameName } from '../name.ts';
import { withTypes } from '../signature.ts';
import { type Column, type Routine, routineKey, type Table, type UserType } from '../snapshot.ts';
import { type SqlType, typeText } from '../type.ts';
import { parseType } from '../typeName.ts';
import { means } from './dependents.ts';
import type { Draft } from './draft.ts';
import { nextval, sequenceIn } from './newColumn.ts';
import { withNotNullName } from './notNull.ts';
import { renamedType } from './renameText.ts';
import { editTrigger } from './triggerText.ts';

type Renamed = 'table' | 'view' | 'sequence' | 'type';

interface Move {
  readonly kind: Renamed;
  readonly from: QualifiedName;
  readonly to: QualifiedName;
}

/** Renames or moves one object and all references to it. */
export function carryName(draft: Draft, kind: Renamed, from: QualifiedName, to: QualifiedName): void {
  if (sameName(from, to)) return;
  const move = { kind, from, to };
  // References first: finding what an unqualified name means needs the old one to be there.
  for (const table of draft.tables.values()) draft.setTable(movedTable(draft, table, move));
  for (const sequence of draft.sequences.values()) {
    const { ownedBy } = sequence;
    if (kind !== 'table' || ownedBy === undefined || !sameName(ownedBy.table, from)) continue;
    draft.setSequence({ ...sequence, ownedBy: { ...ownedBy, table: to } });
  }
  for (const type of draft.types.values()) draft.setType(movedType(type, move));
  if (kind !== 'sequence')
    for (const routine of [...draft.routines.values()]) carryIntoRoutine(draft, routine, move);
  moveItself(draft, move);
}

/** The types of its arguments are part of what it is known by. */
function carryIntoRoutine(draft: Draft, routine: Routine, move: Move): void {
  const moved = withTypes(routine, (text) => {
    const type = parseType(text);
    const renamed = movedTypeName(type, move);
    return renamed === type ? text : typeText(renamed);
  });
  const parameters =
    moved.parameters &&
    mapped(moved.parameters, (one) => {
      const value = one.default && renamedType(draft, one.default, move.from, move.to);
      return value === undefined || value === one.default ? one : { ...one, default: value };
    });
  if (moved === routine && parameters === routine.parameters) return;
  draft.routines.set(routineKey(routine), undefined);
  draft.setRoutine(parameters === undefined ? moved : { ...moved, parameters });
}

function moveItself(draft: Draft, { kind, from, to }: Move): void {
  const section = { table: draft.tables, view: draft.views, sequence: draft.sequences, type: draft.types }[
    kind
  ];
  const object = section.get(nameKey(from));
  if (object === undefined) return;
  section.set(nameKey(from), undefined);
  const named =
    kind === 'table' && from.name !== to.name && 'columns' in object && 'constraints' in object
      ? { ...object, name: to, columns: mapped(object.columns, (one) => withNotNullName(from, one)) }
      : { ...object, name: to };
  (section as { set(key: string, value: unknown): void }).set(nameKey(to), named);
}

/** The same object where nothing in it refers to what moves. */
function movedTable(draft: Draft, table: Table, move: Move): Table {
  const { kind, from, to } = move;
  const text = (expression: string) =>
    kind === 'sequence' ? expression : renamedType(draft, expression, from, to);
  const columns = mapped(table.columns, (column) => movedColumn(draft, column, move, text));
  const constraints = mapped(table.constraints, (one) => movedConstraint(one, move, text));
  const triggers = kind === 'sequence' ? table.triggers : movedTriggers(draft, table, move, text);
  let moved =
    columns === table.columns && constraints === table.constraints && triggers === table.triggers
      ? table
      : { ...table, columns, constraints, triggers };
  if (kind === 'type') {
    const indexes = mapped(moved.indexes, (index) => {
      const keys = mapped(index.keys, (key) => {
        const expression = key.expression === undefined ? undefined : text(key.expression);
        return expression === undefined || expression === key.expression ? key : { ...key, expression };
      });
      const predicate = index.predicate === undefined ? undefined : text(index.predicate);
      if (keys === index.keys && predicate === index.predicate) return index;
      return { ...index, keys, ...(predicate !== undefined && { predicate }) };
    });
    if (indexes !== moved.indexes) moved = { ...moved, indexes };
  }
  if (kind !== 'table') return moved;
  const { partitionOf, inherits } = moved;
  if (partitionOf !== undefined && sameName(partitionOf.parent, from)) {
    moved = { ...moved, partitionOf: { ...partitionOf, parent: to } };
  }
  if (inherits?.some((one) => sameName(one, from))) {
    moved = { ...moved, inherits: inherits.map((one) => (sameName(one, from) ? to : one)) };
  }
  return moved;
}

function movedTriggers(
  draft: Draft,
  { name: owner, triggers }: Table,
  { kind, from, to }: Move,
  text: (expression: string) => string,
): Table['triggers'] {
  return mapped(triggers, (one) => {
    const definition = editTrigger(one.definition, {
      table: (name) => (kind === 'table' && sameName(owner, from) ? to : name),
      referenced: (name) => (kind === 'table' && means(draft, name, from) ? to : name),
      condition: text,
    });
    return definition === one.definition ? one : { ...one, definition };
  });
}

function movedColumn(draft: Draft, column: Column, move: Move, text: (expression: string) => string): Column {
  const type = move.kind === 'sequence' ? column.type : movedTypeName(column.type, move);
  const written = column.default;
  const value = written === undefined ? undefined : movedDefault(draft, written, move, text);
  const { generated } = column;
  const expression = generated === undefined ? undefined : text(generated.expression);
  if (type === column.type && value === written && expression === generated?.expression) return column;
  return {
    ...column,
    type,
    ...(value !== undefined && { default: value }),
    ...(generated !== undefined && expression !== undefined && { generated: { ...generated, expression } }),
  };
}

function movedDefault(
  draft: Draft,
  written: string,
  move: Move,
  text: (expression: string) => string,
): string {
  if (move.kind !== 'sequence') return text(written);
  const sequence = sequenceIn(written);
  return sequence !== undefined && means(draft, sequence, move.from) ? nextval(move.to) : written;
}

function movedConstraint(
  constraint: Constraint,
  { kind, from, to }: Move,
  text: (expression: string) => string,
): Constraint {
  if (constraint.kind === 'foreignKey') {
    return kind === 'table' && sameName(constraint.references, from)
      ? { ...constraint, references: to }
      : constraint;
  }
  if (constraint.kind !== 'check') return constraint;
  const expression = text(constraint.expression);
  return expression === constraint.expression ? constraint : { ...constraint, expression };
}

function movedType(type: UserType, move: Move): UserType {
  if (move.kind === 'sequence') return type;
  switch (type.kind) {
    case 'enum':
      return type;
    case 'domain': {
      const baseType = movedTypeName(type.baseType, move);
      return baseType === type.baseType ? type : { ...type, baseType };
    }
    case 'range': {
      const subtype = movedTypeName(type.subtype, move);
      return subtype === type.subtype ? type : { ...type, subtype };
    }
    case 'composite': {
      const attributes = mapped(type.attributes, (one) => {
        const moved = movedTypeName(one.type, move);
        return moved === one.type ? one : { ...one, type: moved };
      });
      return attributes === type.attributes ? type : { ...type, attributes };
    }
  }
}

function movedTypeName(type: SqlType, { from, to }: Move): SqlType {
  if (type.kind !== 'named' || type.schema !== from.schema || type.name !== from.name) return type;
  return { ...type, ...to };
}

/** The list itself where no member changes. */
function mapped<T>(list: readonly T[], to: (one: T) => T): readonly T[] {
  const result = list.map(to);
  return result.every((one, index) => one === list[index]) ? list : result;
}
