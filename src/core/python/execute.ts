/**
 * Python statements, followed as far as they can be decided. Where a condition is unknown, both ways are taken and
 * a name that differs between them is unknown afterwards.
 */
import type { SyntaxNode } from '../text/syntax.ts';
import { assign, assignedNames, remove } from './assign.ts';
import { evaluate, evaluateField, forced } from './evaluate.ts';
import { bind, codeChildren, type Frame, newScope, type PyCall, rangeOf } from './frame.ts';
import { importFrom, importModules } from './import.ts';
import { isSequence, joinValues, none, type PyFunction, type PyValue, truthOf, unknown } from './value.ts';

/** How a statement goes on: to the next one, or out of the block. */
type Flow = 'next' | 'ends';

export function executeBlock(nodes: readonly SyntaxNode[], frame: Frame): Flow {
  for (const node of nodes) if (execute(node, frame) === 'ends') return 'ends';
  return 'next';
}

function execute(node: SyntaxNode, frame: Frame): Flow {
  switch (node.type) {
    case 'expression_statement':
      for (const child of codeChildren(node)) executeExpression(child, frame);
      return 'next';
    case 'import_statement':
      importModules(node, frame);
      return 'next';
    case 'import_from_statement':
      importFrom(node, frame);
      return 'next';
    case 'function_definition':
    case 'class_definition':
    case 'decorated_definition':
      define(node, frame);
      return 'next';
    case 'return_statement': {
      const [value] = codeChildren(node);
      frame.returns.push(value === undefined ? none : evaluate(value, frame));
      return 'ends';
    }
    case 'raise_statement':
    case 'break_statement':
    case 'continue_statement':
      for (const child of codeChildren(node)) evaluate(child, frame);
      return 'ends';
    case 'global_statement':
      for (const name of codeChildren(node)) frame.globals.add(name.text);
      return 'next';
    case 'delete_statement':
      for (const target of codeChildren(node)) remove(target, frame);
      return 'next';
    case 'nonlocal_statement':
      for (const name of assignedNames(node)) bind(name, unknown, frame);
      return 'next';
    case 'block':
    case 'module':
    case 'ERROR':
      return executeBlock(codeChildren(node), frame);
    case 'assignment':
    case 'augmented_assignment':
      executeExpression(node, frame);
      return 'next';
    default:
      return executeCompound(node, frame);
  }
}

function executeCompound(node: SyntaxNode, frame: Frame): Flow {
  switch (node.type) {
    case 'if_statement':
      return executeIf(node, frame);
    case 'try_statement':
      return executeTry(node, frame);
    case 'with_statement':
      return executeWith(node, frame);
    case 'for_statement':
    case 'while_statement':
      executeLoop(node, frame);
      return 'next';
    case 'match_statement':
      executeMatch(node, frame);
      return 'next';
    default:
      return 'next';
  }
}

function executeExpression(node: SyntaxNode, frame: Frame): void {
  if (node.type === 'assignment') {
    const right = node.childForFieldName('right');
    const left = node.childForFieldName('left');
    if (right === null) return;
    if (right.type === 'assignment') executeExpression(right, frame);
    const value = right.type === 'assignment' ? lastValue(right, frame) : evaluate(right, frame);
    if (left !== null) assign(left, value, frame);
  } else if (node.type === 'augmented_assignment') {
    const left = node.childForFieldName('left');
    if (left !== null) assign(left, augmented(node, frame), frame);
  } else evaluate(node, frame);
}

/** In `a = b = value`: what `b` was given. */
function lastValue(node: SyntaxNode, frame: Frame): PyValue {
  const right = node.childForFieldName('right');
  if (right === null) return unknown;
  return right.type === 'assignment' ? lastValue(right, frame) : evaluate(right, frame);
}

function augmented(node: SyntaxNode, frame: Frame): PyValue {
  const left = forced(evaluateField(node, 'left', frame), frame);
  const right = forced(evaluateField(node, 'right', frame), frame);
  const range = rangeOf(node);
  if (node.childForFieldName('operator')?.type !== '+=') return unknown;
  if (left.kind === 'string' && right.kind === 'string') {
    return { kind: 'string', text: left.text + right.text, range };
  }
  const alike = isSequence(left) && isSequence(right) && left.kind !== 'set';
  return alike ? { ...left, items: [...left.items, ...right.items], range } : unknown;
}

