/**
 * Python expressions, evaluated as far as literals, constants, imports from the repository and local functions reach.
 *
 * Every operand is visited, also of expressions that stay unknown, so that `World.onCall` hears of every call.
 */
import type { SyntaxNode } from '../text/syntax.ts';
import { evaluateAnnotation } from './annotation.ts';
import { evaluateCall } from './call.ts';
import { comprehension } from './comprehension.ts';
import { codeChildren, type Frame, lookUp, newScope, rangeOf } from './frame.ts';
import { attributeOfInstance } from './instance.ts';
import { binary, comparison, subscript } from './operators.ts';
import { concatenate, evaluateString } from './strings.ts';
import { choice } from './trace.ts';
import {
  attributeOfImport,
  expression,
  isSequence,
  isSymbolic,
  joinDotted,
  type PyClass,
  type PyDict,
  type PySequence,
  type PyValue,
  pathOf,
  relocate,
  truthOf,
  unknown,
  unknownAt,
} from './value.ts';

export function evaluate(node: SyntaxNode, frame: Frame): PyValue {
  switch (node.type) {
    case 'string':
      return evaluateString(node, frame);
    case 'concatenated_string':
      return concatenate(node, frame);
    case 'integer':
      return integer(node);
    case 'float':
      return frame.world.keepsExpressions
        ? { ...expression('float', [], node.text), range: rangeOf(node) }
        : unknown;
    case 'true':
    case 'false':
      return { kind: 'bool', value: node.type === 'true', range: rangeOf(node) };
    case 'none':
      return { kind: 'none', range: rangeOf(node) };
    case 'parenthesized_expression':
      return evaluateOnly(node, frame);
    case 'tuple':
    case 'expression_list':
      return sequence('tuple', node, frame);
    case 'list':
      return sequence('list', node, frame);
    case 'set':
      return sequence('set', node, frame);
    case 'dictionary':
      return dictionary(node, frame);
    case 'identifier':
    case 'attribute':
    case 'call':
    case 'subscript':
    case 'conditional_expression':
    case 'boolean_operator':
      return relocate(evaluateReference(node, frame), rangeOf(node));
    default:
      return { ...evaluateOperation(node, frame), range: rangeOf(node) };
  }
}

/** A field's value; `unknown` if the text is incomplete there. */
export function evaluateField(node: SyntaxNode, field: string, frame: Frame): PyValue {
  const child = node.childForFieldName(field);
  return child === null ? unknown : evaluate(child, frame);
}

/** Looks up what an import stands for, where that is needed to go on. */
export function forced(value: PyValue, frame: Frame): PyValue {
  return value.kind === 'import' ? frame.world.follow(value) : value;
}

/** Nothing is looked up for it: most imported things are only passed on. */
export function attributeOf(object: PyValue, name: string): PyValue {
  if (object.kind === 'import') return attributeOfImport(object, name);
  if (object.kind === 'class') return attributeOfClass(object, name);
  if (isSequence(object) && object.names?.includes(name))
    return object.items[object.names.indexOf(name)] ?? unknown;
  if (object.kind === 'object') return object.attributes.get(name) ?? expression('attribute', [object], name);
  if (object.kind === 'expression' && object.operator === 'member') {
    if (name === 'name') return { kind: 'string', text: object.name ?? '' };
    if (name === 'value') return object.operands[0] ?? unknown;
  }
  if (isSymbolic(object)) return expression('attribute', [object], name);
  const path = pathOf(object);
  return unknownAt(path === undefined ? undefined : joinDotted(path, name));
}

function attributeOfClass(object: PyClass, name: string): PyValue {
  const value = object.names.get(name);
  if (value === undefined) return expression('attribute', [object], name);
  if (isEnum(object) && value.kind !== 'function') return expression('member', [value], name);
  return value.kind === 'call' && object.definition !== undefined
    ? { ...value, owner: { definition: object.definition, attribute: name } }
    : value;
}

/** By the name of a base: the class itself may not be among the files of the repository. */
export function isEnum({ bases }: PyClass): boolean {
  return bases.some((base) => /Enum$/.test(pathOf(base) ?? ''));
}

/** What iterating over a value gives, if that is known. */
export function itemsOf(value: PyValue): readonly PyValue[] | undefined {
  if (isSequence(value)) return value.items;
  if (value.kind === 'dict' && !value.open)
    return [...value.entries.keys()].map((text) => ({ kind: 'string', text }));
  if (value.kind !== 'class' || !isEnum(value)) return undefined;
  return [...value.names]
    .filter(([name, member]) => !isMethod(member) && !name.startsWith('_'))
    .map(([name, member]) => expression('member', [member], name));
}

/** Also of a class in another file, which holds no functions. */
function isMethod(member: PyValue): boolean {
  return member.kind === 'function' || (member.kind === 'unknown' && member.definedIn !== undefined);
}

/** What a loop goes over, where the reader knows of a call's result. */
export function iterated(value: PyValue, frame: Frame): PyValue {
  return value.kind === 'call' ? (frame.world.settle?.(value) ?? value) : value;
}

