/** CREATE TYPE knows no IF NOT EXISTS: SQLAlchemy looks before it makes an enum type, or leaves it to the server. */
import type { MigrationOperation } from '../../migration/operations/operation.ts';
import { holds } from '../../schema/apply/condition.ts';
import type { Draft } from '../../schema/apply/draft.ts';
import { conditionReasons } from './conditionWords.ts';

export interface EnumStep {
  /** `undefined`: no statement is run. */
  readonly operation: MigrationOperation | undefined;
  /** Why nobody can tell whether it runs. */
  readonly doubts: readonly string[];
}

/** Any other operation as it is. @param madeTypes Grows by what is made with a table. */
export function enumStep(
  operation: MigrationOperation,
  { draft, madeTypes }: { readonly draft: Draft; readonly madeTypes: Set<string> },
): EnumStep {
  if (operation.kind !== 'createEnum') return { operation, doubts: [] };
  const { ifNotExists, withTable, ...plain } = operation;
  if (withTable) {
    const key = `${operation.type.schema ?? ''}\0${operation.type.name}`;
    const isMade = madeTypes.has(key);
    madeTypes.add(key);
    return { operation: isMade ? undefined : plain, doubts: [] };
  }
  if (!ifNotExists) return { operation, doubts: [] };
  const condition = { kind: 'typeExists', name: operation.type } as const;
  const exists = holds(draft, condition);
  if (exists === true) return { operation: undefined, doubts: [] };
  if (exists === false) return { operation: plain, doubts: [] };
  // What is known stays as if it were looked for.
  return { operation, doubts: conditionReasons(condition, false) };
}
