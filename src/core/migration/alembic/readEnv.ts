/**
 * `env.py`, read without running it: every call of `context.configure` and what it is given.
 *
 * The file's statements and functions are followed as far as they can be decided; `config.get_main_option(…)` answers
 * from the project's own configuration. What the calls mean together is `environment.ts`'s to say.
 */

import { codeChildren, moduleFrame, type PyCall, rangeOf } from '../../python/frame.ts';
import { callFunction } from '../../python/function.ts';
import { type ModuleReading, readModule } from '../../python/module.ts';
import { none, type PyValue, pathOf, unknown } from '../../python/value.ts';
import type { Range } from '../../text/range.ts';
import type { SyntaxNode, SyntaxParser } from '../../text/syntax.ts';
import { type AlembicConfig, mainOption, sectionOption } from './config.ts';

export interface EnvText {
  readonly file: string;
  readonly text: string;
  readonly readImport: (path: string) => string | undefined;
}

/** One call of `context.configure`, as it happens on one way through the file. */
export interface ConfigureCall {
  readonly file: string;
  readonly range: Range;
  readonly named: ReadonlyMap<string, Argument>;
  /** It may be given more by a `**` that is not known: where that is, and where it comes from if that is known. */
  readonly open: { readonly range: Range; readonly path: string | undefined } | undefined;
}

export interface Argument {
  readonly value: PyValue;
  readonly file: string;
  readonly range: Range;
}

export interface EnvReading {
  readonly calls: readonly ConfigureCall[];
  /** Modules it imports names from: where the calls may be if there are none here. */
  readonly imports: readonly string[];
}

export function readEnv(env: EnvText, config: AlembicConfig | undefined, python: SyntaxParser): EnvReading {
  return python.read(env.text, (root) => {
    const calls: ConfigureCall[] = [];
    const seen = new Set<number>();
    const overrides = new Map<string, PyValue>();
    const settle: ((module: ModuleReading) => void)[] = [];
    const onCall = (call: PyCall): PyValue | undefined => {
      if (!isConfigure(call)) return configCall(call, config, overrides);
      seen.add(call.node.startIndex);
      settle.push((module) => calls.push(toConfigureCall(call, env.file, module)));
      return unknown;
    };
    const module = readModule(root, { ...env, python, onCall });
    followUncalled(root, module, seen);
    for (const add of settle) add(module);
    for (const node of configureNodes(root))
      if (!seen.has(node.startIndex)) calls.push(unfollowed(node, env.file));
    return { calls, imports: importedModules(root) };
  });
}

function isConfigure(call: PyCall): boolean {
  if (call.method !== 'configure') return false;
  const path = pathOf(call.callee);
  if (path !== undefined && /(?:^|\.)context\.configure$/.test(path)) return true;
  return ['target_metadata', 'version_table', 'connection', 'transaction_per_migration'].some((name) =>
    call.named.has(name),
  );
}

const lookedUp = new Set([
  'version_table',
  'version_table_schema',
  'include_schemas',
  'transaction_per_migration',
]);

/** Imported values are looked up now, while the module that imports them is known. */
function toConfigureCall(call: PyCall, file: string, module: ModuleReading): ConfigureCall {
  const range = rangeOf(call.node);
  const named = [...call.named].map(([name, value]): [string, Argument] => {
    const lookUp = value.kind === 'import' && lookedUp.has(name);
    return [
      name,
      { file, value: lookUp ? module.world.follow(value) : value, range: call.namedAt.get(name) ?? range },
    ];
  });
  const open = call.openAt === undefined ? undefined : { range: call.openAt, path: call.openPath };
  return { file, range, named: new Map(named), open };
}

/** A call that no followed path reached: nothing is known of its arguments. */
function unfollowed(node: SyntaxNode, file: string): ConfigureCall {
  const range = rangeOf(node);
  return { file, range, named: new Map(), open: { range, path: undefined } };
}

