/**
 * Which versions of SQLAlchemy, SQLModel and pydantic a repository uses, from its lock files and requirements: some
 * defaults depend on them. What neither pins nor bounds stays unknown.
 */
import { folderOf } from '../../text/path.ts';

export interface PackageVersions {
  /** `undefined`: not known at all. */
  readonly sqlalchemy: VersionRange | undefined;
  readonly sqlmodel: VersionRange | undefined;
  readonly pydantic: VersionRange | undefined;
}

/** Every version that the repository may run with: `[2, 0, 0]` up to but without `[2, 1, 0]`. */
export interface VersionRange {
  readonly from: readonly number[];
  readonly below: readonly number[] | undefined;
}

export const unknownVersions: PackageVersions = {
  sqlalchemy: undefined,
  sqlmodel: undefined,
  pydantic: undefined,
};

/** Whether all versions it may be are this one or newer. */
export function always(range: VersionRange | undefined, version: readonly number[]): boolean {
  return range !== undefined && compareVersions(range.from, version) >= 0;
}

/** Whether all versions it may be are older. */
export function neverSince(range: VersionRange | undefined, version: readonly number[]): boolean {
  return range?.below !== undefined && compareVersions(range.below, version) <= 0;
}

/** Whether named types, such as enums, take the schema of their MetaData; `undefined` where the version is not known. */
export function handsOnSchema({ sqlalchemy }: PackageVersions): boolean | undefined {
  if (always(sqlalchemy, [2, 1])) return true;
  return neverSince(sqlalchemy, [2, 1]) ? false : undefined;
}

/** Names of the files that are looked at; the first that says something is believed. */
export const versionFiles: readonly string[] = [
  'uv.lock',
  'poetry.lock',
  'pdm.lock',
  'Pipfile.lock',
  'requirements.lock',
  'requirements.txt',
  'requirements/base.txt',
  'requirements/production.txt',
  'requirements-base.txt',
  'constraints.txt',
  'requirements.in',
  'pyproject.toml',
  'setup.cfg',
  'setup.py',
];

/** @param file A Python file of the models; what lies nearest above it counts. */
export function versionsFor(file: string, readFile: (path: string) => string | undefined): PackageVersions {
  const found: { -readonly [name in keyof PackageVersions]?: VersionRange } = {};
  for (let folder = folderOf(file), before = ''; folder !== before; folder = folderOf(folder)) {
    for (const name of versionFiles) {
      const text = readFile(`${folder}/${name}`);
      if (text === undefined) continue;
      for (const [one, range] of versionsIn(name, text)) found[one] ??= range;
    }
    before = folder;
    if (folder === folderOf(folder)) break;
  }
  return { ...unknownVersions, ...found };
}

type Found = readonly (readonly [keyof PackageVersions, VersionRange])[];

const packages = ['sqlalchemy', 'sqlmodel', 'pydantic'] as const;

/** @param name Of the file. */
export function versionsIn(name: string, text: string): Found {
  if (!/sqlalchemy|sqlmodel/i.test(text)) return [];
  const pinned = name.endsWith('.lock') && name !== 'Pipfile.lock' && name !== 'requirements.lock';
  if (pinned) return lockedIn(text);
  return packages.flatMap((one) => {
    const range = requiredIn(one, text);
    return range === undefined ? [] : [[one, range] as const];
  });
}

/** uv.lock, poetry.lock and pdm.lock: `[[package]]` with name and version. */
function lockedIn(text: string): Found {
  return packages.flatMap((one) => {
    const versions = [one, spelled[one]].flatMap((name) => versionsAfter(`name = "${name}"`, text));
    const [only, more] = versions;
    return only === undefined || more !== undefined ? [] : [[one, exactly(only)] as const];
  });
}

/** As their authors spell them. */
const spelled = { sqlalchemy: 'SQLAlchemy', sqlmodel: 'SQLModel', pydantic: 'Pydantic' } as const;

/** Found without a pattern: lock files are long, and read at every key. */
function versionsAfter(head: string, text: string): readonly (readonly number[])[] {
  const versions: (readonly number[])[] = [];
  for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, at + 1)) {
    const version = /^\s*\nversion = "([^"]+)"/.exec(
      text.slice(at + head.length, at + head.length + 80),
    )?.[1];
    if (version !== undefined) versions.push(numbersOf(version));
  }
  return versions;
}

/** Requirements as people write them: `SQLAlchemy[asyncio]>=2.0,<2.1`, `sqlmodel = "^0.0.22"`. */
function requiredIn(name: string, text: string): VersionRange | undefined {
  const specifiers = [...text.matchAll(requirement(name))].map(([, specifier = '']) => specifier);
  return specifiers.map(rangeOf).reduce(both, undefined);
}

/** After the name come extras, or what TOML and JSON put around a version. */
function requirement(name: string): RegExp {
  const around = '(?:\\s*"?\\s*[=:]\\s*(?:\\{[^{}]*?"?version"?\\s*[=:]\\s*)?"(?=[\\^~=<>!\\d]))?';
  const one = '(?:[=<>!~^]{1,3}\\s*)?\\d[\\w.*+]*';
  return new RegExp(`(?:^|["'\\s])${name}(?:\\[[^\\]]*\\])?${around}\\s*((?:${one}\\s*,?\\s*)+)`, 'gim');
}

/** `>=2.0,<2.1`, `==2.0.*`, `~=2.0`, `^2.0`, `2.0.1`. */
function rangeOf(specifier: string): VersionRange | undefined {
  const parts = [...specifier.matchAll(/([=<>!~^]*)\s*(\d[\w.*+]*)/g)];
  return parts
    .map(([, operator = '', version = '']) => rangeOfOne(operator, version))
    .reduce(both, undefined);
}

function rangeOfOne(operator: string, version: string): VersionRange | undefined {
  const numbers = numbersOf(version);
  switch (operator) {
    case '':
    case '==':
    case '===':
      return version.includes('*')
        ? { from: numbers, below: next(numbers, numbers.length - 1) }
        : exactly(numbers);
    case '>':
    case '>=':
      return { from: numbers, below: undefined };
    case '<':
      return { from: [], below: numbers };
    case '<=':
      return { from: [], below: [...numbers, 1] };
    case '~=':
      return { from: numbers, below: next(numbers, numbers.length - 2) };
    case '~':
      return { from: numbers, below: next(numbers, Math.min(1, numbers.length - 1)) };
    case '^':
      return {
        from: numbers,
        below: next(
          numbers,
          Math.max(
            0,
            numbers.findIndex((one) => one > 0),
          ),
        ),
      };
    default:
      return undefined;
  }
}

function numbersOf(version: string): readonly number[] {
  const numbers = /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '';
  return numbers === '' ? [] : numbers.split('.').map(Number);
}

function exactly(numbers: readonly number[]): VersionRange {
  return { from: numbers, below: [...numbers, 1] };
}

/** The first version of which the number at `index` is greater. */
function next(numbers: readonly number[], index: number): readonly number[] {
  const at = Math.max(0, index);
  return [...numbers.slice(0, at), (numbers[at] ?? 0) + 1];
}

function both(a: VersionRange | undefined, b: VersionRange | undefined): VersionRange | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const from = compareVersions(a.from, b.from) >= 0 ? a.from : b.from;
  if (a.below === undefined || b.below === undefined) return { from, below: a.below ?? b.below };
  return { from, below: compareVersions(a.below, b.below) <= 0 ? a.below : b.below };
}

function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
