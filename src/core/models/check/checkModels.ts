/**
 * Compares the models (M) with the migrations at their heads (H) and with every database (L), and says of each
 * disagreement once where it is, and why.
 *
 * What one of the sides is not sure of is not compared, and said so. Suppression and severities are applied here, so
 * that editor and command line tell the same.
 */
import type { ObjectRef } from '../../drift/objectRef.ts';
import type { ExpressionComparer } from '../../schema/expression.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { ModelSchema } from '../modelSchema.ts';
import { CheckedPlace } from './checkedPlace.ts';
import type { CheckMemo } from './checkMemo.ts';
import { collect } from './collect.ts';
import { foreignKeyTypes } from './foreignKeyTypes.ts';
import type { ModelFinding, ModelReport } from './modelFinding.ts';
import { indexOf } from './modelIndex.ts';
import { countsOf, notComparedOf } from './notCompared.ts';
import type { Migrations } from './reasons.ts';
import type { SeverityRule } from './severity.ts';
import { toFinding } from './toFinding.ts';

export interface ModelCheckInput {
  readonly models: ModelSchema;
  /** In which the models name what they name without a schema; absent: `public`. */
  readonly schema?: string;
  readonly migrations: Migrations;
  readonly environments: readonly CheckedEnvironment[];
  readonly expressions: ExpressionComparer;
  /** Other projects and what they manage; see `Scope`. */
  readonly others?: readonly { readonly project: string; readonly managed: ReadonlySet<string> }[];
  /** The rule that ignores an object, for people. */
  readonly ignore?: (object: ObjectRef) => string | undefined;
  readonly severities: readonly SeverityRule[];
  /** Fingerprints of findings that are known and left for later. */
  readonly baseline: ReadonlySet<string>;
  /** Of the models' files, as they were read: comments in them suppress findings. */
  readonly textOf: (file: string) => string | undefined;
  readonly memo: CheckMemo;
}

/** A database that was read. */
export interface CheckedEnvironment {
  readonly name: string;
  readonly protected: boolean;
  readonly live: SchemaSnapshot;
  /** The recorded revisions that the chain knows; `undefined`: the version table could not be read. */
  readonly stamped: readonly string[] | undefined;
  /** Those and all that count as applied with them. */
  readonly applied: readonly string[];
  /** Where its migrations create what they name without a schema; absent: as everywhere. */
  readonly schema?: string;
  /** Replayed for that schema; absent: as everywhere. */
  readonly migrations?: Migrations;
}

export function checkModels(input: ModelCheckInput): ModelReport {
  const { models, environments } = input;
  const index = indexOf(models);
  const head = CheckedPlace.afterAllMigrations(input, index);
  const places = [
    ...environments.filter((one) => one.protected),
    ...environments.filter((one) => !one.protected),
  ].map((environment) => CheckedPlace.ofEnvironment(environment, head, input, index));
  const { disputes, doubts } = collect([...places, head], input);
  const findings: ModelFinding[] = [];
  const suppressed: ModelFinding[] = [];
  const wrongKeys = foreignKeyTypes(models, index.unmanaged, input.memo.keyTypes).map((subject) => ({
    subject,
    at: [],
  }));
  for (const dispute of [...disputes, ...wrongKeys]) {
    const made = toFinding(dispute, places, input, index);
    if (made !== undefined) (made.suppressed ? suppressed : findings).push(made.finding);
  }
  return {
    tables: models.tables.filter(({ managed }) => managed).map(({ name, location }) => ({ name, location })),
    findings: inReadingOrder(findings),
    notCompared: notComparedOf(doubts, input, index),
    suppressed: inReadingOrder(suppressed),
    counts: countsOf(input, index),
  };
}

/** By file and place; what no model says comes last. */
function inReadingOrder(findings: readonly ModelFinding[]): readonly ModelFinding[] {
  const key = ({ location }: ModelFinding) => location?.file ?? '\uffff';
  const start = ({ location }: ModelFinding) => location?.range?.start ?? 0;
  return [...findings].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left === right ? start(a) - start(b) : left < right ? -1 : 1;
  });
}
