/**
 * What an Alembic revision does, read without running it.
 *
 * `upgrade` and `downgrade` are followed like a Python interpreter would, as far as values are known; the calls that
 * this leaves are read as operations.
 */
import { type Frame, moduleFrame, type PyCall } from '../../../python/frame.ts';
import { callFunction } from '../../../python/function.ts';
import { type ModuleReading, readModule } from '../../../python/module.ts';
import { type Effect, recordIn } from '../../../python/trace.ts';
import { type PyImport, type PyValue, unknown } from '../../../python/value.ts';
import { baseName } from '../../../text/path.ts';
import type { Read } from '../../../text/read.ts';
import type { SyntaxNode } from '../../../text/syntax.ts';
import type { ScriptText } from '../../convention.ts';
import type { MigrationOperation } from '../../operations/operation.ts';
import type { ScriptOperations, ScriptParsers } from '../../operations/scriptOperations.ts';
import type { MigrationProject } from '../../project.ts';
import { attachedTables } from './metadata.ts';
import { modulesOf, namingOf, resultOfMethod } from './projectReading.ts';
import { answersFor, settleFor } from './runtime.ts';
import { operationsOf, type ScriptContext } from './traceOperations.ts';

export function readAlembicOperations(
  script: ScriptText,
  { python, sql }: ScriptParsers,
  project: MigrationProject,
): Read<ScriptOperations> {
  const value = python.read(script.text, (root) => {
    const module = readModule(root, {
      file: script.file,
      readImport: script.readImport,
      python,
      keepsExpressions: true,
      followsCalls: true,
      followsFile: (text) => isAboutSchemas(text) && text.length < largestFile,
      calls: 5000,
      onCall: answersFor(configurationOf(project, script.readImport), script.readImport),
      settle: settleFor(project),
      name: moduleName(script.file),
      modules: modulesOf(project),
    });
    const context: Omit<ScriptContext, 'attached'> = {
      sql,
      readFile: script.readImport,
      follow: (one) => (one.kind === 'import' ? module.world.follow(one) : one),
      callMethod: (method, self, others) =>
        resultOfMethod(method, () => callMethod(method, self, others, root, module)),
      naming: () => namingOf(project, script.readImport, python),
    };
    return {
      upgrade: direction('upgrade', script.file, module, context),
      downgrade: direction('downgrade', script.file, module, context),
    };
  });
  return { value, problems: [] };
}

function direction(
  name: string,
  file: string,
  module: ModuleReading,
  context: Omit<ScriptContext, 'attached'>,
): readonly MigrationOperation[] {
  const found = module.names.get(name);
  const value = found?.kind === 'import' ? module.world.follow(found) : found;
  if (value === undefined) return [];
  if (value.kind !== 'function') {
    const reason = `What ${name}() does is not known: it is not written out in the script.`;
    return [{ kind: 'opaque', reason, affects: 'anything', location: { file } }];
  }
  const effects: Effect[] = [];
  const frame = moduleFrame(module.world);
  recordIn(
    effects,
    () => callFunction(value, callOf(value.node, new Map([['op', op(file)]])), frame),
    module.world.trace,
  );
  const attached: ScriptContext['attached'] = (until) =>
    attachedTables([...module.effects, ...effects], until);
  return operationsOf(effects, { ...context, attached });
}

function configurationOf(
  { declaredIn }: MigrationProject,
  readFile: (path: string) => string | undefined,
): string | undefined {
  return declaredIn.endsWith('.ini') ? readFile(declaredIn) : undefined;
}

/** It imports what changes schemas, or writes SQL that does. */
function isAboutSchemas(text: string): boolean {
  return /\b(?:alembic|sqlalchemy)\b|\b(?:CREATE|ALTER|DROP)\s+[A-Z]/.test(text);
}

/** Beyond this, a module is the application's, not one of helpers for migrations. */
const largestFile = 100_000;

/** By which Alembic imports a script. */
function moduleName(file: string): string {
  return baseName(file).replaceAll(/\W/g, '_');
}

/** Some projects hand `op` to their functions. */
function op(file: string): PyImport {
  return { kind: 'import', module: 'alembic', name: 'op', file };
}

function callOf(
  node: SyntaxNode,
  named: ReadonlyMap<string, PyValue>,
  positional: readonly PyValue[] = [],
): PyCall {
  return {
    node,
    callee: unknown,
    positional,
    named,
    namedAt: new Map(),
    openAt: undefined,
    openNames: false,
    openPath: undefined,
  };
}

/** Calls a method of a type, wherever it is defined. */
function callMethod(
  method: PyValue,
  self: PyValue,
  others: readonly PyValue[],
  root: SyntaxNode,
  module: ModuleReading,
): PyValue | undefined {
  const frame: Frame = moduleFrame(module.world);
  const call = callOf(root, new Map(), [self, ...others]);
  let result: PyValue | undefined;
  recordIn(
    [],
    () => {
      if (method.kind === 'function') result = callFunction(method, call, frame);
      else if (method.kind === 'unknown') result = module.world.callElsewhere(method, call, frame);
    },
    module.world.trace,
  );
  return result;
}
