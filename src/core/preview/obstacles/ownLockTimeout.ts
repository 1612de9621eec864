/** Which statements of a run wait for their locks without a limit that the scripts themselves have set before. */
import { lockTimeoutOf } from '../lockTimeout.ts';
import type { LockingStatement } from './lockWaits.ts';

/** A statement with its SQL, where that is known. */
export type TimedStatement = LockingStatement & { readonly sql?: string };

/** What a transaction has set ends with it; where nobody knows how far one reaches, with the revision. */
export function withoutOwnTimeout(
  run: readonly TimedStatement[],
  isOneTransaction: boolean,
): readonly TimedStatement[] {
  let session = false;
  let local: { readonly in: string; readonly set: boolean } | undefined;
  return run.filter((one) => {
    const within = `${one.transaction}\0${isOneTransaction ? '' : one.revision}`;
    const setting = lockTimeoutOf(one.sql ?? '');
    const isLimit = setting?.ms !== 0 && setting?.ms !== 'usual';
    if (setting?.isLocal === true) local = { in: within, set: isLimit };
    if (setting?.isLocal === false) [session, local] = [isLimit, undefined];
    return !(local?.in === within ? local.set : session);
  });
}
