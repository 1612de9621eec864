/** An enum as the models list it, and as a database has it: as an ordered list of labels. */
import type { EnumType } from '../../schema/snapshot.ts';
import { type Compared, type Disagreement, subjectOf } from './disagreement.ts';

/** Two versions of an enum → what was found. */
export type EnumMemo = WeakMap<EnumType, WeakMap<EnumType, Compared>>;

export function compareLabelsOnce(model: EnumType, database: EnumType, memo: EnumMemo): Compared {
  const known = memo.get(model) ?? new WeakMap<EnumType, Compared>();
  memo.set(model, known);
  const found = known.get(database) ?? { disagreements: compareLabels(model, database), unclear: [] };
  known.set(database, found);
  return found;
}

function compareLabels(model: EnumType, database: EnumType): readonly Disagreement[] {
  const [wanted, there] = [new Set(model.labels), new Set(database.labels)];
  const missing = model.labels.filter((label) => !there.has(label));
  const surplus = database.labels.filter((label) => !wanted.has(label));
  const [order, orderThere] = [
    model.labels.filter((label) => there.has(label)),
    database.labels.filter((label) => wanted.has(label)),
  ];
  const about = (part: string) => subjectOf('label', { object: 'label', of: model.name, part }, []);
  return [
    ...missing.map(
      (label): Disagreement => ({
        ...about(label),
        kind: 'enum-label-missing',
        model: quoted([label]),
        database: undefined,
      }),
    ),
    ...surplus.map(
      (label): Disagreement => ({
        ...about(label),
        kind: 'enum-label-surplus',
        model: undefined,
        database: quoted([label]),
      }),
    ),
    ...(order.every((label, at) => label === orderThere[at]) ? [] : [otherOrder(model, order, orderThere)]),
  ];
}

function otherOrder({ name }: EnumType, model: readonly string[], database: readonly string[]): Disagreement {
  return {
    ...subjectOf('label order', { object: 'type', of: name }, []),
    kind: 'enum-label-order',
    model: quoted(model),
    database: quoted(database),
  };
}

const quoted = (labels: readonly string[]): string => labels.map((label) => `'${label}'`).join(', ');