/** What cannot be computed: kept as it is where the reader wants to know. */
export function kept(frame: Frame, operator: string, operands: readonly PyValue[]): PyValue {
  return frame.world.keepsExpressions ? expression(operator, operands) : unknown;
}

function evaluateReference(node: SyntaxNode, frame: Frame): PyValue {
  switch (node.type) {
    case 'identifier':
      return lookUp(node.text, frame.scope) ?? builtin(node.text, frame);
    case 'attribute': {
      const object = evaluateField(node, 'object', frame);
      const name = node.childForFieldName('attribute')?.text ?? '';
      const value = keptAttribute(object, name, frame) ?? attributeOf(object, name);
      return frame.world.settle?.(value) ?? value;
    }
    case 'call':
      return evaluateCall(node, frame);
    case 'subscript':
      return evaluateSubscript(node, frame);
    case 'conditional_expression':
      return conditional(node, frame);
    default:
      return booleanOperator(node, frame);
  }
}

/** Types that everybody knows, by their path. */
function builtin(name: string, { world }: Frame): PyValue {
  return world.keepsExpressions && builtinTypes.has(name) ? unknownAt(`builtins.${name}`) : unknown;
}

const builtinTypes = new Set('bool bytes dict float int list object set str tuple type'.split(' '));

/** Of an object that is made by a call of a class. */
function keptAttribute(object: PyValue, name: string, frame: Frame): PyValue | undefined {
  const instance = object.kind === 'call' ? object : undefined;
  const made = instance === undefined ? undefined : forced(instance.callee, frame);
  return instance === undefined || made?.kind !== 'class'
    ? undefined
    : attributeOfInstance(instance, made, name);
}

function evaluateOperation(node: SyntaxNode, frame: Frame): PyValue {
  switch (node.type) {
    case 'binary_operator': {
      const left = forced(evaluateField(node, 'left', frame), frame);
      const right = forced(evaluateField(node, 'right', frame), frame);
      const operator = node.childForFieldName('operator')?.type ?? '';
      const result = binary(operator, left, right);
      return result === unknown ? kept(frame, operator, [left, right]) : result;
    }
    case 'unary_operator': {
      const value = forced(evaluateField(node, 'argument', frame), frame);
      const operator = node.childForFieldName('operator')?.type ?? '';
      const negative = operator === '-' && value.kind === 'int';
      return negative ? { kind: 'int', value: -value.value } : kept(frame, operator, [value]);
    }
    case 'not_operator': {
      const value = evaluateField(node, 'argument', frame);
      const truth = truthOf(value);
      return truth === undefined ? kept(frame, 'not', [value]) : { kind: 'bool', value: !truth };
    }
    case 'comparison_operator':
      return compareOperands(node, frame);
    case 'named_expression': {
      const value = evaluateField(node, 'value', frame);
      const name = node.childForFieldName('name');
      if (name !== null) frame.scope.names.set(name.text, value);
      return value;
    }
    case 'await':
      return evaluateOnly(node, frame);
    case 'lambda':
      return lambda(node, frame);
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return comprehension(node, frame);
    default:
      for (const child of codeChildren(node)) evaluate(child, frame);
      return unknown;
  }
}

function compareOperands(node: SyntaxNode, frame: Frame): PyValue {
  const operands = codeChildren(node).map((operand) => comparable(evaluate(operand, frame), frame));
  const operators = node.childrenForFieldName('operators').map((operator) => operator?.type ?? '');
  const result = comparison(operands, operators);
  const [operator, more] = operators;
  return result.kind === 'unknown' && operator !== undefined && more === undefined
    ? kept(frame, operator.replace(/\s+/g, ' '), operands)
    : result;
}

/** An imported constant is looked up; other readers compare imported things by their path alone. */
function comparable(value: PyValue, frame: Frame): PyValue {
  return frame.world.keepsExpressions ? forced(value, frame) : value;
}

function evaluateOnly(node: SyntaxNode, frame: Frame): PyValue {
  const [only] = codeChildren(node);
  return only === undefined ? unknown : evaluate(only, frame);
}

/** The body of a lambda: its first parameter is `parameter`, the others are unknown. */
function lambda(node: SyntaxNode, frame: Frame): PyValue {
  const scope = newScope(frame.scope);
  const parameters = codeChildren(node.childForFieldName('parameters') ?? node);
  for (const [index, { type, text }] of parameters.entries()) {
    const first = index === 0 && frame.world.keepsExpressions;
    if (type === 'identifier') scope.names.set(text, first ? expression('parameter', []) : unknown);
  }
  return kept(frame, 'lambda', [evaluateField(node, 'body', { ...frame, scope })]);
}

function integer(node: SyntaxNode): PyValue {
  const range = rangeOf(node);
  const value = Number(node.text.replaceAll('_', ''));
  return Number.isSafeInteger(value) ? { kind: 'int', value, range } : { ...unknown, range };
}

