/** Which locks on a table exclude each other. */
import type { LockMode } from './impact.ts';

/** @see https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES */
const conflicting: Readonly<Record<LockMode, ReadonlySet<LockMode>>> = {
  'ACCESS SHARE': new Set(['ACCESS EXCLUSIVE']),
  'ROW SHARE': new Set(['EXCLUSIVE', 'ACCESS EXCLUSIVE']),
  'ROW EXCLUSIVE': new Set(['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE']),
  'SHARE UPDATE EXCLUSIVE': new Set([
    'SHARE UPDATE EXCLUSIVE',
    'SHARE',
    'SHARE ROW EXCLUSIVE',
    'EXCLUSIVE',
    'ACCESS EXCLUSIVE',
  ]),
  SHARE: new Set([
    'ROW EXCLUSIVE',
    'SHARE UPDATE EXCLUSIVE',
    'SHARE ROW EXCLUSIVE',
    'EXCLUSIVE',
    'ACCESS EXCLUSIVE',
  ]),
  'SHARE ROW EXCLUSIVE': new Set([
    'ROW EXCLUSIVE',
    'SHARE UPDATE EXCLUSIVE',
    'SHARE',
    'SHARE ROW EXCLUSIVE',
    'EXCLUSIVE',
    'ACCESS EXCLUSIVE',
  ]),
  EXCLUSIVE: new Set([
    'ROW SHARE',
    'ROW EXCLUSIVE',
    'SHARE UPDATE EXCLUSIVE',
    'SHARE',
    'SHARE ROW EXCLUSIVE',
    'EXCLUSIVE',
    'ACCESS EXCLUSIVE',
  ]),
  'ACCESS EXCLUSIVE': new Set([
    'ACCESS SHARE',
    'ROW SHARE',
    'ROW EXCLUSIVE',
    'SHARE UPDATE EXCLUSIVE',
    'SHARE',
    'SHARE ROW EXCLUSIVE',
    'EXCLUSIVE',
    'ACCESS EXCLUSIVE',
  ]),
};

/** Whether one has to wait for the other. */
export function conflicts(a: LockMode, b: LockMode): boolean {
  return conflicting[a].has(b);
}

/** What of a table waits while a lock of this mode is held, or is waited for; `undefined`: nothing of the daily work. */
export function stalledBy(mode: LockMode): string | undefined {
  if (conflicts(mode, 'ACCESS SHARE')) return 'all reads and writes';
  if (conflicts(mode, 'ROW EXCLUSIVE')) return 'all writes';
  return undefined;
}
