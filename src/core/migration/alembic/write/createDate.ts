/** The time that a new revision bears, as Python's `datetime` has it. */
import type { Moment } from './revisionWriting.ts';
import type { TemplateValue } from './template.ts';

export interface CreateDate {
  readonly epoch: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** As `str(datetime)` writes it. */
  readonly text: string;
}

/**
 * @param zone The option `timezone`; `undefined`: local time, and no offset is written.
 * @returns `undefined` for a zone that nobody knows.
 */
export function createDateOf(
  { epochMs, offsetMinutes }: Moment,
  zone: string | undefined,
): CreateDate | undefined {
  const offset = zone === undefined ? offsetMinutes : offsetIn(zone, epochMs);
  if (offset === undefined) return undefined;
  const local = new Date(epochMs + offset * 60_000);
  const date = {
    epoch: Math.floor(epochMs / 1000),
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
  };
  const milliseconds = local.getUTCMilliseconds();
  const fraction = milliseconds === 0 ? '' : `.${padded(milliseconds, 3)}000`;
  const text = `${local.toISOString().slice(0, 19).replace('T', ' ')}${fraction}`;
  return { ...date, text: zone === undefined ? text : `${text}${offsetText(offset)}` };
}

export function createDateValue({ text, ...numbers }: CreateDate): TemplateValue {
  const attributes = Object.entries(numbers).map(([name, number]) => [name, String(number)] as const);
  return { text, attributes: Object.fromEntries(attributes) };
}

/** How far a zone is ahead of UTC at a moment, in minutes. Alembic tries a name in capitals where it is not known. */
function offsetIn(zone: string, epochMs: number): number | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
      .formatToParts(epochMs)
      .find(({ type }) => type === 'timeZoneName')?.value;
    const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(parts ?? '') ?? [];
    const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
    return sign === '-' ? -size : size;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function offsetText(offset: number): string {
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${padded(Math.floor(size / 60), 2)}:${padded(size % 60, 2)}`;
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}
