/** Findings without a model's file, for what is made from schemas alone. */
import type { FindingKind, ModelFinding } from '../../src/core/models/check/modelFinding.ts';

/** What is wrong: `type-mismatch column users.id`, `missing-table table users`. */
export type Wrong = readonly [
  kind: FindingKind,
  object: 'table' | 'column' | 'constraint' | 'index' | 'label' | 'type',
  name: string,
  part?: string,
  database?: string,
  /** No model has it. */
  isSurplus?: true,
];

/** @param drifted Only the environment `production` left what the migrations say. */
export function finding(
  [kind, object, name, part, database, isSurplus]: Wrong,
  drifted = false,
): ModelFinding {
  const [own = '', schema = 'public'] = name.split('@');
  return {
    kind,
    severity: 'error',
    object: { object, of: { schema, name: own }, ...(part !== undefined && { part }) },
    location: undefined,
    model: isSurplus === true || kind.includes('surplus') ? undefined : 'as the model says',
    places: [
      {
        environment: drifted ? 'production' : undefined,
        protected: false,
        database,
        reason: drifted ? { kind: 'drifted' } : { kind: 'unmigrated' },
      },
    ],
    fingerprint: 'f',
  };
}
