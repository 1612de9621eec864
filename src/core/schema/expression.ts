/**
 * Whether two SQL expressions surely mean the same: `now()` and `CURRENT_TIMESTAMP`, casts that PostgreSQL adds when
 * it prints an expression, parentheses, `IN` and `= ANY (ARRAY[…])`.
 */
import type { SqlType } from './type.ts';

export interface ExpressionComparer {
  /**
   * @param type Of the column, for a default: casts to it say nothing.
   * @returns `undefined` where one of them could not be parsed, or the difference may be one of spelling only.
   */
  same(a: string, b: string, type?: SqlType): boolean | undefined;
}