function sequence(kind: PySequence['kind'], node: SyntaxNode, frame: Frame): PyValue {
  const range = rangeOf(node);
  const items: PyValue[] = [];
  let known = true;
  for (const child of codeChildren(node)) {
    if (child.type !== 'list_splat') {
      items.push(evaluate(child, frame));
      continue;
    }
    const spread = forced(evaluateOnly(child, frame), frame);
    if (isSequence(spread)) items.push(...spread.items);
    else known = false;
  }
  return known ? { kind, items, range } : { ...unknown, range };
}

function dictionary(node: SyntaxNode, frame: Frame): PyDict {
  const entries = new Map<string, PyValue>();
  const pairs: (readonly [PyValue, PyValue])[] = [];
  let open = false;
  for (const child of codeChildren(node)) {
    if (child.type === 'pair') {
      const key = forced(evaluateField(child, 'key', frame), frame);
      const value = evaluateField(child, 'value', frame);
      if (key.kind === 'string') entries.set(key.text, value);
      else pairs.push([key, value]);
      open ||= !['string', 'int', 'none'].includes(key.kind);
    } else {
      const spread = forced(evaluateOnly(child, frame), frame);
      if (spread.kind === 'dict' && spread.pairs !== undefined) {
        pairs.push(...spread.pairs);
        open = true;
      }
      if (spread.kind === 'dict' && (!spread.open || spread.pairs !== undefined))
        for (const [key, value] of spread.entries) entries.set(key, value);
      else {
        for (const key of entries.keys()) entries.set(key, unknown);
        pairs.push([unknown, unknown]);
        open = true;
      }
    }
  }
  const others = pairs.length > 0 && frame.world.keepsExpressions ? { pairs } : {};
  return { kind: 'dict', entries, ...others, open, range: rangeOf(node) };
}

function evaluateSubscript(node: SyntaxNode, frame: Frame): PyValue {
  const object = forced(evaluateField(node, 'value', frame), frame);
  const [index, ...more] = node.childrenForFieldName('subscript');
  const key = index == null || index.type === 'slice' ? unknown : forced(evaluate(index, frame), frame);
  if (frame.world.keepsExpressions && isGeneric(object, key)) return evaluateAnnotation(node, frame);
  if (more.length > 0) return unknown;
  if (index?.type === 'slice') return sliceOf(object, index, frame);
  if (isSymbolic(object)) {
    const isGlobals = object.kind === 'call' && pathOf(object.callee) === 'builtins.globals';
    const named = isGlobals && key.kind === 'string' ? frame.world.module.names.get(key.text) : undefined;
    return named ?? expression('subscript', [object, key]);
  }
  return object.kind === 'class' && key.kind === 'string'
    ? attributeOfClass(object, key.text)
    : subscript(object, key);
}

/** `Annotated[str, 30]`, `list[int]`: a type that takes others. */
function isGeneric(object: PyValue, key: PyValue): boolean {
  if (object.kind === 'class') return key.kind !== 'string' && !isEnum(object);
  const path = pathOf(object) ?? '';
  return (
    object.kind === 'unknown' &&
    (/^(?:typing|typing_extensions|collections\.abc|sqlalchemy)\./.test(path) || /^builtins\./.test(path))
  );
}

/** `text[:-3]`, `items[1:]`; no step. */
function sliceOf(object: PyValue, slice: SyntaxNode, frame: Frame): PyValue {
  const parts = [undefined, undefined] as (number | undefined)[];
  let at = 0;
  for (const child of slice.children) {
    if (child === null) continue;
    if (child.type === ':') at++;
    else {
      const bound = evaluate(child, frame);
      if (bound.kind !== 'int' || at > 1) return unknown;
      parts[at] = bound.value;
    }
  }
  if (object.kind === 'string')
    return { kind: 'string', text: [...object.text].slice(parts[0], parts[1]).join('') };
  if (object.kind !== 'tuple' && object.kind !== 'list') return unknown;
  return { kind: object.kind, items: object.items.slice(parts[0], parts[1]) };
}

function conditional(node: SyntaxNode, frame: Frame): PyValue {
  const [whenTrue, condition, whenFalse] = codeChildren(node);
  if (whenTrue === undefined || condition === undefined || whenFalse === undefined) return unknown;
  const decider = evaluate(condition, frame);
  const truth = truthOf(decider);
  if (truth !== undefined && frame.world.keepsExpressions)
    return evaluate(truth ? whenTrue : whenFalse, frame);
  const a = evaluate(whenTrue, frame);
  const b = evaluate(whenFalse, frame);
  if (truth === undefined) return choice(decider, a, b);
  return truth ? a : b;
}

function booleanOperator(node: SyntaxNode, frame: Frame): PyValue {
  const left = evaluateField(node, 'left', frame);
  const right = evaluateField(node, 'right', frame);
  const truth = truthOf(left);
  const operator = node.childForFieldName('operator')?.type ?? '';
  if (truth === undefined && frame.world.keepsExpressions) return expression(operator, [left, right]);
  // `unknown or {}` still comes from where the left side comes from.
  if (truth === undefined) return right.kind === 'dict' && right.entries.size === 0 ? left : unknown;
  return (operator === 'or') === truth ? left : right;
}
