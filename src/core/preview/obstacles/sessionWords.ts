/** Sessions and times in words. */
import type { ActiveSession } from './activity.ts';

/** `Session 4711 (app, billing-worker), running UPDATE,`. */
export function who({ pid, user, application, command, state }: ActiveSession): string {
  const names = [user, application].filter((one) => one !== undefined && one !== '');
  const running = state === 'active' && command !== undefined ? `, running ${command},` : '';
  return `Session ${pid}${names.length === 0 ? '' : ` (${names.join(', ')})`}${running}`;
}

const units: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** `12 minutes`, `3 days`: the largest unit of which there are two. */
export function sinceText(seconds: number): string {
  const [size, name] = units.find(([unit]) => seconds >= 2 * unit) ?? [1, 'second'];
  const count = Math.max(1, Math.floor(seconds / size));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
