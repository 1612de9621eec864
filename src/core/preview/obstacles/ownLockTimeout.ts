/** Which statements of a run wait for their locks without a limit that the scripts themselves have set before. */
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
    const setting = settingIn(one.sql ?? '');
    if (setting?.scope === 'transaction') local = { in: within, set: setting.isLimit };
    if (setting?.scope === 'session') [session, local] = [setting.isLimit, undefined];
    return !(local?.in === within ? local.set : session);
  });
}

interface TimeoutSetting {
  readonly scope: 'session' | 'transaction';
  readonly isLimit: boolean;
}

/** @see https://www.postgresql.org/docs/current/sql-set.html */
function settingIn(sql: string): TimeoutSetting | undefined {
  const bare = sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').trim();
  const [, scope, value] =
    /^SET\s+(LOCAL\s+|SESSION\s+)?lock_timeout\s*(?:=|\sTO\s)\s*(.+?)\s*;?$/i.exec(bare) ?? [];
  if (value !== undefined) return { scope: scopeOf(/LOCAL/i.test(scope ?? '')), isLimit: isLimit(value) };
  const [, configured, isLocal] =
    /^SELECT\s+(?:pg_catalog\.)?set_config\s*\(\s*'lock_timeout'\s*,\s*('[^']*')\s*,\s*(true|false)\s*\)\s*;?$/i.exec(
      bare,
    ) ?? [];
  if (configured !== undefined)
    return { scope: scopeOf(isLocal?.toLowerCase() === 'true'), isLimit: isLimit(configured) };
  return /^(?:RESET\s+(?:lock_timeout|ALL)|DISCARD\s+ALL)\s*;?$/i.test(bare)
    ? { scope: 'session', isLimit: false }
    : undefined;
}

const scopeOf = (isLocal: boolean): TimeoutSetting['scope'] => (isLocal ? 'transaction' : 'session');

/** `0` is none, and so may be the default. */
const isLimit = (value: string): boolean => !/^'?\s*(?:0+\s*\w*|default)\s*'?$/i.test(value);