function define(node: SyntaxNode, frame: Frame): void {
  const definition = node.childForFieldName('definition') ?? node;
  const name = definition.childForFieldName('name')?.text ?? '';
  if (definition.type === 'class_definition') {
    defineClass(definition, name, frame);
    return;
  }
  const wrapped =
    definition !== node || definition.children[0]?.type === 'async' || /\byield\b/.test(definition.text);
  bind(name, { kind: 'function', node: definition, scope: frame.scope, wrapped }, frame);
}

function defineClass(node: SyntaxNode, name: string, frame: Frame): void {
  const scope = newScope(frame.scope);
  const body = node.childForFieldName('body');
  if (body !== null) executeBlock(codeChildren(body), { ...frame, scope, globals: new Set() });
  bind(name, { kind: 'class', path: name, names: scope.names }, frame);
}

/** Follows a call into the function's body. Names the body leaves in the module stay bound there. */
export function callFunction(callee: PyFunction, call: PyCall | undefined, frame: Frame): PyValue {
  const body = callee.node.childForFieldName('body');
  if (body === null || frame.depth >= 8 || frame.world.budget.calls-- <= 0) return unknown;
  const scope = newScope(callee.scope);
  bindParameters(callee.node, call, { ...frame, scope });
  const inside: Frame = {
    world: frame.world,
    scope,
    globals: new Set(),
    returns: [],
    depth: frame.depth + 1,
  };
  if (executeBlock(codeChildren(body), inside) === 'next') inside.returns.push(none);
  if (callee.wrapped || inside.returns.length === 0) return unknown;
  return inside.returns.reduce(joinValues);
}

function bindParameters(node: SyntaxNode, call: PyCall | undefined, frame: Frame): void {
  const positional = [...(call?.positional ?? [])];
  const parameters = codeChildren(node.childForFieldName('parameters') ?? node);
  for (const parameter of node.childForFieldName('parameters') === null ? [] : parameters) {
    const name = (parameter.childForFieldName('name') ?? codeChildren(parameter)[0] ?? parameter).text;
    const splat = /splat|separator/.test(parameter.type);
    const given = splat ? undefined : (positional.shift() ?? call?.named.get(name));
    const fallback = parameter.childForFieldName('value');
    const defaulted =
      given === undefined && call !== undefined && call.openAt === undefined && fallback !== null;
    const value = given ?? (defaulted ? evaluate(fallback, frame) : unknown);
    frame.scope.names.set(name, splat ? unknown : value);
  }
}

interface Way {
  readonly names: Map<string, PyValue>;
  readonly flow: Flow;
}

/** Takes several ways from the same start and joins what they leave. */
function takeWays(ways: readonly (() => Flow)[], frame: Frame): Flow {
  const before = frame.scope.names;
  const results = ways.map((way): Way => {
    frame.scope.names = new Map(before);
    const flow = way();
    return { names: frame.scope.names, flow };
  });
  const open = results.filter(({ flow }) => flow === 'next');
  frame.scope.names = joinNames((open.length > 0 ? open : results).map(({ names }) => names));
  return open.length > 0 ? 'next' : 'ends';
}

function joinNames(all: readonly Map<string, PyValue>[]): Map<string, PyValue> {
  const [first = new Map<string, PyValue>(), ...others] = all;
  const names = new Map(first);
  for (const other of others) {
    for (const name of other.keys()) if (!names.has(name)) names.set(name, unknown);
    for (const [name, value] of names) names.set(name, joinValues(value, other.get(name)));
  }
  return names;
}

function executeIf(node: SyntaxNode, frame: Frame): Flow {
  const branches: { readonly condition: SyntaxNode | null; readonly body: SyntaxNode }[] = [];
  const body = node.childForFieldName('consequence');
  if (body !== null) branches.push({ condition: node.childForFieldName('condition'), body });
  for (const clause of node.childrenForFieldName('alternative')) {
    const inner = clause?.childForFieldName('consequence') ?? clause?.childForFieldName('body') ?? null;
    if (inner !== null)
      branches.push({ condition: clause?.childForFieldName('condition') ?? null, body: inner });
  }
  const ways: (() => Flow)[] = [];
  for (const { condition, body: block } of branches) {
    const truth = condition === null ? true : conditionTruth(condition, frame);
    if (truth !== false) ways.push(() => executeBlock(codeChildren(block), frame));
    if (truth === true) return ways.length === 1 ? (ways[0]?.() ?? 'next') : takeWays(ways, frame);
  }
  return takeWays([...ways, () => 'next'], frame);
}

