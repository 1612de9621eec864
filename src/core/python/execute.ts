/**
 * Python statements, followed as far as they can be decided. Where a condition is unknown, both ways are taken and
 * a name that differs between them is unknown afterwards.
 */
import type { SyntaxNode } from '../text/syntax.ts';
import { evaluateAnnotation } from './annotation.ts';
import { assign, assignedNames, remove } from './assign.ts';
import { executeTry } from './attempt.ts';
import { type ClassMember, definitionOf } from './classDefinition.ts';
import { evaluate, evaluateField, forced, itemsOf } from './evaluate.ts';
import { bind, codeChildren, type Frame, newScope, rangeOf, undecorated } from './frame.ts';
import { importFrom, importModules } from './import.ts';
import { initialAttributes } from './instance.ts';
import { executeLoop } from './loop.ts';
import { narrow } from './narrow.ts';
import { binary } from './operators.ts';
import { joinText } from './strings.ts';
import { end, record } from './trace.ts';
import { expression, isSymbolic, none, type PyClass, type PyValue, truthOf, unknown } from './value.ts';
import { fork, isReached, takeWays } from './ways.ts';

export function executeBlock(nodes: readonly SyntaxNode[], frame: Frame): void {
  for (const node of nodes) {
    if (!isReached(frame)) return;
    execute(node, frame);
  }
}

function execute(node: SyntaxNode, frame: Frame): void {
  switch (node.type) {
    case 'expression_statement':
      for (const child of codeChildren(node)) executeExpression(child, frame);
      break;
    case 'import_statement':
      importModules(node, frame);
      break;
    case 'import_from_statement':
      importFrom(node, frame);
      break;
    case 'function_definition':
    case 'class_definition':
    case 'decorated_definition':
      define(node, frame);
      break;
    case 'type_alias_statement':
      defineAlias(node, frame);
      break;
    case 'global_statement':
      for (const name of codeChildren(node)) frame.globals.add(name.text);
      break;
    case 'delete_statement':
      for (const target of codeChildren(node)) remove(target, frame);
      break;
    case 'nonlocal_statement':
      for (const name of assignedNames(node)) bind(name, unknown, frame);
      break;
    case 'block':
    case 'module':
    case 'ERROR':
      executeBlock(codeChildren(node), frame);
      break;
    case 'assignment':
    case 'augmented_assignment':
      executeExpression(node, frame);
      break;
    default:
      executeCompound(node, frame);
  }
}

function executeCompound(node: SyntaxNode, frame: Frame): void {
  switch (node.type) {
    case 'if_statement':
      executeIf(node, frame);
      break;
    case 'try_statement':
      executeTry(node, frame);
      break;
    case 'with_statement':
      executeWith(node, frame);
      break;
    case 'for_statement':
    case 'while_statement':
      executeLoop(node, frame);
      break;
    case 'match_statement':
      executeMatch(node, frame);
      break;
    case 'return_statement':
    case 'raise_statement':
    case 'break_statement':
    case 'continue_statement':
      leave(node, frame);
      break;
    default:
  }
}

function leave(node: SyntaxNode, frame: Frame): void {
  const [value = none] = codeChildren(node).map((child) => evaluate(child, frame));
  const { trace } = frame.world;
  if (node.type === 'return_statement') end({ kind: 'return', value }, trace);
  else if (node.type === 'raise_statement') end({ kind: 'raise' }, trace);
  else {
    frame.loop?.[node.type === 'break_statement' ? 'breaks' : 'continues'].push(...trace.at);
    trace.at = [];
  }
}

/** The value that was assigned, if it is an assignment. */
function executeExpression(node: SyntaxNode, frame: Frame): PyValue {
  if (node.type !== 'assignment' && node.type !== 'augmented_assignment') return evaluate(node, frame);
  const left = node.childForFieldName('left');
  if (node.type === 'assignment') {
    const right = node.childForFieldName('right');
    if (right === null) return unknown;
    const value = executeExpression(right, frame);
    if (left !== null) assign(left, value, frame);
    return value;
  }
  const value = augmented(node, frame);
  if (left !== null) assign(left, value, frame);
  return value;
}

function augmented(node: SyntaxNode, frame: Frame): PyValue {
  const left = forced(evaluateField(node, 'left', frame), frame);
  const right = forced(evaluateField(node, 'right', frame), frame);
  if (node.childForFieldName('operator')?.type !== '+=') return unknown;
  const range = rangeOf(node);
  if (left.kind === 'string' && right.kind === 'string') return { ...joinText([left, right], frame), range };
  const added = itemsOf(right);
  if ((left.kind === 'tuple' || left.kind === 'list') && added !== undefined)
    return { ...left, items: [...left.items, ...added], range };
  return left.kind === 'int' ? { ...binary('+', left, right), range } : unknown;
}

function define(node: SyntaxNode, frame: Frame): void {
  const definition = undecorated(node);
  const name = definition.childForFieldName('name')?.text ?? '';
  if (definition.type === 'class_definition') {
    defineClass(definition, name, frame);
    return;
  }
  const wrapped =
    !codeChildren(node).every(isPlainDecorator) ||
    definition.children[0]?.type === 'async' ||
    /\byield\b/.test(definition.text);
  bind(name, { kind: 'function', node: definition, scope: frame.scope, wrapped }, frame);
}

