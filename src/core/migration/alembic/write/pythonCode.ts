/** Python as it is written into scripts: literals, and calls that are broken into lines where they are long. */

/** Text that stands as it is, a call, or a list. */
export type Code = string | Call | List;

export interface Call {
  readonly callee: string;
  readonly positional: readonly Code[];
  readonly named: readonly (readonly [name: string, value: Code])[];
}

export interface List {
  readonly items: readonly Code[];
}

/** @param named Those that are `undefined` are left out. */
export function call(
  callee: string,
  positional: readonly Code[],
  named: Readonly<Record<string, Code | undefined>> = {},
): Call {
  return {
    callee,
    positional,
    named: Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  };
}

export function list(items: readonly Code[]): List {
  return { items };
}

/** A list of names. */
export function nameList(names: readonly string[]): List {
  return list(names.map((name) => stringCode(name)));
}

/** As wide as Black breaks lines, which is what most projects use. */
const WIDTH = 88;

/** @param indent What stands before the first line already, and before every other one. */
export function codeText(code: Code, indent: string): string {
  const flat = flatText(code);
  if (typeof code === 'string' || indent.length + flat.length <= WIDTH) return flat;
  const [open, items, close] = partsOf(code);
  if (items.length === 0) return flat;
  const deeper = `${indent}    `;
  const lines = items.map(([name, value]) => `${deeper}${name}${codeText(value, deeper)},\n`);
  return `${open}\n${lines.join('')}${indent}${close}`;
}

/** On one line. */
export function flatText(code: Code): string {
  if (typeof code === 'string') return code;
  const [open, items, close] = partsOf(code);
  return `${open}${items.map(([name, value]) => `${name}${flatText(value)}`).join(', ')}${close}`;
}

function partsOf(
  code: Call | List,
): readonly [open: string, items: readonly (readonly [name: string, value: Code])[], close: string] {
  if ('items' in code) return ['[', code.items.map((item) => ['', item]), ']'];
  const positional = code.positional.map((item) => ['', item] as const);
  const named = code.named.map(([name, value]) => [`${name}=`, value] as const);
  return [`${code.callee}(`, [...positional, ...named], ')'];
}

/** As Python's `repr` writes it, with the quotes that a project prefers. */
export function stringCode(text: string, quote: Quote = "'"): string {
  const other = quote === "'" ? '"' : "'";
  const around = text.includes(quote) && !text.includes(other) ? other : quote;
  const inner = text.replace(/[\\\n\r\t\p{Cc}]/gu, escaped).replaceAll(around, `\\${around}`);
  return `${around}${inner}${around}`;
}

export type Quote = "'" | '"';

const escaped = (character: string): string =>
  ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[character] ??
  `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
