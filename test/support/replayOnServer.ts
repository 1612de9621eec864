/**
 * Statements run on a real PostgreSQL and replayed, one after the other: after each, the server's catalog and the
 * replayed snapshot have to be the same, and what fails on one side has to fail on the other.
 */
import type { Client } from 'pg';
import type { SchemaSession } from '../../src/app/schemaPorts.ts';
import type { Difference } from '../../src/core/drift/difference.ts';
import { diffSnapshots } from '../../src/core/drift/diffSnapshots.ts';
import type { ApplyContext } from '../../src/core/schema/apply.ts';
import { applyOperations } from '../../src/core/schema/apply.ts';
import type { ExpressionComparer } from '../../src/core/schema/expression.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../src/core/sql/expressionComparer.ts';
import { readSql } from '../../src/core/sql/readSql.ts';
import { splitSql } from '../../src/core/sql/splitSql.ts';
import type { SqlParser } from '../../src/core/sql/sqlParser.ts';

/** A statement after which the two did not agree. */
export interface Disagreement {
  readonly statement: string;
  /** Differences, one a line, or who refused the statement. */
  readonly found: readonly string[];
}

export interface Side {
  readonly client: Client;
  readonly session: SchemaSession;
  readonly parser: SqlParser;
}

/** Reads the catalog again after each statement that is not refused; where they disagree, replay goes on from the server's schema. */
export async function replayBoth(
  { client, session, parser }: Side,
  statements: readonly string[],
): Promise<readonly Disagreement[]> {
  const expressions = createExpressionComparer(parser);
  let context: ApplyContext = { sql: parser, searchPath: ['public'] };
  let replayed: SchemaSnapshot = emptySnapshot;
  const found: Disagreement[] = [];
  for (const statement of statements) {
    const refused = await client.query(statement).then(
      () => undefined,
      (error: Error) => error.message,
    );
    const operations = readSql(statement, parser, (range) => ({ file: 'statement.sql', range }));
    const applied = applyOperations(replayed, operations, context);
    const [problem] = applied.problems;
    if (refused !== undefined) {
      // It has left everything as it was.
      if (problem === undefined) found.push({ statement, found: [`only the server refused: ${refused}`] });
      continue;
    }
    const { snapshot: live } = await session.read();
    const lines = differences(applied.snapshot, live, expressions);
    if (problem !== undefined) lines.unshift(`only replay refused: ${problem.message}`);
    for (const operation of operations) {
      if (operation.kind === 'setSearchPath') context = { ...context, searchPath: operation.schemas };
    }
    if (lines.length > 0) found.push({ statement, found: lines });
    replayed = lines.length > 0 ? live : applied.snapshot;
  }
  return found;
}

export function statementsOf(script: string): readonly string[] {
  return splitSql(script).map(({ range }) => script.slice(range.start, range.end));
}

/** PostgreSQL prints these in words of its own; that they are there is compared all the same. */
function isKeptAsText(difference: Difference): boolean {
  if (difference.object === 'view' || difference.object === 'trigger') return true;
  return (
    difference.object === 'constraint' &&
    difference.kind === 'changed' &&
    difference.after.kind === 'exclusion'
  );
}

function differences(
  replayed: SchemaSnapshot,
  live: SchemaSnapshot,
  expressions: ExpressionComparer,
): string[] {
  const { differences: surely, notCompared } = diffSnapshots(replayed, live, {
    expressions,
    withoutRenames: true,
  });
  const perhaps = notCompared.filter(
    ({ difference, doubt }) => doubt !== 'spelling' || !isKeptAsText(difference),
  );
  return [
    ...surely.map((one) => JSON.stringify(one)),
    ...perhaps.map(({ difference, reason }) => `${reason} ${JSON.stringify(difference)}`),
  ];
}
