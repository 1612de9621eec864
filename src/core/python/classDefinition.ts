/** What a class statement says besides the values of its names: where its members are, annotations, decorators. */
import type { Range } from '../text/range.ts';
import type { SyntaxNode } from '../text/syntax.ts';
import { evaluateAnnotation } from './annotation.ts';
import { evaluate } from './evaluate.ts';
import { codeChildren, type Frame, type PyCall, rangeOf, undecorated } from './frame.ts';
import { callFunction } from './function.ts';
import { type ImplSetting, implSettingIn } from './implSetting.ts';
import { recordIn } from './trace.ts';
import { expression, type PyExpression, type PyFunction, type PyValue, unknown } from './value.ts';

export interface ClassDefinition {
  readonly file: string;
  readonly name: string;
  readonly nameRange: Range;
  /** Of the whole statement, with its decorators. */
  readonly range: Range;
  /** `class User(Base, table=True)` */
  readonly keywords: ReadonlyMap<string, PyValue>;
  readonly decorators: readonly PyValue[];
  /** In their order; one that is bound again counts with its last statement. */
  readonly members: ReadonlyMap<string, ClassMember>;
  /** Names of the module that it cannot be read without. */
  readonly uses: Set<string>;
  /** And those in its annotations, keywords and decorators. */
  readonly mentions: ReadonlySet<string>;
  /** What methods return that `ModuleOptions.returnsOf` asks for; {@link theClass} stands for the class in it. */
  readonly returns: Map<string, PyValue>;
  readonly setsImpl?: ImplSetting;
}

export interface ClassMember {
  readonly nameRange: Range;
  /** Of the whole statement, with its decorators. */
  readonly range: Range;
  /** Of a method, what it returns. */
  readonly annotation?: PyValue;
  readonly annotationRange?: Range;
  /** Of what is assigned. */
  readonly valueRange?: Range;
  readonly decorators: readonly PyValue[];
}

/** The first argument of a method that is asked what it returns before its class is known. */
export const theClass: PyExpression = expression('class', []);

/** @param members Filled here, and by statements below the class. */
export function definitionOf(
  node: SyntaxNode,
  members: Map<string, ClassMember>,
  { uses, mentions }: Pick<ClassDefinition, 'uses' | 'mentions'>,
  frame: Frame,
): ClassDefinition {
  const name = node.childForFieldName('name') ?? node;
  const given = node.childForFieldName('superclasses');
  const keywords = new Map<string, PyValue>();
  for (const one of given === null ? [] : codeChildren(given)) {
    const value = one.type === 'keyword_argument' ? one.childForFieldName('value') : null;
    if (value !== null) keywords.set(one.childForFieldName('name')?.text ?? '', evaluate(value, frame));
  }
  const body = node.childForFieldName('body');
  if (body !== null) collectMembers(codeChildren(body), members, frame);
  const setsImpl = implSettingIn(body);
  return {
    file: frame.world.file,
    name: name.text,
    nameRange: rangeOf(name),
    range: rangeOf(statementOf(node)),
    keywords,
    decorators: decoratorsOf(node, frame),
    members,
    uses,
    mentions,
    returns: new Map(),
    ...(setsImpl && { setsImpl }),
  };
}

function statementOf(node: SyntaxNode): SyntaxNode {
  return node.parent?.type === 'decorated_definition' ? node.parent : node;
}

function decoratorsOf(node: SyntaxNode, frame: Frame): readonly PyValue[] {
  const statement = statementOf(node);
  if (statement === node) return [];
  return codeChildren(statement).flatMap((child) => {
    const [value] = child.type === 'decorator' ? codeChildren(child) : [];
    return value === undefined ? [] : [evaluate(value, frame)];
  });
}

/** Also inside `if`, `try` and `with`: which of them was taken is seen by the names that are bound. */
function collectMembers(
  statements: readonly SyntaxNode[],
  members: Map<string, ClassMember>,
  frame: Frame,
): void {
  for (const statement of statements) {
    const definition = undecorated(statement);
    if (definition.type === 'function_definition' || definition.type === 'class_definition') {
      const name = definition.childForFieldName('name');
      if (name === null) continue;
      const decorators = decoratorsOf(definition, frame);
      const type = definition.childForFieldName('return_type');
      add(members, name.text, {
        nameRange: rangeOf(name),
        range: rangeOf(statement),
        decorators,
        ...(type !== null && { annotation: evaluateAnnotation(type, frame), annotationRange: rangeOf(type) }),
      });
    } else if (statement.type === 'expression_statement') {
      for (const child of codeChildren(statement)) collectAssigned(child, statement, members, frame);
    } else if (/^(?:if|try|with)_statement$|_clause$|^block$/.test(statement.type)) {
      const forCheckers = /^(?:typing\.)?TYPE_CHECKING$/.test(
        statement.childForFieldName('condition')?.text ?? '',
      );
      const skipped = forCheckers ? statement.childForFieldName('consequence')?.startIndex : undefined;
      const inner = codeChildren(statement).filter(({ startIndex }) => startIndex !== skipped);
      collectMembers(inner, members, frame);
    }
  }
}

function collectAssigned(
  node: SyntaxNode,
  statement: SyntaxNode,
  members: Map<string, ClassMember>,
  frame: Frame,
): void {
  if (node.type !== 'assignment') return;
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const type = node.childForFieldName('type');
  if (right !== null) collectAssigned(right, statement, members, frame);
  if (left?.type !== 'identifier') return;
  add(members, left.text, {
    nameRange: rangeOf(left),
    range: rangeOf(statement),
    decorators: [],
    ...(type === null ? {} : { annotation: evaluateAnnotation(type, frame), annotationRange: rangeOf(type) }),
    ...(right === null ? {} : { valueRange: rangeOf(right) }),
  });
}

function add(members: Map<string, ClassMember>, name: string, member: ClassMember): void {
  const before = members.get(name);
  members.delete(name);
  const { annotation, annotationRange } = before ?? {};
  members.set(name, {
    ...(annotation === undefined ? {} : { annotation }),
    ...(annotationRange === undefined ? {} : { annotationRange }),
    ...member,
  });
}

/** What a method returns for a class that is not known yet; recorded nowhere. */
export function returnOf(method: PyFunction, frame: Frame): PyValue {
  const call: PyCall = {
    node: method.node,
    callee: unknown,
    positional: [theClass],
    named: new Map(),
    namedAt: new Map(),
    openAt: undefined,
    openNames: false,
    openPath: undefined,
  };
  let result: PyValue = unknown;
  const run = (): void => {
    result = callFunction({ ...method, wrapped: false }, call, frame) ?? unknown;
  };
  recordIn([], run, frame.world.trace);
  return result;
}
