/**
 * What all scripts of a project have in common: the modules they import, and the naming convention of the metadata
 * that `env.py` hands to Alembic. Read once for each project, as long as that is the same object.
 */
import type { PyCall } from '../../../python/frame.ts';
import { followFunctions, type ModuleCache, newModuleCache, readModule } from '../../../python/module.ts';
import { type PyValue, pathOf, unknown } from '../../../python/value.ts';
import type { SyntaxParser } from '../../../text/syntax.ts';
import type { MigrationProject } from '../../project.ts';
import { pathTail } from './context.ts';
import { conventionOf, defaultConvention, type NamingConvention } from './naming.ts';

const modules = new WeakMap<MigrationProject, ModuleCache>();

export function modulesOf(project: MigrationProject): ModuleCache {
  const existing = modules.get(project);
  if (existing !== undefined) return existing;
  const made = newModuleCache();
  modules.set(project, made);
  return made;
}

const known = new WeakMap<MigrationProject, { readonly convention: NamingConvention | undefined }>();

const results = new WeakMap<PyValue, { readonly result: PyValue | undefined }>();

/** What a method of a type returns: the same each time, and asked for again with each column of that type. */
export function resultOfMethod(method: PyValue, call: () => PyValue | undefined): PyValue | undefined {
  const existing = results.get(method);
  if (existing !== undefined) return existing.result;
  const result = call();
  results.set(method, { result });
  return result;
}

export function namingOf(
  project: MigrationProject,
  readFile: (path: string) => string | undefined,
  python: SyntaxParser,
): NamingConvention | undefined {
  const cached = known.get(project);
  if (cached !== undefined) return cached.convention;
  const convention = readNaming(project, readFile, python);
  known.set(project, { convention });
  return convention;
}

function readNaming(
  project: MigrationProject,
  readFile: (path: string) => string | undefined,
  python: SyntaxParser,
): NamingConvention | undefined {
  const env = project.readFiles.find((file) => file.endsWith('/env.py'));
  const text = env === undefined ? undefined : readFile(env);
  if (env === undefined || text === undefined) return undefined;
  const metadata = argumentsIn(env, text, isConfigure, readFile, python, project);
  const found = metadata.flatMap(({ value, follow }) => conventionOf(value, follow) ?? []);
  const [first] = found;
  if (first !== undefined) return found.length === metadata.length ? first : undefined;
  const bare = metadata.length > 0 ? [] : argumentsIn(env, text, isBareConfigure, readFile, python, project);
  if (bare.length > 0 && bare.every(({ value }) => value.kind === 'none')) return defaultConvention;
  return metadata.some(({ value }) => isFlask(value)) ? ofFlask(project, readFile, python) : undefined;
}

/** `target_metadata` of every call of `context.configure`. */
const isConfigure: Choice = (call) =>
  call.method === 'configure' ? call.named.get('target_metadata') : undefined;

/** A call without any: directives then name nothing. */
const isBareConfigure: Choice = (call) =>
  call.method === 'configure' && pathTail(call.receiver ?? unknown) === 'context'
    ? call.openNames
      ? unknown
      : { kind: 'none' }
    : undefined;

/** Whether it comes from `current_app.extensions['migrate']`, on whichever way. */
function isFlask(value: PyValue): boolean {
  if (/extensions\['migrate'\]/.test(pathOf(value) ?? '')) return true;
  return value.kind === 'expression' && value.operands.some(isFlask);
}

/** Flask-Migrate hands over the metadata of the `db` that the application gives it. */
const isMigrate: Choice = (call) => {
  const isMade =
    pathTail(call.callee) === 'Migrate' || /migrate/i.test(pathOf(call.receiver ?? unknown) ?? '');
  return isMade && (call.method ?? 'Migrate') !== 'configure'
    ? (call.named.get('db') ?? call.positional[1])
    : undefined;
};

function ofFlask(
  project: MigrationProject,
  readFile: (path: string) => string | undefined,
  python: SyntaxParser,
): NamingConvention | undefined {
  const sources = project.readFiles.filter((file) => file.endsWith('.py') && !file.endsWith('/env.py'));
  for (const file of sources) {
    const text = readFile(file);
    const given = text === undefined ? [] : argumentsIn(file, text, isMigrate, readFile, python, project);
    for (const { value, follow } of given) {
      const convention = conventionOf(value, follow);
      if (convention !== undefined) return convention;
    }
  }
  return undefined;
}

type Choice = (call: PyCall) => PyValue | undefined;

interface Given {
  readonly value: PyValue;
  readonly follow: (value: PyValue) => PyValue;
}

/** What calls in a file are given; `choose` picks the calls and the argument. */
function argumentsIn(
  file: string,
  text: string,
  choose: Choice,
  readFile: (path: string) => string | undefined,
  python: SyntaxParser,
  project: MigrationProject,
): readonly Given[] {
  const found: PyValue[] = [];
  const onCall = (call: PyCall): undefined => {
    const value = choose(call);
    if (value !== undefined) found.push(value);
    return undefined;
  };
  return python.read(text, (root) => {
    const options = { file, readImport: readFile, python, modules: modulesOf(project), onCall };
    const module = readModule(root, { ...options, keepsExpressions: true, followsCalls: true });
    if (found.length === 0) followFunctions(module);
    const { world } = module;
    const follow = (value: PyValue): PyValue => (value.kind === 'import' ? world.follow(value) : value);
    return found.map((value) => ({ value: followed(value, follow), follow }));
  });
}

/** While the module is known that imports it. */
function followed(value: PyValue, follow: Given['follow']): PyValue {
  return value.kind === 'import' ? follow(value) : value;
}
