/**
 * The commands of one ALTER TABLE in the order in which PostgreSQL works on them, whatever the order they are written
 * in: first what is dropped, then types, new columns, constraints (AT_PASS_… of its sources).
 */
import type { MigrationOperation } from '../../migration/operations/operation.ts';

export function inPasses(operations: readonly MigrationOperation[]): readonly MigrationOperation[] {
  const ordered: MigrationOperation[] = [];
  for (let at = 0; at < operations.length; ) {
    const statement = statementAt(operations, at);
    ordered.push(...[...statement].sort((a, b) => passOf(a) - passOf(b)));
    at += statement.length;
  }
  return ordered;
}

/** Neighbours that were read from one ALTER TABLE: they share its text, each at a place of its own. */
function statementAt(operations: readonly MigrationOperation[], at: number): readonly MigrationOperation[] {
  const first = operations[at];
  if (first === undefined) return [];
  let end = at + 1;
  if (first.sql === undefined || !('table' in first)) return [first];
  for (let last = first; end < operations.length; end++) {
    const next = operations[end];
    const [from, to] = [last.location.range?.start ?? 0, next?.location.range?.start ?? 0];
    if (next === undefined || next.sql !== first.sql || !('table' in next) || to <= from) break;
    if (to - (first.location.range?.start ?? 0) > first.sql.length) break;
    last = next;
  }
  return operations.slice(at, end);
}

const passes = [
  'drop',
  'type',
  'addColumn',
  'setExpression',
  'constraint',
  'index',
  'otherConstraint',
  'rest',
] as const;

function passOf(operation: MigrationOperation): number {
  return passes.indexOf(passNamed(operation));
}

function passNamed(operation: MigrationOperation): (typeof passes)[number] {
  switch (operation.kind) {
    case 'dropColumn':
    case 'dropConstraint':
      return 'drop';
    case 'addColumn':
      return 'addColumn';
    case 'addConstraint':
      return operation.constraint.kind === 'check' || operation.constraint.kind === 'foreignKey'
        ? 'otherConstraint'
        : 'index';
    case 'alterColumn': {
      const { change } = operation;
      if (change.kind === 'type') return 'type';
      if (change.kind === 'nullable') return change.nullable ? 'drop' : 'constraint';
      if (change.kind === 'default') return change.default === undefined ? 'drop' : 'otherConstraint';
      if (change.kind === 'identity') return change.identity === undefined ? 'drop' : 'constraint';
      if (change.kind === 'generated') return change.expression === undefined ? 'drop' : 'setExpression';
      return 'rest';
    }
    default:
      return 'rest';
  }
}
