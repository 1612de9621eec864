/** Literals: when two of a type surely are one value, and when they surely are two. */
import type { SqlType } from '../../schema/type.ts';
import { plainNumber } from './term.ts';

export type Verdict = 'same' | 'different' | 'unclear';

const textTypes: ReadonlySet<string> = new Set([
  'text',
  'character varying',
  'character',
  'name',
  '"char"',
  'citext',
]);
const numberTypes: ReadonlySet<string> = new Set([
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'real',
  'double precision',
  'oid',
]);

export const isText = (type: SqlType): boolean =>
  type.kind === 'named' && !type.array && textTypes.has(type.name);
export const isNumber = (type: SqlType): boolean =>
  type.kind === 'named' && !type.array && numberTypes.has(type.name);

/** @param type What the literals are of; `undefined` where nothing says it. */
export function compareLiterals(a: string, b: string, type: SqlType | undefined): Verdict {
  if (a === b) return 'same';
  if (type === undefined) return looksSpecial(a) || looksSpecial(b) ? 'unclear' : 'different';
  if (type.kind === 'unresolved') return 'unclear';
  if (type.array) return compareArrays(a, b, { ...type, array: false });
  if (type.name === 'jsonpath') return plainPath(a) === plainPath(b) ? 'same' : 'unclear';
  if (textTypes.has(type.name)) return type.name === 'citext' ? 'unclear' : 'different';
  if (numberTypes.has(type.name)) return compareNumbers(a, b);
  const canonical = canonicalForms.get(type.name);
  if (canonical !== undefined) {
    const [left, right] = [canonical(a, type), canonical(b, type)];
    if (left === undefined || right === undefined) return 'unclear';
    return left === right ? 'same' : 'different';
  }
  // Labels of an enum, most likely; what else it may be, nobody here knows.
  return /^[A-Za-z_][\w -]*$/.test(a) && /^[A-Za-z_][\w -]*$/.test(b) && type.modifier === undefined
    ? 'different'
    : 'unclear';
}

function compareArrays(a: string, b: string, element: SqlType): Verdict {
  const [left, right] = [elementsIn(a), elementsIn(b)];
  if (left === undefined || right === undefined) return 'unclear';
  if (left.length !== right.length) return 'different';
  const verdicts = left.map((one, index) => compareLiterals(one, right[index] ?? '', element));
  return (
    verdicts.find((verdict) => verdict === 'different') ??
    verdicts.find((verdict) => verdict === 'unclear') ??
    'same'
  );
}

/** Of `{a, "b c"}`; `undefined` for arrays of arrays, NULL, and escapes. */
function elementsIn(text: string): readonly string[] | undefined {
  const inside = /^\s*\{([^{}\\]*)\}\s*$/.exec(text)?.[1];
  if (inside === undefined) return undefined;
  if (inside.trim() === '') return [];
  const elements = [...inside.matchAll(/\s*(?:"([^"]*)"|([^",]*[^",\s]))\s*(?:,|$)/gy)];
  const isWhole = elements.reduce((length, [whole]) => length + whole.length, 0) === inside.length;
  return isWhole && !/\bnull\b/i.test(inside)
    ? elements.map(([, quoted, plain]) => quoted ?? plain ?? '')
    : undefined;
}

/** Blanks outside of strings mean nothing in a path. */
const plainPath = (text: string): string =>
  text.replaceAll(
    /("(?:[^"\\]|\\.)*")|\s+|<>/g,
    (whole, string?: string) => string ?? (whole === '<>' ? '!=' : ''),
  );

