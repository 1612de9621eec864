/** CREATE, ALTER, DROP and RENAME SEQUENCE. */

import type { SequenceOptions } from '../../migration/operations/definitions.ts';
import type { SequenceStep } from '../../migration/operations/operation.ts';
import { nameKey } from '../name.ts';
import type { Sequence } from '../snapshot.ts';
import { carryName } from './carryName.ts';
import type { Draft } from './draft.ts';
import { dropSequence } from './drop.ts';
import {
  columnOf,
  creationName,
  requireFreeRelation,
  requireSchema,
  sequenceOf,
  tableOf,
} from './resolve.ts';
import { changedSequence, newSequence } from './sequenceParts.ts';
import { settle } from './settle.ts';

type Step<K extends SequenceStep['kind']> = Extract<SequenceStep, { readonly kind: K }>;

export function applyCreateSequence(draft: Draft, operation: Step<'createSequence'>): void {
  if (operation.temporary) return;
  const name = creationName(draft, operation.sequence);
  requireSchema(draft, name.schema);
  const unsure = draft.unsure({ kind: 'sequence', name }) !== undefined;
  if (operation.ifNotExists && draft.taken.hasRelation(name.schema, name.name)) return;
  if (draft.sequences.has(nameKey(name)) && unsure) draft.sequences.set(nameKey(name), undefined);
  requireFreeRelation(draft, 'sequence', name);
  draft.setSequence(withOwner(draft, newSequence(name, operation.options), operation.options));
  if (!operation.ifNotExists) settle(draft, { kind: 'sequence', name });
}

function withOwner(draft: Draft, sequence: Sequence, { ownedBy }: SequenceOptions): Sequence {
  if (ownedBy === undefined) return sequence;
  const { ownedBy: _, ...free } = sequence;
  const table = ownedBy === null ? undefined : tableOf(draft, ownedBy.table);
  if (ownedBy === null || table === undefined) return free;
  columnOf(draft, table, ownedBy.column);
  return { ...free, ownedBy: { table: table.name, column: ownedBy.column } };
}

export function applyAlterSequence(draft: Draft, operation: Step<'alterSequence'>): void {
  const sequence = sequenceOf(draft, operation.sequence, operation);
  if (sequence === undefined) return;
  draft.setSequence(withOwner(draft, changedSequence(sequence, operation.options), operation.options));
}

export function applyDropSequence(draft: Draft, operation: Step<'dropSequence'>): void {
  const sequence = sequenceOf(draft, operation.sequence, operation);
  if (sequence === undefined)
    settle(draft, { kind: 'sequence', name: creationName(draft, operation.sequence) });
  else dropSequence(draft, sequence, { cascade: operation.cascade ?? false });
}

export function applyRenameSequence(draft: Draft, operation: Step<'renameSequence'>): void {
  const sequence = sequenceOf(draft, operation.sequence);
  if (sequence === undefined) return;
  const to = { schema: sequence.name.schema, name: operation.newName };
  requireFreeRelation(draft, 'sequence', to);
  carryName(draft, 'sequence', sequence.name, to);
}
