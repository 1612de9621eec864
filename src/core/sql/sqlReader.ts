/** What readers of SQL hand to those of the SQL within: in DO blocks, in EXECUTE. */
import type { MigrationOperation, Step } from '../migration/operations/operation.ts';
import type { Location, Range } from '../text/range.ts';
import type { ScriptRoutines } from './scriptRoutines.ts';
import type { SqlParser } from './sqlParser.ts';

export interface SqlReader {
  readonly parser: SqlParser;
  /** Where a range of `sql` is, in the file that it is written in. */
  readonly locate: (range: Range) => Location;
  /** Placeholders are masked in it. */
  readonly sql: string;
  /** The same text, with its placeholders. */
  readonly written: string;
  /** What the server gets of a text. */
  readonly sent: (written: string) => string;
  /** Where the placeholders are. */
  readonly holes: readonly Range[];
  readonly routines: ScriptRoutines;
  /** Reads the statements of a text, or of a part of it. */
  readonly readPart: (reader: SqlReader, part?: Range) => readonly MigrationOperation[];
}

/** @param whole The statement, where `range` is a part of it. */
export function operation(
  step: Step,
  range: Range,
  { locate, written }: Pick<SqlReader, 'locate' | 'written'>,
  whole: Range = range,
): MigrationOperation {
  const alone = 'concurrently' in step && step.concurrently === true;
  return {
    ...step,
    location: locate(range),
    sql: written.slice(whole.start, whole.end),
    ...(alone && { autocommit: true }),
  };
}
