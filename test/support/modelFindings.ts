/** Findings without a model's file, for what is made from schemas alone. */
import type { FindingKind, ModelFinding } from '../../src/core/models/check/modelFinding.ts';

/** What is wrong: `type-mismatch column users.id`, `missing-table table users`. */
export type Wrong = readonly [
  kind: FindingKind,
  object: 'table' | 'column' | 'constraint' | 'index' | 'label',
  name: string,
  part?: string,
  database?: string,
];

/** @param drifted Only the environment `production` left what the migrations say. */
export function finding([kind, object, name, part, database]: Wrong, drifted = false): ModelFinding {
  const [own = '', schema = 'public'] = name.split('@');
  return {
    kind,
    severity: 'error',
    object: { object, of: { schema, name: own }, ...(part !== undefined && { part }) },
    location: undefined,
    model: 'as the model says',
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
