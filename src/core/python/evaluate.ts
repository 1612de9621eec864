/**
 * Python expressions, evaluated as far as literals, constants, imports from the repository and local functions reach.
 *
 * Every operand is visited, also of expressions that stay unknown, so that `World.onCall` hears of every call.
 */
import type { SyntaxNode } from '../text/syntax.ts';
import { evaluateCall } from './call.ts';
import { codeChildren, type Frame, lookUp, newScope, rangeOf } from './frame.ts';
import { decodePiece, idRange, literalKind } from './literal.ts';
import { binary, comparison, subscript, textOf } from './operators.ts';
import {
  attributeOfImport,
  joinDotted,
  joinValues,
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
  if (object.kind === 'class') return object.names.get(name) ?? unknownAt(`${object.path}.${name}`);
  const path = pathOf(object);
  return unknownAt(path === undefined ? undefined : joinDotted(path, name));
}

function evaluateReference(node: SyntaxNode, frame: Frame): PyValue {
  switch (node.type) {
    case 'identifier':
      return lookUp(node.text, frame.scope) ?? unknown;
    case 'attribute':
      return attributeOf(
        evaluateField(node, 'object', frame),
        node.childForFieldName('attribute')?.text ?? '',
      );
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

function evaluateOperation(node: SyntaxNode, frame: Frame): PyValue {
  switch (node.type) {
    case 'binary_operator': {
      const left = forced(evaluateField(node, 'left', frame), frame);
      const right = forced(evaluateField(node, 'right', frame), frame);
      return binary(node.childForFieldName('operator')?.type ?? '', left, right);
    }
    case 'unary_operator': {
      const value = forced(evaluateField(node, 'argument', frame), frame);
      const negative = node.childForFieldName('operator')?.type === '-' && value.kind === 'int';
      return negative ? { kind: 'int', value: -value.value } : unknown;
    }
    case 'not_operator': {
      const truth = truthOf(evaluateField(node, 'argument', frame));
      return truth === undefined ? unknown : { kind: 'bool', value: !truth };
    }
    case 'comparison_operator':
      return comparison(
        codeChildren(node).map((operand) => evaluate(operand, frame)),
        node.childrenForFieldName('operators').map((operator) => operator?.type ?? ''),
      );
    case 'named_expression': {
      const value = evaluateField(node, 'value', frame);
      const name = node.childForFieldName('name');
      if (name !== null) frame.scope.names.set(name.text, value);
      return value;
    }
    case 'await':
      return evaluateOnly(node, frame);
    case 'lambda':
      return visitInside(node, frame);
    default:
      for (const child of codeChildren(node)) evaluate(child, frame);
      return unknown;
  }
}

function evaluateOnly(node: SyntaxNode, frame: Frame): PyValue {
  const [only] = codeChildren(node);
  return only === undefined ? unknown : evaluate(only, frame);
}

/** The body of a lambda, for the calls in it: its parameters are unknown. */
function visitInside(node: SyntaxNode, frame: Frame): PyValue {
  const scope = newScope(frame.scope);
  for (const parameter of codeChildren(node.childForFieldName('parameters') ?? node)) {
    if (parameter.type === 'identifier') scope.names.set(parameter.text, unknown);
  }
  evaluateField(node, 'body', { ...frame, scope });
  return unknown;
}

function evaluateString(node: SyntaxNode, frame: Frame): PyValue {
  const start = node.children[0]?.text ?? '';
  const kind = literalKind(start);
  let text: string | undefined = '';
  for (const child of codeChildren(node)) {
    let piece: string | undefined = '';
    if (child.type === 'string_content') piece = content(child, kind.raw, kind.formatted);
    else if (child.type === 'interpolation') piece = interpolation(child, frame);
    text = text === undefined || piece === undefined ? undefined : text + piece;
  }
  const known = text !== undefined && !kind.bytes && !/t/i.test(start);
  return known
    ? { kind: 'string', text: text ?? '', range: idRange(node) }
    : { ...unknown, range: rangeOf(node) };
}

function content(node: SyntaxNode, raw: boolean, formatted: boolean): string | undefined {
  const text = decodePiece(node.text, raw);
  return formatted ? text?.replaceAll('{{', '{').replaceAll('}}', '}') : text;
}

function interpolation(node: SyntaxNode, frame: Frame): string | undefined {
  const value = forced(evaluateField(node, 'expression', frame), frame);
  const plain = codeChildren(node).length === 1 && !/=\s*\}$/.test(node.text);
  return plain ? textOf(value) : undefined;
}

function concatenate(node: SyntaxNode, frame: Frame): PyValue {
  const parts = codeChildren(node).map((part) => evaluate(part, frame));
  const range = rangeOf(node);
  let text = '';
  for (const part of parts) {
    if (part.kind !== 'string') return { ...unknown, range };
    text += part.text;
  }
  return { kind: 'string', text, range };
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
    if ('items' in spread) items.push(...spread.items);
    else known = false;
  }
  return known ? { kind, items, range } : { ...unknown, range };
}

function dictionary(node: SyntaxNode, frame: Frame): PyDict {
  const entries = new Map<string, PyValue>();
  let open = false;
  for (const child of codeChildren(node)) {
    if (child.type === 'pair') {
      const key = forced(evaluateField(child, 'key', frame), frame);
      const value = evaluateField(child, 'value', frame);
      if (key.kind === 'string') entries.set(key.text, value);
      else open ||= key.kind !== 'int' && key.kind !== 'none';
    } else {
      const spread = forced(evaluateOnly(child, frame), frame);
      if (spread.kind === 'dict' && !spread.open)
        for (const [key, value] of spread.entries) entries.set(key, value);
      else {
        for (const key of entries.keys()) entries.set(key, unknown);
        open = true;
      }
    }
  }
  return { kind: 'dict', entries, open, range: rangeOf(node) };
}

function evaluateSubscript(node: SyntaxNode, frame: Frame): PyValue {
  const object = forced(evaluateField(node, 'value', frame), frame);
  const [index, ...more] = node.childrenForFieldName('subscript');
  const key = index == null || index.type === 'slice' ? unknown : forced(evaluate(index, frame), frame);
  if (more.length > 0) return unknown;
  return index?.type === 'slice' ? sliceOf(object, index, frame) : subscript(object, key);
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
  const truth = truthOf(evaluate(condition, frame));
  const a = evaluate(whenTrue, frame);
  const b = evaluate(whenFalse, frame);
  if (truth === undefined) return joinValues(a, b);
  return truth ? a : b;
}

function booleanOperator(node: SyntaxNode, frame: Frame): PyValue {
  const left = evaluateField(node, 'left', frame);
  const right = evaluateField(node, 'right', frame);
  const truth = truthOf(left);
  // `unknown or {}` still comes from where the left side comes from.
  if (truth === undefined) return right.kind === 'dict' && right.entries.size === 0 ? left : unknown;
  return (node.childForFieldName('operator')?.type === 'or') === truth ? left : right;
}