/** Numbers, dates, arrays, JSON: they may be spelled in several ways, if they are what they look like. */
const looksSpecial = (text: string): boolean => /^\s*[-+]?[\d.{[("\\]/.test(text) || text.trim() !== text;

export function compareNumbers(a: string, b: string): Verdict {
  const [left, right] = [plainNumber(a.trim()), plainNumber(b.trim())];
  if (left === right) return 'same';
  const [x, y] = [Number(left), Number(right)];
  if (Number.isNaN(x) || Number.isNaN(y)) return 'unclear';
  // The number of decimal places is part of a numeric.
  return x === y ? 'unclear' : 'different';
}

type Canonical = (text: string, type: SqlType) => string | undefined;

const canonicalForms: ReadonlyMap<string, Canonical> = new Map<string, Canonical>([
  ['boolean', booleanText],
  ['interval', (text, type) => intervalText(text, type.kind === 'named' ? type.modifier : undefined)],
  ['timestamp without time zone', (text) => timestampText(text)],
  ['timestamp with time zone', instantText],
  ['date', (text) => (/^\d{4}-\d\d-\d\d$/.test(text.trim()) ? text.trim() : undefined)],
  ['time without time zone', (text) => clockText(text.trim())],
  ['uuid', (text) => text.replaceAll(/[-{}\s]/g, '').toLowerCase()],
  ['json', (text) => text],
  ['jsonb', jsonText],
  ['bytea', byteText],
  ['bit', (text) => text],
  ['bit varying', (text) => text],
]);

export function booleanText(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  if (/^(?:t|tr|tru|true|y|ye|yes|on|1)$/.test(word)) return 'true';
  return /^(?:f|fa|fal|fals|false|n|no|of|off|0)$/.test(word) ? 'false' : undefined;
}

/** As hexadecimal digits; `undefined` for octal escapes. */
function byteText(text: string): string | undefined {
  if (/^\\x/i.test(text)) return text.slice(2).replaceAll(/\s/g, '').toLowerCase();
  return /^[ -[\]-~]*$/.test(text)
    ? [...text].map((letter) => letter.charCodeAt(0).toString(16)).join('')
    : undefined;
}

function clockText(text: string): string | undefined {
  const match = /^(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/.exec(text);
  if (match === null) return undefined;
  const [, hour = '', minute, second = '00', fraction = ''] = match;
  const rest = fraction.replace(/0+$/, '');
  return `${hour.padStart(2, '0')}:${minute}:${second}${rest === '' ? '' : `.${rest}`}`;
}

function timestampText(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  if (word === 'epoch') return '1970-01-01 00:00:00';
  if (/^-?infinity$/.test(word)) return word;
  const [, day, clock] = /^(\d{4}-\d\d-\d\d)(?:[ T](.+))?$/.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  const time = clock === undefined ? '00:00:00' : clockText(clock);
  return time && `${day} ${time}`;
}

/** In UTC, as told by the text itself: without an offset it depends on the session. */
function instantText(text: string): string | undefined {
  if (/^\s*(?:epoch|-?infinity)\s*$/i.test(text)) return timestampText(text);
  const local = /^(.*?)[-+]00(?::?00)?$/.exec(text.trim())?.[1];
  return local === undefined ? undefined : timestampText(local);
}

function jsonText(text: string): string | undefined {
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return undefined;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, sorted(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Months, days and seconds, which PostgreSQL keeps apart. */
function intervalText(text: string, fields: string | undefined): string | undefined {
  const total = { month: 0, day: 0, second: 0 };
  let rest = text.trim().toLowerCase().replace(/^@\s*/, '');
  if (/^[-+]?\d+$/.test(rest) && fields !== undefined) rest = `${rest} ${fields.split(/[ (]/).at(-1)}`;
  while (rest !== '') {
    const part =
      /^([-+]?\d+(?:\.\d+)?)\s*([a-z]+)\s*/.exec(rest) ??
      /^([-+]?)(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?\s*/.exec(rest);
    if (part === null) return undefined;
    if (part.length === 3 ? !addUnit(total, Number(part[1]), part[2] ?? '') : !addClock(total, part))
      return undefined;
    rest = rest.slice(part[0].length);
  }
  return `${total.month} ${total.day} ${total.second}`;
}

type Interval = Record<'month' | 'day' | 'second', number>;

function addUnit(total: Interval, count: number, unit: string): boolean {
  const known = units.find(([pattern]) => pattern.test(unit));
  if (known === undefined || (known[1] !== 'second' && !Number.isInteger(count))) return false;
  total[known[1]] += count * known[2];
  return true;
}

const units: readonly (readonly [RegExp, keyof Interval, number])[] = [
  [/^(?:y|yrs?|years?)$/, 'month', 12],
  [/^mon(?:s|ths?)?$/, 'month', 1],
  [/^(?:w|weeks?)$/, 'day', 7],
  [/^(?:d|days?)$/, 'day', 1],
  [/^(?:h|hrs?|hours?)$/, 'second', 3600],
  [/^(?:m|mins?|minutes?)$/, 'second', 60],
  [/^(?:s|secs?|seconds?)$/, 'second', 1],
];

function addClock(
  total: Interval,
  [, sign, hours, minutes, seconds = '0']: readonly (string | undefined)[],
): boolean {
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  total.second += sign === '-' ? -size : size;
  return true;
}