function conditionTruth(condition: SyntaxNode, frame: Frame): boolean | undefined {
  return /^(?:typing\.)?TYPE_CHECKING$/.test(condition.text) ? false : truthOf(evaluate(condition, frame));
}

function executeTry(node: SyntaxNode, frame: Frame): Flow {
  const body = codeChildren(node.childForFieldName('body') ?? node);
  const clauses = codeChildren(node).filter((child) => child.type !== 'block');
  const block = (type: string): SyntaxNode[] => {
    const clause = clauses.find((child) => child.type === type);
    const inner =
      clause === undefined ? undefined : codeChildren(clause).find((child) => child.type === 'block');
    return inner === undefined ? [] : codeChildren(inner);
  };
  const straight = (): Flow =>
    executeBlock(body, frame) === 'ends' ? 'ends' : executeBlock(block('else_clause'), frame);
  const handlers = clauses
    .filter((clause) => clause.type === 'except_clause' || clause.type === 'except_group_clause')
    .map((clause) => () => executeHandler(clause, body, frame));
  const flow = cannotFail(body, frame) ? straight() : takeWays([straight, ...handlers], frame);
  return executeBlock(block('finally_clause'), frame) === 'ends' ? 'ends' : flow;
}

/** A single statement that failed has bound nothing; of several, any may have been done. */
function executeHandler(clause: SyntaxNode, body: readonly SyntaxNode[], frame: Frame): Flow {
  const [only] = body;
  const atOnce = body.length === 1 && only !== undefined && /^(?:expression|import)/.test(only.type);
  for (const statement of atOnce ? [] : body) {
    for (const name of assignedNames(statement)) bind(name, unknown, frame);
  }
  const inner = codeChildren(clause).find((child) => child.type === 'block');
  return inner === undefined ? 'next' : executeBlock(codeChildren(inner), frame);
}

/** Only imports that surely succeed, and plain values. */
function cannotFail(body: readonly SyntaxNode[], frame: Frame): boolean {
  return body.every((statement) => {
    if (statement.type === 'pass_statement') return true;
    if (statement.type === 'import_from_statement' || statement.type === 'import_statement') {
      return importSucceeds(statement, frame);
    }
    return statement.type === 'expression_statement' && /^[\w.]+\s*=\s*[\s\w'"(),[\]]*$/.test(statement.text);
  });
}

function importSucceeds(statement: SyntaxNode, frame: Frame): boolean {
  const from = statement.childForFieldName('module_name');
  const modules = from === null ? statement.childrenForFieldName('name') : [from];
  return modules.every((module) => {
    const name = (module?.childForFieldName('name') ?? module)?.text ?? '';
    return alwaysThere.has(name.split('.')[0] ?? '') || frame.world.isThere(name);
  });
}

/** What Alembic itself cannot run without. */
const alwaysThere = new Set([
  'alembic',
  'sqlalchemy',
  'typing',
  'os',
  'sys',
  'logging',
  're',
  'uuid',
  'json',
  'datetime',
]);

function executeWith(node: SyntaxNode, frame: Frame): Flow {
  for (const name of assignedNames(node, 'with_clause')) bind(name, unknown, frame);
  for (const child of codeChildren(node)) if (child.type === 'with_clause') evaluate(child, frame);
  const body = node.childForFieldName('body');
  return body === null ? 'next' : executeBlock(codeChildren(body), frame);
}

function executeLoop(node: SyntaxNode, frame: Frame): void {
  const condition = node.childForFieldName('right') ?? node.childForFieldName('condition');
  if (condition !== null) evaluate(condition, frame);
  takeWays(
    [
      () => 'next',
      () => {
        for (const name of assignedNames(node)) bind(name, unknown, frame);
        for (const block of [node.childForFieldName('body'), node.childForFieldName('alternative')]) {
          if (block !== null) executeBlock(codeChildren(block), frame);
        }
        return 'next';
      },
    ],
    frame,
  );
}

function executeMatch(node: SyntaxNode, frame: Frame): void {
  for (const name of assignedNames(node)) bind(name, unknown, frame);
  const body = node.childForFieldName('body');
  const cases = body === null ? [] : codeChildren(body);
  takeWays(
    [
      ...cases.map((branch) => () => {
        const block = branch.childForFieldName('consequence');
        return block === null ? 'next' : executeBlock(codeChildren(block), frame);
      }),
      () => 'next',
    ],
    frame,
  );
}
