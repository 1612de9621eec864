/**
 * What an Alembic revision does, read without running it.
 *
 * `upgrade` and `downgrade` are followed like a Python interpreter would, as far as values are known; the calls that
 * this leaves are read as operations.
 */
import { callWith, type Frame, moduleFrame, type PyCall } from '../../../python/frame.ts';
import { callFunction } from '../../../python/function.ts';
import { type ModuleReading, readModule } from '../../../python/module.ts';
import { type Effect, raises, recordIn } from '../../../python/trace.ts';
import type { PyImport, PyValue } from '../../../python/value.ts';
import { baseName } from '../../../text/path.ts';
import type { Read } from '../../../text/read.ts';
import type { SyntaxNode } from '../../../text/syntax.ts';
import type { ScriptText } from '../../convention.ts';
import type { MigrationOperation } from '../../operations/operation.ts';
import type { FoundSchema, ScriptOperations, ScriptParsers } from '../../operations/scriptOperations.ts';
import type { MigrationProject } from '../../project.ts';
import type { VersionTable } from '../../versionTable.ts';
import { AskedSchema, isQuestion } from './askedSchema.ts';
import { attachedTables } from './metadata.ts';
import { modulesOf, namingOf, resultOfMethod } from './projectReading.ts';
import { answersFor, settleFor } from './runtime.ts';
import { operationsOf, type ScriptContext, TraceReader } from './traceOperations.ts';

export function readAlembicOperations(
  script: ScriptText,
  parsers: ScriptParsers,
  project: MigrationProject,
): Read<ScriptOperations> {
  const read = (name: string): DirectionReading =>
    parsers.python.read(script.text, (root) => {
      let asksSchema = false;
      const onCall = (call: PyCall): undefined => {
        asksSchema ||= isQuestion(call);
      };
      const { module, context } = readScript(root, script, parsers, project, { onCall });
      const effects: Effect[] = [];
      const notThere = followFunction(name, script.file, module, effects);
      const operations =
        notThere ?? operationsOf(effects, { ...context, attached: attachedIn(module, effects) });
      if (name === 'downgrade' && raises(effects))
        return { operations: [...operations, refusal(script.file)], asksSchema };
      return { operations, asksSchema };
    });
  const upgrade = read('upgrade');
  let known: DirectionReading | undefined;
  /** Read when somebody asks for it: to read it takes as long, and few do. */
  const downgrade = (): DirectionReading => {
    known ??= read('downgrade');
    return known;
  };
  const value: ScriptOperations = {
    upgrade: upgrade.operations,
    get downgrade() {
      return downgrade().operations;
    },
    downgradeAsksSchema: () => downgrade().asksSchema,
    ...(upgrade.asksSchema ? { asksSchema: true } : {}),
  };
  return { value, problems: [] };
}

interface DirectionReading {
  readonly operations: readonly MigrationOperation[];
  readonly asksSchema: boolean;
}

/** Where lists come in whatever order the server has, both what one order and what its opposite leads to. */
export function readAlembicOperationsAt(
  script: ScriptText,
  parsers: ScriptParsers,
  project: MigrationProject,
  found: FoundSchema,
): readonly MigrationOperation[] | undefined {
  const forwards = readAt(script, parsers, project, found, false);
  if (forwards === undefined || !forwards.asksInOrder) return forwards?.operations;
  const backwards = readAt(script, parsers, project, found, true);
  const [then, otherwise] = [forwards.operations, backwards?.operations];
  if (JSON.stringify(then) === JSON.stringify(otherwise)) return then;
  const [first] = then;
  if (otherwise === undefined || first === undefined) return undefined;
  const reason = 'This depends on the order in which the server lists what is there.';
  const { location } = first;
  return [{ kind: 'conditional', condition: { kind: 'unknown', reason }, then, otherwise, location }];
}

interface ReadingAt {
  readonly operations: readonly MigrationOperation[];
  readonly asksInOrder: boolean;
}

