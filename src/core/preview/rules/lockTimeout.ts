/** How long statements wait for a lock, as a script sets it. */
import type { PlannedStatement } from '../plan/plannedRun.ts';
import { bareSql } from './ruleTools.ts';

export interface LockTimeout {
  /** 0: without end. `undefined`: only the run would tell. */
  readonly ms: number | undefined;
  /** Ends with its transaction. */
  readonly isLocal: boolean;
}

/** `undefined` where a statement says nothing about it. What `set_config` is told is not looked at. */
export function lockTimeoutOf(statement: PlannedStatement): LockTimeout | undefined {
  const bare = bareSql(statement);
  if (/\bSET_CONFIG ?\(/.test(bare)) return { ms: undefined, isLocal: false };
  if (/^RESET (?:LOCK_TIMEOUT|ALL)\b/.test(bare)) return { ms: 0, isLocal: false };
  const isLocal = bare.startsWith('SET LOCAL ');
  if (!/^SET (?:LOCAL |SESSION )?LOCK_TIMEOUT\b/.test(bare)) return undefined;
  const { text } = statement;
  const value = text.kind === 'sql' ? /\block_timeout\s*(?:=|\bto\b)\s*(.*?)\s*$/is.exec(text.sql)?.[1] : '';
  return { ms: value === undefined ? undefined : milliseconds(value), isLocal };
}

const units: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A bare number is milliseconds. DEFAULT is what the role or the connection has: taken for none. */
function milliseconds(value: string): number | undefined {
  if (/^default$/i.test(value)) return 0;
  const [, number, unit = 'ms'] = /^'?\s*(\d+(?:\.\d+)?)\s*([a-z]+)?\s*'?$/i.exec(value) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
