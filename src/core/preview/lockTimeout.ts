/** How long statements wait for a lock, as a script sets it. */

export interface LockTimeout {
  /** 0: without end. `usual`: what the role or the connection has. `unknown`: only the run would tell. */
  readonly ms: number | 'usual' | 'unknown';
  /** Ends with its transaction. */
  readonly isLocal: boolean;
}

/**
 * `undefined` where a statement says nothing about it.
 *
 * @see https://www.postgresql.org/docs/current/sql-set.html
 */
export function lockTimeoutOf(sql: string): LockTimeout | undefined {
  const bare = sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').replace(/[\s;]+$/, '');
  const [, scope, value] =
    /^\s*SET\s+(LOCAL\s+|SESSION\s+)?lock_timeout\s*(?:=|\sTO\s)\s*(.+)$/i.exec(bare) ?? [];
  if (value !== undefined) return { ms: timeOf(value), isLocal: /^LOCAL/i.test(scope ?? '') };
  if (/^\s*(?:RESET\s+(?:lock_timeout|ALL)|DISCARD\s+ALL)$/i.test(bare))
    return { ms: 'usual', isLocal: false };
  const [, name, rest = ''] = /\bset_config\s*\(\s*('[^']*')?(.*)/is.exec(bare) ?? [];
  if (/\bset_config\s*\(/i.test(bare) && (name === undefined || /^'lock_timeout'$/i.test(name))) {
    const [, configured, isLocal] = /^\s*,\s*('[^']*')\s*,\s*(true|false)\s*\)/i.exec(rest) ?? [];
    if (configured === undefined) return { ms: 'unknown', isLocal: false };
    return { ms: timeOf(configured), isLocal: /^true$/i.test(isLocal ?? '') };
  }
  return undefined;
}

const units: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A bare number is milliseconds. */
function timeOf(value: string): LockTimeout['ms'] {
  if (/^default$/i.test(value)) return 'usual';
  const [, number, unit = 'ms'] = /^'?\s*(\d+(?:\.\d+)?)\s*([a-z]+)?\s*'?$/i.exec(value) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined ? 'unknown' : Number(number) * factor;
}