/** It leaves the function as it is. */
function isPlainDecorator(node: SyntaxNode): boolean {
  return (
    node.type !== 'decorator' ||
    /^@(?:(?:typing\.|typing_extensions\.)?(?:override|final|staticmethod)|(?:\w+\.)*declared_attr(?:\.\w+)*)\s*$/.test(
      node.text,
    )
  );
}

/** `type Name = str`: a type of its own to those who look for it, else what it stands for. */
function defineAlias(node: SyntaxNode, frame: Frame): void {
  const [name, value] = codeChildren(node);
  if (name === undefined || value === undefined) return;
  const [plain = name] = codeChildren(name);
  if (plain.type !== 'identifier') return;
  bind(plain.text, expression('alias', [evaluateAnnotation(value, frame)], plain.text), frame);
}

function defineClass(node: SyntaxNode, name: string, frame: Frame): void {
  const { classes, module } = frame.world;
  const outside = module.lookedUp;
  const [uses, mentions] = [new Set<string>(), new Set<string>()];
  if (classes !== undefined) module.lookedUp = uses;
  const scope = newScope(frame.scope);
  const body = node.childForFieldName('body');
  if (body !== null) executeBlock(codeChildren(body), { ...frame, scope, globals: new Set() });
  const given = node.childForFieldName('superclasses');
  const bases = given === null ? [] : codeChildren(given).filter(({ type }) => type !== 'keyword_argument');
  const values = bases.map((base) => evaluate(base, frame));
  const keeps = initialAttributes(node);
  if (classes !== undefined) module.lookedUp = mentions;
  const members = new Map<string, ClassMember>();
  const definition =
    classes === undefined ? undefined : definitionOf(node, members, { uses, mentions }, { ...frame, scope });
  module.lookedUp = outside;
  if (frame.scope !== module) for (const used of [...uses, ...mentions]) outside?.add(used);
  const made: PyClass = { kind: 'class', path: name, names: scope.names, bases: values, keeps, definition };
  if (definition !== undefined) classes?.push({ definition, scope: scope.names, members });
  bind(name, made, frame);
}

function executeIf(node: SyntaxNode, frame: Frame): void {
  const alternatives = node.childrenForFieldName('alternative').flatMap((clause) => clause ?? []);
  executeBranches([node, ...alternatives], frame);
}

/** `if` and its `elif` and `else` clauses. */
function executeBranches(clauses: readonly SyntaxNode[], frame: Frame): void {
  const [clause, ...others] = clauses;
  if (clause === undefined) return;
  const condition = clause.childForFieldName('condition');
  const body = clause.childForFieldName('consequence') ?? clause.childForFieldName('body');
  const inside = (): void => executeBlock(body === null ? [] : codeChildren(body), frame);
  const decider = condition === null ? unknown : conditionOf(condition, frame);
  const truth = condition === null ? true : truthOf(decider);
  if (truth === true) inside();
  else if (truth === false) executeBranches(others, frame);
  else {
    const when = (isTrue: boolean, way: () => void) => () => {
      if (condition !== null) narrow(condition, isTrue, frame);
      way();
    };
    const otherwise = (): void => executeBranches(others, frame);
    fork(decider, when(true, inside), when(false, otherwise), frame);
  }
}

function conditionOf(condition: SyntaxNode, frame: Frame): PyValue {
  return /^(?:typing\.)?TYPE_CHECKING$/.test(condition.text)
    ? { kind: 'bool', value: false }
    : evaluate(condition, frame);
}

function executeWith(node: SyntaxNode, frame: Frame): void {
  const { trace } = frame.world;
  const managers: PyValue[] = [];
  for (const clause of codeChildren(node)) {
    if (clause.type !== 'with_clause') continue;
    for (const item of codeChildren(clause)) managers.push(enter(item, frame));
  }
  const body = node.childForFieldName('body');
  const effect = { kind: 'with' as const, managers, body: [] };
  record(effect, trace);
  takeWays([() => executeBlock(body === null ? [] : codeChildren(body), frame)], [effect.body], frame);
}

/** What is entered stands for what `as` binds: most objects return themselves. */
function enter(item: SyntaxNode, frame: Frame): PyValue {
  const value = item.childForFieldName('value') ?? item;
  const [object, target] = value.type === 'as_pattern' ? codeChildren(value) : [value];
  const manager = object === undefined ? unknown : evaluate(object, frame);
  const [name] = target === undefined ? [] : codeChildren(target);
  for (const bound of assignedNames(item)) bind(bound, unknown, frame);
  if (name?.type === 'identifier' && isSymbolic(manager)) bind(name.text, manager, frame);
  return manager;
}

function executeMatch(node: SyntaxNode, frame: Frame): void {
  for (const name of assignedNames(node)) bind(name, unknown, frame);
  const subject = node.childForFieldName('subject');
  if (subject !== null) evaluate(subject, frame);
  const body = node.childForFieldName('body');
  const cases = body === null ? [] : codeChildren(body);
  const next = ([branch, ...others]: readonly SyntaxNode[]): void => {
    if (branch === undefined) return;
    const block = branch.childForFieldName('consequence');
    const inside = (): void => executeBlock(block === null ? [] : codeChildren(block), frame);
    fork(unknown, inside, () => next(others), frame);
  };
  next(cases);
}
