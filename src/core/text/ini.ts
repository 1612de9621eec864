/**
 * INI files as Python's `configparser.ConfigParser` reads them, which is how Alembic reads its own: sections,
 * `[DEFAULT]`, continuation lines, keys without case, `%(name)s` interpolation.
 *
 * Where Python refuses the whole file, the reader reports the line and goes on. Values are interpolated when they
 * are asked for: `%(here)s` comes from the caller.
 *
 * @see https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 */
import type { Range } from './range.ts';
import type { Problem, Read } from './read.ts';

export interface Ini {
  readonly file: string;
  /** The options of `[DEFAULT]`, which every section inherits. */
  readonly defaults: IniSection;
  /** In file order, without `[DEFAULT]`. */
  readonly sections: readonly IniSection[];
}

export interface IniSection {
  readonly name: string;
  /** Of the header, brackets included. */
  readonly range: Range;
  /** By key in lower case. */
  readonly options: ReadonlyMap<string, IniOption>;
}

export interface IniOption {
  /** Not interpolated; the lines of a continued value are joined by `\n`. */
  readonly raw: string;
  /** From the first to the last character of the value. */
  readonly range: Range;
}

export interface IniValue {
  /** `undefined` where the value cannot be interpolated: see `fault`. */
  readonly text: string | undefined;
  /** Why not, as a part of a sentence: `%(user)s is not set`. */
  readonly fault?: string;
  readonly range: Range;
}

export function readIni(text: string, file: string): Read<Ini> {
  const reading = new IniReading(file);
  let start = 0;
  for (const line of text.split('\n')) {
    reading.addLine(line, start);
    start += line.length + 1;
  }
  return reading.end();
}

export function sectionNamed(ini: Ini, name: string): IniSection | undefined {
  return ini.sections.find((section) => section.name === name);
}

/**
 * One option of a section, or inherited from `[DEFAULT]`, interpolated; `undefined` where neither has it.
 *
 * @param variables What Python's `ConfigParser` would get as `defaults`; the file's own `[DEFAULT]` goes first.
 */
export function optionOf(
  ini: Ini,
  section: string,
  key: string,
  variables: Readonly<Record<string, string>> = {},
): IniValue | undefined {
  const own = sectionNamed(ini, section)?.options;
  const raw = (name: string): string | undefined =>
    (own?.get(name) ?? ini.defaults.options.get(name))?.raw ?? variables[name];
  const option = own?.get(key.toLowerCase()) ?? ini.defaults.options.get(key.toLowerCase());
  if (option === undefined) return undefined;
  const result = interpolate(option.raw, raw, 1);
  return typeof result === 'string'
    ? { text: result, range: option.range }
    : { text: undefined, fault: result.fault, range: option.range };
}

/** As Python's `MAX_INTERPOLATION_DEPTH`. */
const maxDepth = 10;

function interpolate(
  raw: string,
  rawOf: (name: string) => string | undefined,
  depth: number,
): string | { readonly fault: string } {
  if (depth > maxDepth) return { fault: 'its %(…)s refer to each other too deeply' };
  let text = '';
  let at = 0;
  for (;;) {
    const percent = raw.indexOf('%', at);
    if (percent < 0) return text + raw.slice(at);
    text += raw.slice(at, percent);
    if (raw[percent + 1] === '%') {
      text += '%';
      at = percent + 2;
      continue;
    }
    const reference = /^%\(([^)]+)\)s/.exec(raw.slice(percent));
    if (reference?.[1] === undefined) return { fault: 'a % must be written %% or begin %(name)s' };
    const value = rawOf(reference[1].toLowerCase());
    if (value === undefined) return { fault: `%(${reference[1]})s is not set` };
    const inner = value.includes('%') ? interpolate(value, rawOf, depth + 1) : value;
    if (typeof inner !== 'string') return inner;
    text += inner;
    at = percent + reference[0].length;
  }
}

interface OpenOption {
  readonly key: string;
  readonly lines: string[];
  start: number;
  end: number;
}

interface OpenSection {
  readonly name: string;
  readonly range: Range;
  readonly options: Map<string, IniOption>;
}

/** The state of one pass over the lines; follows `RawConfigParser._read`. */
class IniReading {
  readonly #file: string;
  readonly #problems: Problem[] = [];
  readonly #defaults: OpenSection = { name: 'DEFAULT', range: { start: 0, end: 0 }, options: new Map() };
  readonly #sections: OpenSection[] = [];
  #section: OpenSection | undefined;
  #option: OpenOption | undefined;
  #indent = 0;

  constructor(file: string) {
    this.#file = file;
  }

  addLine(line: string, start: number): void {
    const value = (start === 0 ? line.replace(/^\uFEFF/, ' ') : line).trim();
    const from = start + line.indexOf(value);
    const range = { start: from, end: from + value.length };
    if (value.startsWith('#') || value.startsWith(';')) return;
    if (value === '') {
      this.#option?.lines.push('');
      return;
    }
    const indent = line.length - line.trimStart().length;
    if (this.#option !== undefined && indent > this.#indent) {
      if (this.#option.lines.every((part) => part === '')) this.#option.start = range.start;
      this.#option.lines.push(value);
      this.#option.end = range.end;
      return;
    }
    this.#indent = indent;
    const header = /^\[(.+)\]/.exec(value);
    if (header?.[1] !== undefined) {
      this.#openSection(header[1], { start: range.start, end: range.start + header[0].length });
    } else this.#openOption(value, range);
  }

  end(): Read<Ini> {
    this.#closeOption();
    const value = { file: this.#file, defaults: this.#defaults, sections: this.#sections };
    return { value, problems: this.#problems };
  }

  #openSection(name: string, range: Range): void {
    this.#closeOption();
    const before = this.#sections.find((section) => section.name === name);
    if (name === 'DEFAULT') this.#section = this.#defaults;
    else if (before !== undefined) {
      this.#report(
        'ini-duplicate',
        `Section [${name}] stands here for the second time. Join the two.`,
        range,
      );
      this.#section = before;
    } else {
      this.#section = { name, range, options: new Map() };
      this.#sections.push(this.#section);
    }
  }

  #openOption(value: string, range: Range): void {
    this.#closeOption();
    const option = /^(.*?)\s*[=:]\s*(.*)$/.exec(value);
    if (this.#section === undefined) {
      this.#report('ini-no-section', 'This line stands before the first [section]. Move it into one.', range);
    } else if (option?.[1] === undefined || option[2] === undefined || option[1] === '') {
      this.#report('ini-syntax', 'This line is neither “key = value” nor a [section]. Correct it.', range);
    } else {
      const key = option[1].toLowerCase();
      if (this.#section.options.has(key)) {
        this.#report(
          'ini-duplicate',
          `${option[1]} is set twice in [${this.#section.name}]. Remove one.`,
          range,
        );
      }
      this.#option = { key, lines: [option[2]], start: range.end - option[2].length, end: range.end };
    }
  }

  #closeOption(): void {
    const option = this.#option;
    this.#option = undefined;
    if (option === undefined) return;
    const raw = option.lines.join('\n').trimEnd();
    this.#section?.options.set(option.key, { raw, range: { start: option.start, end: option.end } });
  }

  #report(code: string, message: string, range: Range): void {
    this.#problems.push({ code, severity: 'error', message, file: this.#file, range });
  }
}