/** `undefined` where the script would surely fail, so that something is not as it is thought to be. */
function readAt(
  script: ScriptText,
  parsers: ScriptParsers,
  project: MigrationProject,
  found: FoundSchema,
  reverse: boolean,
): ReadingAt | undefined {
  return parsers.python.read(script.text, (root) => {
    const effects: Effect[] = [];
    let trace: TraceReader | undefined;
    const soFar = (): readonly MigrationOperation[] => trace?.operationsOf(effects) ?? [];
    let world: ModuleReading['world'] | undefined;
    const follow = (one: PyValue): PyValue => (one.kind === 'import' ? (world?.follow(one) ?? one) : one);
    const { versionTable } = project;
    const asked = new AskedSchema(found, { sql: parsers.sql, versionTable, follow }, soFar, reverse);
    const { module, context } = readScript(root, script, parsers, project, {
      onCall: (call, frame) => asked.answer(call, frame),
      settle: (value) => asked.settle(value),
    });
    world = module.world;
    trace = new TraceReader({ ...context, attached: attachedIn(module, effects) });
    const { direction = 'upgrade' } = found;
    if (followFunction(direction, script.file, module, effects) !== undefined || raises(effects))
      return undefined;
    const operations = trace.operationsOf(effects).filter((one) => !isAbout(versionTable, one));
    return { operations, asksInOrder: asked.asksInOrder };
  });
}

/** The version table is no part of the schema that scripts make. */
function isAbout(versionTable: VersionTable | undefined, operation: MigrationOperation): boolean {
  if (operation.kind === 'setComment')
    return operation.target.kind === 'table' && operation.target.name.name === versionTable?.name;
  return 'table' in operation && operation.table?.name === versionTable?.name;
}

interface Hooks {
  readonly onCall: (call: PyCall, frame: Frame) => PyValue | undefined;
  readonly settle?: (value: PyValue) => PyValue | undefined;
}

interface ScriptReading {
  readonly module: ModuleReading;
  readonly context: Omit<ScriptContext, 'attached'>;
}

function readScript(
  root: SyntaxNode,
  script: ScriptText,
  { python, sql }: ScriptParsers,
  project: MigrationProject,
  hooks: Hooks,
): ScriptReading {
  const { file, readImport } = script;
  const answer = answersFor(configurationOf(project, readImport), readImport);
  const settle = settleFor(project);
  const { modules } = modulesOf(project);
  const module = readModule(root, {
    file,
    readImport,
    python,
    keepsExpressions: true,
    followsCalls: true,
    followsFile: (text) => isAboutSchemas(text) && text.length < largestFile,
    calls: 5000,
    onCall: (call, frame) => answer(call) ?? hooks.onCall(call, frame),
    settle: (value) => hooks.settle?.(value) ?? settle(value),
    name: moduleName(file),
    // What another file's function does to a schema that it asks for depends on that.
    modules: hooks.settle === undefined ? modulesOf(project) : { modules },
  });
  const context: ScriptReading['context'] = {
    sql,
    readFile: readImport,
    follow: (one) => (one.kind === 'import' ? module.world.follow(one) : one),
    callMethod: (method, self, others) =>
      resultOfMethod(method, () => callMethod(method, self, others, root, module)),
    naming: () => namingOf(project, readImport, python),
  };
  return { module, context };
}

/** Without it, a downgrade that is not supported would be one that does nothing. */
function refusal(file: string): MigrationOperation {
  const reason = 'downgrade() always raises an error: Alembic stops here, and the downgrade is not done.';
  return { kind: 'opaque', reason, affects: [], location: { file } };
}

/** Records what a function of the script does; the answer is what to say instead where it is not written out. */
function followFunction(
  name: string,
  file: string,
  module: ModuleReading,
  effects: Effect[],
): readonly MigrationOperation[] | undefined {
  const found = module.names.get(name);
  const value = found?.kind === 'import' ? module.world.follow(found) : found;
  if (value === undefined) return [];
  if (value.kind !== 'function') {
    const reason = `What ${name}() does is not known: it is not written out in the script.`;
    return [{ kind: 'opaque', reason, affects: 'anything', location: { file } }];
  }
  const frame = moduleFrame(module.world);
  recordIn(
    effects,
    () => callFunction(value, callWith(value.node, [], new Map([['op', op(file)]])), frame),
    module.world.trace,
  );
  return undefined;
}

function attachedIn(module: ModuleReading, effects: readonly Effect[]): ScriptContext['attached'] {
  return (until) => attachedTables([...module.effects, ...effects], until);
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

/** Calls a method of a type, wherever it is defined. */
function callMethod(
  method: PyValue,
  self: PyValue,
  others: readonly PyValue[],
  root: SyntaxNode,
  module: ModuleReading,
): PyValue | undefined {
  const frame: Frame = moduleFrame(module.world);
  const call = callWith(root, [self, ...others]);
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
