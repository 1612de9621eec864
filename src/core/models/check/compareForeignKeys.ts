/** Foreign keys: by their columns, what these point at, and what happens when that is deleted or changed. */
import type { ForeignKey } from '../../schema/constraint.ts';
import { displayName, nameKey, type QualifiedName } from '../../schema/name.ts';
import type { Table } from '../../schema/snapshot.ts';
import type { Subject } from './disagreement.ts';
import { inModels } from './schemaNames.ts';
import { disagree, hasAllColumns, type PartsContext, partSubject, sameColumnSet } from './tableParts.ts';
import { columnList } from './typeWords.ts';

export function compareForeignKeys(context: PartsContext): void {
  const { model, database } = context;
  const [wanted, all] = [foreignKeysOf(model), foreignKeysOf(database)];
  const there = all.filter(({ notEnforced }) => notEnforced !== true);
  for (const key of wanted) {
    if (!hasAllColumns(database, key.columns)) continue;
    const others = there.filter(({ columns }) => sameColumnSet(columns, key.columns));
    const same = others.find((one) => target(one, context) === target(key));
    if (same === undefined) otherTarget(key, others, context);
    else if (actionWords(same) !== actionWords(key)) otherActions(key, same, context);
  }
  for (const key of there)
    if (
      hasAllColumns(model, key.columns) &&
      !wanted.some(({ columns }) => sameColumnSet(columns, key.columns))
    )
      disagree(
        context,
        subject(key, context),
        'foreign-key',
        { database: words(key, context) },
        'information',
      );
}

export const foreignKeysOf = ({ constraints }: Table): readonly ForeignKey[] =>
  constraints.filter((one) => one.kind === 'foreignKey');

function otherTarget(key: ForeignKey, others: readonly ForeignKey[], context: PartsContext): void {
  const [other] = others;
  const sides = { model: words(key), database: other && words(other, context) };
  disagree(context, subject(key, context), 'foreign-key', sides, other === undefined ? undefined : 'error');
}

function otherActions(key: ForeignKey, other: ForeignKey, context: PartsContext): void {
  const sides = { model: actionWords(key), database: actionWords(other) };
  disagree(context, subject(key, context), 'foreign-key', sides);
}

/** One for all keys of the same columns that point at the same table. */
function subject(key: ForeignKey, { model, schemas }: PartsContext): Subject {
  const part = { object: 'constraint', name: key.name, columns: key.columns } as const;
  const isOfModel = model.constraints.includes(key);
  const of = isOfModel ? key.references : inModels(key.references, schemas);
  const structure = [...[...key.columns].sort(), nameKey(of)].join('\0');
  return {
    ...partSubject('foreign key', model, part, structure),
    refersTo: { of, columns: key.referencedColumns },
  };
}

/** The columns side by side, in any order. */
function target(key: ForeignKey, context?: PartsContext): string {
  const pairs = key.columns.map((column, at) => `${column}\0${key.referencedColumns[at] ?? ''}`).sort();
  return [nameKey(referenced(key, context)), ...pairs].join('\0');
}

/** @param context Where the key is the database's. */
function referenced({ references }: ForeignKey, context: PartsContext | undefined): QualifiedName {
  return context === undefined ? references : inModels(references, context.schemas);
}

const words = (key: ForeignKey, context?: PartsContext): string =>
  `${columnList(key.columns)} → ${displayName(referenced(key, context))}${columnList(key.referencedColumns)}`;

/** NO ACTION is what happens when nothing is said. */
function actionWords({ onDelete, onDeleteColumns, onUpdate, deferrable }: ForeignKey): string {
  const columns = onDeleteColumns === undefined ? '' : ` ${columnList(onDeleteColumns)}`;
  return [
    `ON DELETE ${(onDelete ?? 'no action').toUpperCase()}${columns}`,
    ...(onUpdate === undefined ? [] : [`ON UPDATE ${onUpdate.toUpperCase()}`]),
    ...(deferrable === undefined ? [] : [deferrable === 'deferred' ? 'initially deferred' : 'deferrable']),
  ].join(', ');
}
