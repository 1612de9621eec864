/** Scripts of the tools that run SQL files. Which part of a file is for which direction, the tools know. */
import type { MigrationOperation } from '../migration/operations/operation.ts';
import type { ScriptOperations } from '../migration/operations/scriptOperations.ts';
import type { Range } from '../text/range.ts';
import type { Placeholders } from './placeholders.ts';
import { readSql } from './readSql.ts';
import type { SqlParser } from './sqlParser.ts';

export interface ScriptParts {
  readonly upgrade: readonly Range[];
  readonly downgrade: readonly Range[];
  /** What the tool fills in. */
  readonly placeholders?: Placeholders;
  /** The tool opens no transaction for it. */
  readonly autocommit?: boolean;
}

export interface SqlFile {
  readonly file: string;
  readonly text: string;
}

export function readSqlScript(script: SqlFile, parser: SqlParser, parts: ScriptParts): ScriptOperations {
  const read = (ranges: readonly Range[]): readonly MigrationOperation[] =>
    ranges.flatMap((range) => readSqlFile(script, parser, { ...parts, range }));
  return { upgrade: read(parts.upgrade), downgrade: read(parts.downgrade) };
}

interface FilePart extends Pick<ScriptParts, 'placeholders' | 'autocommit'> {
  /** Absent: all of it. */
  readonly range?: Range;
}

export function readSqlFile(
  { file, text }: SqlFile,
  parser: SqlParser,
  { autocommit, ...options }: FilePart = {},
): readonly MigrationOperation[] {
  const operations = readSql(text, parser, (range) => ({ file, range }), options);
  return autocommit === true ? operations.map((operation) => ({ ...operation, autocommit })) : operations;
}

/** What a script in a programming language does is not followed. */
export function notFollowed(file: string, language: string): ScriptOperations {
  const reason = `What a script in ${language} does is not followed.`;
  const operation: MigrationOperation = { kind: 'opaque', reason, affects: 'anything', location: { file } };
  return { upgrade: [operation], downgrade: [operation] };
}
