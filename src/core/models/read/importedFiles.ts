/**
 * Which files a Python file imports, by its text alone: all that `import` statements reach when it is loaded, also
 * the packages above. Left out: imports inside of functions (of all but the first file) and for type checkers only.
 */
import { moduleFiles } from '../../python/moduleFiles.ts';
import { folderOf } from '../../text/path.ts';

export interface Imported {
  /** The first files themselves, and all that they import. */
  readonly files: ReadonlySet<string>;
  /** Those of them that import by names that are computed. */
  readonly computed: readonly string[];
}

export function importedFiles(
  first: readonly string[],
  readFile: (path: string) => string | undefined,
): Imported {
  const files = new Set<string>();
  const computed: string[] = [];
  const left = [...first];
  const fileOf = moduleFinder(readFile);
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (files.has(file)) continue;
    const text = readFile(file);
    if (text === undefined) continue;
    files.add(file);
    if (importsByName.test(text)) computed.push(file);
    const isFirst = first.includes(file);
    for (const name of modulesIn(importedNames(text, isFirst))) {
      const found = fileOf(name, file);
      if (found !== undefined) left.push(found);
    }
  }
  return { files, computed };
}

export const importsByName =
  /\b(?:import_module|__import__|walk_packages|iter_modules|exec_module|import_string|find_modules|load_entry_point|entry_points|import_submodules|import_all_models)\b/;

/** The file of a module, asked for once in each folder. */
function moduleFinder(
  readFile: (path: string) => string | undefined,
): (name: string, from: string) => string | undefined {
  const found = new Map<string, string | undefined>();
  return (name, from) => {
    const place = `${folderOf(from)}\0${name}`;
    if (!found.has(place))
      found.set(
        place,
        moduleFiles(name, from).find((one) => readFile(one) !== undefined),
      );
    return found.get(place);
  };
}

/** The modules themselves, and the packages they lie in; a name that one is asked for may be a module of its own. */
function modulesIn(names: readonly string[]): ReadonlySet<string> {
  const modules = new Set<string>();
  for (const name of names) {
    const dots = /^\.*/.exec(name)?.[0] ?? '';
    const parts = name.slice(dots.length).split('.');
    if (packages.has(parts[0] ?? '')) continue;
    for (let length = dots === '' ? 1 : 0; length <= parts.length; length++)
      modules.add(dots + parts.slice(0, length).join('.'));
  }
  return modules;
}

/** They are in no repository that uses them. */
const packages = new Set(
  'sqlalchemy sqlmodel alembic typing datetime os sys re json uuid logging enum collections pydantic fastapi flask functools itertools dataclasses asyncio abc pathlib decimal starlette typing_extensions __future__'.split(
    ' ',
  ),
);

/** Dotted names: of `from a import b, c` both `a.b` and `a.c`. */
export function importedNames(text: string, everywhere: boolean): readonly string[] {
  const names: string[] = [];
  const skipped: number[] = [];
  for (const line of logicalLines(text)) {
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    while (skipped.length > 0 && indent <= (skipped.at(-1) ?? 0)) skipped.pop();
    const code = line.slice(indent);
    const isSkipped =
      /^if (?:typing\.)?TYPE_CHECKING\b/.test(code) || (!everywhere && /^(?:async )?def\b/.test(code));
    if (isSkipped) skipped.push(indent);
    else if (skipped.length === 0) names.push(...namesIn(code));
  }
  return names;
}

/** Statements that could import, each on one line. */
function logicalLines(text: string): readonly string[] {
  const pattern =
    /^[ \t]*(?:from[ \t]+[\w.]+[ \t]+import[ \t]*(?:\([^)]*\)|[^\n#;]*(?:\\\r?\n[^\n]*)*)|import[ \t][^\n#;]*|(?:async )?def\b[^\n]*|if [^\n]*|else:|elif [^\n]*|class\b[^\n]*|[^\s#][^\n]*)/gm;
  return text.match(pattern) ?? [];
}

function namesIn(code: string): readonly string[] {
  const from = /^from\s+([\w.]+)\s+import\s*([\s\S]*)$/.exec(code);
  if (from !== null) {
    const [, module = '', list = ''] = from;
    const names = list
      .replaceAll(/#[^\n]*|[()\\]/g, ' ')
      .split(',')
      .flatMap((one) => /\w+/.exec(one)?.[0] ?? []);
    const joined = (name: string): string => (module.endsWith('.') ? module + name : `${module}.${name}`);
    return [module, ...names.map(joined)];
  }
  const plain = /^import\s+(.*)$/.exec(code);
  return (plain?.[1] ?? '').split(',').flatMap((one) => /[\w.]+/.exec(one)?.[0] ?? []);
}
