/** How a class sets `impl` on its objects, as types of SQLAlchemy may do. */
import type { SyntaxNode } from '../text/syntax.ts';
import { assignedNames } from './assign.ts';
import { codeChildren } from './frame.ts';

/** It is set by a method. */
export interface ImplSetting {
  /** Only where the constructor is given this argument, and not `None`. */
  readonly onlyIf?: ConstructorArgument;
}

export interface ConstructorArgument {
  readonly name: string;
  /** Among what is given by position. */
  readonly index: number;
}

/** @returns `undefined` where no method sets it. */
export function implSettingIn(body: SyntaxNode | null): ImplSetting | undefined {
  if (body === null || !/\.impl\s*(?::[^=\n]*)?=(?!=)/.test(body.text)) return undefined;
  const guards = settingsIn(body).map(guardOf);
  const [onlyIf] = guards;
  return onlyIf !== undefined && guards.every((one) => one?.name === onlyIf.name) ? { onlyIf } : {};
}

function settingsIn(node: SyntaxNode): readonly SyntaxNode[] {
  const target = node.type === 'assignment' ? node.childForFieldName('left') : null;
  if (target?.childForFieldName('attribute')?.text === 'impl') return [node];
  return codeChildren(node).flatMap(settingsIn);
}

/** `if given is not None:` around it, in the constructor. */
function guardOf(setting: SyntaxNode): ConstructorArgument | undefined {
  let name: string | undefined;
  for (let node = setting; node.parent !== null; node = node.parent) {
    const { parent } = node;
    if (parent.type === 'function_definition')
      return name === undefined ? undefined : argumentOf(parent, name);
    const isThen = parent.childForFieldName('consequence')?.startIndex === node.startIndex;
    if (parent.type === 'if_statement' && isThen)
      name ??= /^(\w+)(?: is not None)?$/.exec(parent.childForFieldName('condition')?.text ?? '')?.[1];
  }
  return undefined;
}

/** One of `__init__`'s that is `None` unless it is given. */
function argumentOf(method: SyntaxNode, name: string): ConstructorArgument | undefined {
  const [parameters, body] = [method.childForFieldName('parameters'), method.childForFieldName('body')];
  if (method.childForFieldName('name')?.text !== '__init__' || parameters === null || body === null)
    return undefined;
  const all = codeChildren(parameters);
  const at = all.findIndex((one) => one.childForFieldName('name')?.text === name);
  const isNone = all[at]?.childForFieldName('value')?.text === 'None';
  return isNone && !assignedNames(body).has(name) ? { name, index: at - 1 } : undefined;
}
