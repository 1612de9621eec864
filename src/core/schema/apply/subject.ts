/** What an operation is about: the object that is not known afterwards if the operation would fail. */
import type { MigrationOperation, Step } from '../../migration/operations/operation.ts';
import { changesNothing } from '../../sql/affected.ts';
import type { ObjectName } from '../name.ts';
import type { Affected } from '../snapshot.ts';
import type { Draft } from './draft.ts';
import { candidates, creationName, find } from './resolve.ts';

interface Written {
  readonly kind: Affected['kind'];
  readonly name: ObjectName;
}

export function subjectOf(step: Step): Written | undefined {
  switch (step.kind) {
    case 'attachPartition':
    case 'detachPartition':
      return { kind: 'table', name: step.partition };
    case 'setSchema':
      return { kind: step.object, name: step.name };
    case 'createRoutine':
    case 'dropRoutine':
    case 'renameRoutine':
      return { kind: 'routine', name: step.name };
    case 'createSchema':
    case 'dropSchema':
    case 'renameSchema':
      return { kind: 'schema', name: { schema: '', name: step.schema } };
    case 'createExtension':
    case 'dropExtension':
      return { kind: 'extension', name: { schema: '', name: step.extension } };
    case 'dropIndex':
      return step.table === undefined ? undefined : { kind: 'table', name: step.table };
    default:
      if ('table' in step && step.table !== undefined) return { kind: 'table', name: step.table };
      if ('type' in step) return { kind: 'type', name: step.type };
      if ('sequence' in step) return { kind: 'sequence', name: step.sequence };
      if ('view' in step) return { kind: 'view', name: step.view };
      return undefined;
  }
}

/** Whether an operation may find something else than the draft has. */
export function isUnsure(draft: Draft, operation: MigrationOperation): boolean {
  const subject = subjectOf(operation);
  if (subject === undefined)
    return operation.kind === 'opaque' || (operation.kind === 'conditional' && !changesNothing(operation));
  const { kind, name } = subject;
  return candidates(draft, name).some((one) => {
    if (draft.unsure({ kind, name: one }) !== undefined) return true;
    if (kind !== 'table') return false;
    return partKinds.some((part) => draft.unsure({ kind, name: one, part: { kind: part } }) !== undefined);
  });
}

const partKinds = ['column', 'constraint', 'index', 'trigger', 'policy'] as const;

/** With the schema in which it is, or in which it would be made. */
export function located(draft: Draft, { kind, name }: Written): Affected['name'] {
  if (kind === 'schema' || kind === 'extension') return { schema: '', name: name.name };
  const found =
    kind === 'table'
      ? find(draft, draft.tables, name)
      : kind === 'view'
        ? find(draft, draft.views, name)
        : kind === 'sequence'
          ? find(draft, draft.sequences, name)
          : kind === 'type'
            ? find(draft, draft.types, name)
            : undefined;
  return found?.name ?? creationName(draft, name);
}
