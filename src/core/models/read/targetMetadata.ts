/** Which MetaData a project's migrations are of: what `env.py` hands over as `target_metadata`. */
import type { MigrationProject } from '../../migration/project.ts';
import { assignedNames } from '../../python/assign.ts';
import { attributeOf } from '../../python/evaluate.ts';
import type { CachedModule } from '../../python/module.ts';
import { isSequence, type PyValue } from '../../python/value.ts';
import type { SyntaxNode, SyntaxParser } from '../../text/syntax.ts';
import { identityOfMetadata, type MetadataIdentity } from './metadataIdentity.ts';
import type { ModelWorld } from './modelWorld.ts';

/** `undefined`: not known. */
export type Target =
  | ReadonlySet<MetadataIdentity>
  /** Of Flask-Migrate, for the database that is no bind. */
  | 'unbound'
  | undefined;

export function envsOf({ readFiles }: MigrationProject): readonly string[] {
  return readFiles.filter((file) => file.endsWith('/env.py'));
}

export function targetIn(
  files: readonly string[],
  readFile: (path: string) => string | undefined,
  world: ModelWorld,
  python: SyntaxParser,
): Target {
  const identities = new Set<MetadataIdentity>();
  for (const file of files) {
    const text = readFile(file) ?? '';
    if (isOfFlask(text)) return 'unbound';
    const module = world.moduleIn(file);
    const given = module && python.read(text, (root) => targetsIn(root, module));
    if (given === undefined) return undefined;
    for (const value of given.flatMap((one) => (isSequence(one) ? one.items : [one]))) {
      const identity = identityOfMetadata(value, { world, types: new Map() });
      if (identity === undefined) return undefined;
      identities.add(identity);
    }
  }
  return identities.size === 0 ? undefined : identities;
}

function isOfFlask(text: string): boolean {
  return /extensions\[['"]migrate['"]\]/.test(text) && !/bind_names|_BINDS\b|__binds__|bind_key/.test(text);
}

/** What each call of `context.configure` is given; `undefined` where one cannot be followed. */
function targetsIn(root: SyntaxNode, module: CachedModule): readonly PyValue[] | undefined {
  const given = callsIn(root).map((call) => {
    const value = givenTo(call);
    return value && valueAt(value, module);
  });
  return given.includes(undefined) ? undefined : given.flatMap((one) => one ?? []);
}

/** Those that are given it, or may be. */
function callsIn(node: SyntaxNode): readonly SyntaxNode[] {
  const isGiven = node.type === 'call' && givenTo(node) !== undefined;
  if (isGiven || (isOpen(node) && isConfigure(node))) return [node];
  return node.namedChildren.flatMap((child) => (child === null ? [] : callsIn(child)));
}

function isConfigure(call: SyntaxNode): boolean {
  return /(?:^|\.)context\.configure$/.test(call.childForFieldName('function')?.text ?? '');
}

function isOpen(call: SyntaxNode): boolean {
  const given = call.type === 'call' ? call.childForFieldName('arguments') : null;
  return given?.namedChildren.some((one) => one?.type === 'dictionary_splat') === true;
}

function givenTo(call: SyntaxNode): SyntaxNode | undefined {
  const given = call
    .childForFieldName('arguments')
    ?.namedChildren.find(
      (one) => one?.type === 'keyword_argument' && one.childForFieldName('name')?.text === 'target_metadata',
    );
  return given?.childForFieldName('value') ?? undefined;
}

/** A name of the module, which no function takes for something else, or an attribute of it. */
function valueAt(node: SyntaxNode, module: CachedModule): PyValue | undefined {
  if (node.type === 'identifier') return isBoundElsewhere(node) ? undefined : module.names.get(node.text);
  const object = node.type === 'attribute' ? node.childForFieldName('object') : null;
  const value = object === null ? undefined : valueAt(object, module);
  const name = node.childForFieldName('attribute')?.text;
  return value === undefined || name === undefined ? undefined : attributeOf(value, name);
}

/** A function or a loop around it, one that says `global`, or the module later on binds the name as well. */
function isBoundElsewhere(name: SyntaxNode): boolean {
  const whole = (text: string): boolean => new RegExp(`\\b${name.text}\\b`).test(text);
  for (let node = name.parent; node !== null; node = node.parent) {
    if (node.parent === null) {
      const isGlobal = (node.text.match(/^\s+global\b.*$/gm) ?? []).some(whole);
      return isGlobal || new RegExp(`^${name.text}\\s*=`, 'm').test(node.text.slice(name.endIndex));
    }
    if (node.type === 'function_definition') {
      const body = node.childForFieldName('body');
      const isGiven = whole(node.childForFieldName('parameters')?.text ?? '');
      if (isGiven || (body !== null && assignedNames(body).has(name.text))) return true;
    } else if (/^(?:for|while)_statement$/.test(node.type) && assignedNames(node).has(name.text)) return true;
  }
  return false;
}
