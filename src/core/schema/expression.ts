/**
 * Whether two SQL expressions, or triggers, surely mean the same: `now()` and `CURRENT_TIMESTAMP`, casts that
 * PostgreSQL adds when it prints an expression, parentheses, `IN` and `= ANY (ARRAY[…])`.
 */
import type { SqlType } from './type.ts';

export interface ExpressionComparer {
  /**
   * @param type Of the column, for a default: casts to it say nothing.
   * @param columns What the columns are that `a` and `b` speak of: a cast that only one of them has says nothing only
   *   if PostgreSQL makes it by itself.
   * @returns `undefined` where one of them could not be parsed, or the difference may be one of spelling only.
   */
  same(a: string, b: string, type?: SqlType, columns?: ColumnsOfSides): boolean | undefined;
  /** The same of two statements that create a trigger, but for its name and its table. */
  sameTrigger(a: string, b: string, columns?: ColumnsOfSides): boolean | undefined;
}

/** The types of a column: its own and, of a domain, also those below it. None: not known. */
export type ColumnTypes = (column: string) => readonly SqlType[];

export interface ColumnsOfSides {
  readonly before: ColumnTypes;
  readonly after: ColumnTypes;
}
