/**
 * By which names a Python file knows the mapped classes: those that it declares, and those that an import leads to,
 * through packages that pass them on. A class of the same name from elsewhere is none of them.
 */
import { groupBy } from '../../groupBy.ts';
import { moduleFiles } from '../../python/moduleFiles.ts';
import type { Range } from '../../text/range.ts';
import type { MappedName } from './lookedFor.ts';
import { readPythonText } from './pythonText.ts';

export interface FileNames {
  /** Dotted where it is reached through a module: `models.Provider`. */
  readonly names: ReadonlyMap<string, readonly MappedName[]>;
  readonly imports: readonly Range[];
}

/** @param mapped Of all models. */
export function fileNamesFinder(
  mapped: readonly MappedName[],
  readFile: (path: string) => string | undefined,
): (file: string, code: string) => FileNames {
  const byName = groupBy(mapped, ({ name }) => name);
  const importsOf = importsReader(readFile);

  /** Whether what a module calls so is this class. */
  function leadsTo(module: string, called: string, from: string, target: MappedName, steps = 0): boolean {
    const file = moduleFiles(module, from).find((one) => readFile(one) !== undefined);
    if (file === undefined || steps > 8) return false;
    if (file === target.file) return called === target.name;
    return importsOf(file).some(({ module: next, name, alias }) => {
      if (name === undefined || (alias !== called && name !== '*')) return false;
      return leadsTo(next, name === '*' ? called : name, file, target, steps + 1);
    });
  }

  return (file, code) => {
    const names = new Map<string, readonly MappedName[]>();
    const add = (name: string, target: MappedName) => names.set(name, [...(names.get(name) ?? []), target]);
    for (const one of mapped) if (one.file === file) add(one.name, one);
    const imports = importsIn(code);
    for (const { module, name, alias } of imports) {
      const targets = name === '*' ? mapped : (byName.get(name ?? '') ?? []);
      for (const one of targets) {
        if (one.file === file || !leadsTo(module, one.name, file, one)) continue;
        add(name === '*' ? one.name : alias, one);
      }
      const inner = name === undefined ? module : joined(module, name);
      for (const used of name === '*' ? [] : membersOf(alias, code))
        for (const one of byName.get(used) ?? [])
          if (leadsTo(inner, used, file, one)) add(`${alias}.${used}`, one);
    }
    return { names, imports };
  };
}

interface Import extends Range {
  readonly module: string;
  /** `*` for all; absent: the module itself. */
  readonly name?: string;
  /** What it is called here. */
  readonly alias: string;
}

const statement =
  /^[ \t]*(?:from[ \t]+(?<module>[\w.]+)[ \t]+import[ \t]*(?<names>\([^)]*\)|(?:[^\n\\]|\\\r?\n)*)|import[ \t]+(?<modules>(?:[^\n\\]|\\\r?\n)*))/gm;

/** @param code Without comments and strings. */
function importsIn(code: string): readonly Import[] {
  return [...code.matchAll(statement)].flatMap(({ 0: text, index: start, groups = {} }) => {
    const range = { start, end: start + text.length };
    const { module, names, modules = '' } = groups;
    return (names ?? modules)
      .replaceAll(/[()\\;]/g, ' ')
      .split(',')
      .flatMap((one): Import | readonly [] => {
        const [, name, alias] = /^\s*([\w.]+|\*)(?:\s+as\s+(\w+))?\s*$/.exec(one) ?? [];
        if (name === undefined) return [];
        return module === undefined
          ? { ...range, module: name, alias: alias ?? name }
          : { ...range, module, name, alias: alias ?? name };
      });
  });
}

function importsReader(readFile: (path: string) => string | undefined): (file: string) => readonly Import[] {
  const known = new Map<string, readonly Import[]>();
  return (file) => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const imports = importsIn(readPythonText(readFile(file) ?? '').code);
    known.set(file, imports);
    return imports;
  };
}

function membersOf(module: string, code: string): ReadonlySet<string> {
  const pattern = new RegExp(`(?<![\\w.])${module.replaceAll('.', '\\.')}\\.(\\w+)`, 'g');
  return new Set([...code.matchAll(pattern)].flatMap(([, name]) => name ?? []));
}

const joined = (module: string, name: string): string =>
  module.endsWith('.') ? module + name : `${module}.${name}`;
