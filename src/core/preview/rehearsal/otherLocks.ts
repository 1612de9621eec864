/** Where a rehearsal saw other locks on tables than were told. */
import { nameKey } from '../../schema/name.ts';
import { type LockMode, lockModes, type RelationLock } from '../locks/impact.ts';
import type { RunPreview } from '../runPreview.ts';

/** What it saw, by {@link placeKey}. */
export type OtherLocks = ReadonlyMap<string, readonly RelationLock[]>;

export const placeKey = (revision: string, index: number): string => `${revision}\0${index}`;

/** A statement does not take what its transaction has at least as strong. */
export function otherLocks({ revisions, transactions, rehearsal }: RunPreview): OtherLocks {
  const byId = new Map(revisions.map((one) => [one.revision, one]));
  const found = new Map<string, readonly RelationLock[]>();
  const held = new Map<string, LockMode>();
  const isNew = ({ kind, relation, mode }: RelationLock): boolean => {
    const has = held.get(nameKey(relation));
    return kind === 'table' && (has === undefined || lockModes.indexOf(mode) > lockModes.indexOf(has));
  };
  let last: string | undefined;
  for (const { revision, index, locks } of rehearsal?.statements ?? []) {
    if (locks === undefined || (transactions === 'revision' && revision !== last)) held.clear();
    last = revision;
    const seen = (locks ?? []).filter(isNew);
    const told = index === undefined ? undefined : byId.get(revision)?.statements[index]?.impact.locks;
    const isOther = told !== undefined && textOf(seen) !== textOf(told.filter(isNew));
    if (index !== undefined && locks !== undefined && isOther) found.set(placeKey(revision, index), seen);
    for (const { relation, mode } of seen) held.set(nameKey(relation), mode);
  }
  return found;
}

const textOf = (locks: readonly RelationLock[]): string =>
  locks
    .map(({ mode, relation }) => `${mode} ${nameKey(relation)}`)
    .sort()
    .join();
