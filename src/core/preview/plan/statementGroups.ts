/** Which operations of a script become one statement. */
import type { MigrationOperation, WholeStatement } from '../../migration/operations/operation.ts';
import type { Location } from '../../text/range.ts';
import { type WrittenStep, writeOperation } from './sql/writeOperation.ts';

export type Control = Extract<MigrationOperation, { readonly kind: 'conditional' | 'attempt' }>;

export type NameDoubt = Extract<MigrationOperation, { readonly kind: 'opaque' }>;

export type StatementGroup =
  /** All that was read from one statement of SQL. */
  | {
      readonly kind: 'whole';
      readonly whole: WholeStatement;
      readonly operations: readonly MigrationOperation[];
    }
  /** What decides which statements run. */
  | { readonly kind: 'control'; readonly operation: Control }
  /** A step of a directive that is a statement of its own, and what is not known of the names that it gives. */
  | { readonly kind: 'step'; readonly operation: MigrationOperation; readonly names: readonly NameDoubt[] }
  /** All that a call does, some of which is not known: its statements cannot be told. */
  | {
      readonly kind: 'call';
      readonly location: Location;
      readonly operations: readonly MigrationOperation[];
      readonly reason: string;
    };

export function statementGroups(operations: readonly MigrationOperation[]): readonly StatementGroup[] {
  const groups: StatementGroup[] = [];
  for (let at = 0; at < operations.length; ) {
    const first = operations[at];
    if (first === undefined) break;
    let end = at + 1;
    for (let next = operations[end]; next !== undefined && belongs(next, first); next = operations[end])
      end++;
    groups.push(...groupsOf(first, operations.slice(at, end)));
    at = end;
  }
  return groups;
}

function belongs(next: MigrationOperation, first: MigrationOperation): boolean {
  if (first.whole !== undefined || next.whole !== undefined) return next.whole === first.whole;
  if (isControl(first) || isControl(next)) return false;
  const [a, b] = [first.location, next.location];
  return a.file === b.file && a.range?.start === b.range?.start && a.range?.end === b.range?.end;
}

function groupsOf(
  first: MigrationOperation,
  operations: readonly MigrationOperation[],
): readonly StatementGroup[] {
  const { whole } = first;
  if (whole !== undefined) return [{ kind: 'whole', whole, operations }];
  if (isControl(first)) return [{ kind: 'control', operation: first }];
  const names = operations.filter(isNameDoubt);
  const naming = operations.find(({ kind }) => makesConstraint.has(kind));
  const written = naming === undefined ? operations : operations.filter((one) => !isNameDoubt(one));
  const unknown = written.map((one) => writeOperation(one)).find(isUnknown);
  if (unknown !== undefined)
    return [{ kind: 'call', location: first.location, operations, reason: unknown.reason }];
  return written.map((operation) => ({
    kind: 'step',
    operation,
    names: operation === naming ? names : [],
  }));
}

const makesConstraint: ReadonlySet<MigrationOperation['kind']> = new Set([
  'createTable',
  'addColumn',
  'addConstraint',
]);

function isNameDoubt(operation: MigrationOperation): operation is NameDoubt {
  return operation.kind === 'opaque' && operation.onlyName === true;
}

function isControl(operation: MigrationOperation): operation is Control {
  return operation.kind === 'conditional' || operation.kind === 'attempt';
}

function isUnknown(written: WrittenStep): written is Extract<WrittenStep, { readonly kind: 'unknown' }> {
  return written.kind === 'unknown';
}
