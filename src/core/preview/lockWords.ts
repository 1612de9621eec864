/** What a lock on a table means for everybody else, in words. */
import type { LockMode } from './locks/impact.ts';

/**
 * Who waits as long as it is held.
 *
 * @see https://www.postgresql.org/docs/current/explicit-locking.html#TABLE-LOCK-COMPATIBILITY
 */
export function lockMeaning(mode: LockMode): string {
  switch (mode) {
    case 'ACCESS EXCLUSIVE':
      return 'reads and writes wait';
    case 'EXCLUSIVE':
    case 'SHARE ROW EXCLUSIVE':
    case 'SHARE':
      return 'writes wait, reads go on';
    default:
      return 'reads and writes go on';
  }
}

/** How much a lock hurts: for colours and badges. */
export function lockWeight(mode: LockMode): 'blocksAll' | 'blocksWrites' | 'light' {
  if (mode === 'ACCESS EXCLUSIVE') return 'blocksAll';
  return lockMeaning(mode) === 'writes wait, reads go on' ? 'blocksWrites' : 'light';
}
