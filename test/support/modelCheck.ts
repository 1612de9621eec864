/** Models, migrations and databases that are written in SQL, held against each other: a line for each finding. */
import type { IgnoreRule } from '../../src/core/drift/ignoreRules.ts';
import { ignoring } from '../../src/core/drift/ignoreRules.ts';
import { type CheckMemo, createCheckMemo } from '../../src/core/models/check/checkMemo.ts';
import {
  type CheckedEnvironment,
  checkModels,
  type ModelCheckInput,
} from '../../src/core/models/check/checkModels.ts';
import { findingText } from '../../src/core/models/check/findingWords.ts';
import type { ModelReport } from '../../src/core/models/check/modelFinding.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import type { SqlParser } from '../../src/core/sql/sqlParser.ts';
import { modelsOf, pointedAt, type WrittenModels } from './modelSql.ts';
import { type Chain, schemaOf } from './sqlChain.ts';

export interface Checked {
  readonly report: ModelReport;
  /** `error type-mismatch at character varying(36): users.id is …`. */
  readonly lines: readonly string[];
}

export interface Written {
  /** As `create_all` would make them. */
  readonly models: string | WrittenModels;
  readonly chain: Chain;
  /** Name → what the database has beyond its stamp, and the stamp; `*` behind a name: it is protected. */
  readonly environments?: Readonly<Record<string, DatabaseAt>>;
  readonly ignore?: readonly IgnoreRule[];
}

export interface DatabaseAt {
  /** `undefined`: its version table could not be read. */
  readonly stamped: string | undefined;
  /** Statements that nobody recorded, on top of the stamp. */
  readonly changed?: string;
  readonly live?: SchemaSnapshot;
}

export function check(
  { models, chain, environments = {}, ignore = [] }: Written,
  parser: SqlParser,
  more: Partial<ModelCheckInput> = {},
  memo: CheckMemo = createCheckMemo(),
): Checked {
  const written = typeof models === 'string' ? modelsOf(models, parser) : models;
  const { timeline, effects, heads, scope, expressions, operationsOf } = chain.input(
    chain.timeline.snapshotAt([]),
    [],
  );
  const report = checkModels({
    models: written.models,
    migrations: { timeline, effects, heads, managed: scope.managed ?? new Set(), operationsOf },
    environments: Object.entries(environments).map(([name, one]) => environmentOf(name, one, chain, parser)),
    expressions,
    ignore: ignoring(ignore, [{ name: 'alembic_version' }]),
    severities: [],
    baseline: new Set(),
    textOf: () => written.text,
    memo,
    ...more,
  });
  const lines = report.findings.map(
    (one) => `${one.severity} ${one.kind} at ${pointedAt(written.text, one.location)}: ${findingText(one)}`,
  );
  return { report, lines };
}

function environmentOf(
  name: string,
  { stamped, changed, live }: DatabaseAt,
  chain: Chain,
  parser: SqlParser,
): CheckedEnvironment {
  const below = stamped === undefined ? undefined : chain.timeline.snapshotAt([stamped]);
  const { applied } = chain.input(
    chain.timeline.snapshotAt([]),
    stamped === undefined ? undefined : [stamped],
  );
  return {
    name: name.replace('*', ''),
    protected: name.endsWith('*'),
    live: live ?? schemaOf(changed ?? 'select 1', parser, below),
    stamped: stamped === undefined ? undefined : [stamped],
    applied,
  };
}
