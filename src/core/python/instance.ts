/** Objects of classes that only keep what they are given: `self.name = name` in `__init__`. */
import type { SyntaxNode } from '../text/syntax.ts';
import { codeChildren } from './frame.ts';
import type { PyCallResult, PyClass, PyValue } from './value.ts';

/** What `__init__` keeps; `undefined` for classes that do more, or may. */
export function initialAttributes(node: SyntaxNode): PyClass['keeps'] {
  const isDecorated = node.parent?.type === 'decorated_definition';
  const statements = codeChildren(node.childForFieldName('body') ?? node);
  const init = statements.find(
    (one) => one.type === 'function_definition' && one.childForFieldName('name')?.text === '__init__',
  );
  if (isDecorated || init === undefined) return undefined;
  const [self, ...parameters] = codeChildren(init.childForFieldName('parameters') ?? init).map(nameOf);
  if (self === undefined || parameters.includes(undefined) || /\b__(?:get|set)\w*__\b/.test(node.text))
    return undefined;
  const attributes = new Map<string, string>();
  for (const statement of codeChildren(init.childForFieldName('body') ?? init)) {
    const [, target = '', attribute = '', parameter = ''] =
      /^(\w+)\.(\w+)(?:\s*:[^=]+)?\s*=\s*(\w+)$/.exec(statement.text) ?? [];
    if (target === self && parameters.includes(parameter) && isOnlyAssigned(attribute, node.text))
      attributes.set(attribute, parameter);
  }
  return { parameters: parameters.flatMap((name) => name ?? []), attributes };
}

/** A plain parameter; its default is not looked at. */
function nameOf(parameter: SyntaxNode): string | undefined {
  if (parameter.type === 'identifier') return parameter.text;
  if (/^(?:typed_parameter|default_parameter|typed_default_parameter)$/.test(parameter.type)) {
    const name = parameter.childForFieldName('name') ?? codeChildren(parameter)[0];
    return name?.type === 'identifier' ? name.text : undefined;
  }
  return undefined;
}

/** Once in its class, which has no other member of this name; the parameter is not bound anew either. */
function isOnlyAssigned(attribute: string, text: string): boolean {
  const assigned = new RegExp(`\\.${attribute}\\b(?:\\s*:[^=\\n]+)?\\s*(?:[-+*/|&%]|//|\\*\\*)?=(?!=)`, 'g');
  const bound = new RegExp(`\\b(?:def|class)\\s+${attribute}\\b|^\\s*${attribute}\\s*[:=]`, 'm');
  return (text.match(assigned)?.length ?? 0) === 1 && !bound.test(text);
}

/**
 * An attribute of what a call of a class gave; `undefined` where it is not known.
 *
 * @param made The class that was called.
 */
export function attributeOfInstance(call: PyCallResult, made: PyClass, name: string): PyValue | undefined {
  const { keeps } = made;
  const parameter = keeps?.attributes.get(name);
  const isPlain = made.bases.every((base) => base.kind === 'unknown' && base.path === 'builtins.object');
  if (keeps === undefined || parameter === undefined || call.open || !isPlain) return undefined;
  return call.named.get(parameter) ?? call.positional[keeps.parameters.indexOf(parameter)];
}