/** Functions that the module does not call itself, with unknown arguments, if they hold a call not seen yet. */
function followUncalled(root: SyntaxNode, module: ModuleReading, seen: ReadonlySet<number>): void {
  const frame = moduleFrame(module.world);
  for (const value of module.names.values()) {
    if (value.kind !== 'function') continue;
    const { startIndex, endIndex } = value.node;
    const unseen = configureNodes(root).some(
      (node) => node.startIndex >= startIndex && node.endIndex <= endIndex && !seen.has(node.startIndex),
    );
    if (unseen) callFunction(value, undefined, frame);
  }
}

/** All calls of `….context.configure` or `context.configure` in the text of the file. */
function configureNodes(root: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'call') {
      const callee = node.childForFieldName('function')?.text ?? '';
      if (/(?:^|\.)context\.configure$/.test(callee)) found.push(node);
    }
    for (const child of codeChildren(node)) visit(child);
  };
  visit(root);
  return found;
}

function importedModules(root: SyntaxNode): string[] {
  return codeChildren(root).flatMap((node) => {
    if (node.type !== 'import_from_statement') return [];
    const module = node.childForFieldName('module_name')?.text ?? '';
    const names = node
      .childrenForFieldName('name')
      .map((name) => `${module}.${name?.childForFieldName('name')?.text ?? name?.text}`);
    return [module, ...names];
  });
}

/** The methods of Alembic's `Config` that `env.py` asks for values. */
function configCall(
  call: PyCall,
  config: AlembicConfig | undefined,
  overrides: Map<string, PyValue>,
): PyValue | undefined {
  const [first, second, third] = call.positional;
  const named = (name: string): PyValue | undefined => call.named.get(name);
  switch (call.method) {
    case 'set_main_option':
      if (first?.kind === 'string') overrides.set(first.text, second ?? unknown);
      return undefined;
    case 'get_main_option':
    case 'get_alembic_option':
      if (first?.kind !== 'string' || config === undefined) return unknown;
      return (
        overrides.get(first.text) ??
        optionValue(config, config.section, first.text, second ?? named('default'))
      );
    case 'get_section_option': {
      const section = first === undefined ? undefined : sectionName(first, config);
      if (section === undefined || second?.kind !== 'string' || config === undefined) return unknown;
      return optionValue(config, section, second.text, third ?? named('default'));
    }
    case 'get_section':
      return sectionDict(first === undefined ? undefined : sectionName(first, config), config, overrides);
    default:
      return undefined;
  }
}

function optionValue(
  config: AlembicConfig,
  section: string | undefined,
  key: string,
  fallback: PyValue | undefined,
): PyValue {
  if (config.ini === undefined || section === undefined) return unknown;
  const option = section === config.section ? mainOption(config, key) : sectionOption(config, section, key);
  if (option === undefined) return fallback ?? none;
  return option.text === undefined ? unknown : { kind: 'string', text: option.text };
}

/** Which section is meant; `config.config_ini_section` is the project's own. */
function sectionName(value: PyValue, config: AlembicConfig | undefined): string | undefined {
  if (value.kind === 'string') return value.text;
  return pathOf(value)?.endsWith('config_ini_section') === true ? config?.section : undefined;
}

function sectionDict(
  section: string | undefined,
  config: AlembicConfig | undefined,
  overrides: ReadonlyMap<string, PyValue>,
): PyValue {
  const ini = config?.ini;
  if (config === undefined || ini === undefined || section === undefined) return unknown;
  const keys = [
    ...ini.defaults.options.keys(),
    ...(ini.sections.find(({ name }) => name === section)?.options.keys() ?? []),
  ];
  const entries = new Map(keys.map((key) => [key, optionValue(config, section, key, undefined)]));
  if (section === config.section) for (const [key, value] of overrides) entries.set(key, value);
  return { kind: 'dict', entries, open: false };
}
