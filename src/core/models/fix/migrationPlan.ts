/**
 * What a migration has to do so that a database says what the model says about one finding. Only what no model knows is
 * dropped.
 *
 * A schema that the migrations themselves leave otherwise is changed from what they leave, and back to it. One that
 * only left its migrations is brought back, in ways that do nothing where all is well; there is nothing to take back.
 */

import { refText } from '../../drift/objectRef.ts';
import type { Change } from '../../migration/alembic/write/statement.ts';
import type { Writer } from '../../migration/alembic/write/writer.ts';
import { displayName, nameKey, type QualifiedName } from '../../schema/name.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import { typeWords } from '../check/typeWords.ts';
import { columnOf, tableAt } from './asModels.ts';
import type { FixContext, FixSide } from './fixContext.ts';
import { planRetype, planValue } from './planAlter.ts';
import { planAddColumn, planAddPart, planCreateTable, planLabels } from './planCreate.ts';
import { isInModel, planDropColumn, planDropPart, planDropTable } from './planDrop.ts';
import { planDropLabels, planSortLabels } from './planEnum.ts';

export interface MigrationPlan {
  /** In the imperative: `Change users.id to uuid`. */
  readonly message: string;
  readonly change: Change;
  /** The table or type that it is about: tells which of several branches it belongs to. */
  readonly about: { readonly kind: 'table' | 'type'; readonly name: QualifiedName };
}

/** The schema that is changed, and where that is. */
export interface Start extends FixSide {
  /** Only environments left what the migrations say, which is what the model says. */
  readonly isRepair: boolean;
  /** Some environment has it already, so that what creates it has to look first. */
  readonly mayBeThere: boolean;
}

export interface PlanContext extends FixContext {
  readonly start: Start;
  readonly writer: Writer;
}

/** @returns `undefined` where no migration is wanted, or none can be written. */
export function startOf(
  { places, agreeing = [] }: ModelFinding,
  { schemaOf }: FixContext,
): Start | undefined {
  const unmigrated = places.find(({ reason }) => reason.kind === 'unmigrated');
  const drifted = places.find(({ reason }) => reason.kind === 'drifted');
  if (unmigrated === undefined && drifted === undefined) return undefined;
  const side = schemaOf(unmigrated === undefined ? drifted?.environment : undefined);
  const isRepair = unmigrated === undefined;
  return side && { ...side, isRepair, mayBeThere: isRepair || agreeing.length > 0 };
}

export function planMigration(finding: ModelFinding, context: PlanContext): MigrationPlan | undefined {
  const { kind, object } = finding;
  switch (kind) {
    case 'type-mismatch':
    case 'column-too-narrow':
    case 'column-wider':
    case 'collation':
    case 'nullability':
    case 'default':
      return planColumn(finding, context);
    case 'missing-column':
      return tablePlan(finding, planAddColumn(finding, context), `Add ${refText(object)}`);
    case 'missing-table':
    case 'unmigrated-table': {
      const created = planCreateTable(finding, context);
      const names = created?.tables.map(displayName).join(', ') ?? '';
      return tablePlan(finding, created?.change, `Create ${names}`);
    }
    case 'foreign-key':
    case 'unique':
    case 'index':
    case 'primary-key': {
      if (finding.model === undefined && !isInModel(finding, context))
        return tablePlan(finding, planDropPart(finding, context), `Drop ${refText(object)}`);
      const verb = finding.places.some(({ database }) => database !== undefined) ? 'Change' : 'Create';
      return tablePlan(finding, planAddPart(finding, context), `${verb} ${refText(object)}`);
    }
    case 'surplus-column':
      return tablePlan(finding, planDropColumn(finding, context), `Drop ${refText(object)}`);
    case 'surplus-table':
      return tablePlan(finding, planDropTable(finding, context), `Drop ${refText(object)}`);
    case 'enum-label-missing':
      return labelPlan(finding, 'Add', 'to', planLabels(finding, context));
    case 'enum-label-surplus':
      return labelPlan(finding, 'Drop', 'from', planDropLabels(finding, context));
    case 'enum-label-order': {
      const name = displayName(object.of);
      const change = planSortLabels(finding, context);
      const about = { kind: 'type', name: object.of } as const;
      return change && { message: `Sort the labels of ${name} as the model does`, change, about };
    }
    default:
      return undefined;
  }
}

function planColumn(finding: ModelFinding, context: PlanContext): MigrationPlan | undefined {
  const { kind, object } = finding;
  const { models, start } = context;
  const wanted = columnOf(models.snapshot.tables.get(nameKey(object.of)), object.part);
  if (wanted === undefined || columnOf(tableAt(start, object.of), object.part) === undefined)
    return undefined;
  const name = refText(object);
  if (kind === 'nullability') {
    const message = wanted.nullable ? `Allow NULL in ${name}` : `Make ${name} NOT NULL`;
    return tablePlan(finding, planValue(finding, context, 'nullable'), message);
  }
  if (kind === 'default') {
    const { default: value } = wanted;
    const message =
      value === undefined ? `Take the default from ${name}` : `Give ${name} the default ${value}`;
    return tablePlan(finding, planValue(finding, context, 'default'), message);
  }
  const collation = kind === 'collation' ? ` COLLATE ${wanted.collation ?? '"default"'}` : '';
  const message = `Change ${name} to ${typeWords(wanted.type)}${collation}`;
  return tablePlan(finding, planRetype(finding, context), message);
}

function tablePlan(
  { object }: ModelFinding,
  change: Change | undefined,
  message: string,
): MigrationPlan | undefined {
  return change && { message, change, about: { kind: 'table', name: object.of } };
}

function labelPlan(
  { object: { of } }: ModelFinding,
  verb: string,
  preposition: string,
  plan: { readonly labels: readonly string[]; readonly change: Change } | undefined,
): MigrationPlan | undefined {
  const labels = plan?.labels.map((label) => `'${label}'`).join(', ') ?? '';
  const message = `${verb} ${labels} ${preposition} ${displayName(of)}`;
  return plan && { message, change: plan.change, about: { kind: 'type', name: of } };
}
