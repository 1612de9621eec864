/**
 * A project's `script.py.mako`, filled in without Mako: expressions of names, literals, conditions and `repr`, lines
 * of `% if`. Whatever else a template does is not guessed at.
 *
 * @see https://docs.makotemplates.org/en/latest/syntax.html
 */
import type { SyntaxNode, SyntaxParser } from '../../../text/syntax.ts';
import { stringCode } from './pythonCode.ts';

/** What a template may name. A list is a tuple of Python, `undefined` its None. */
export type TemplateValues = Readonly<Record<string, TemplateValue>>;

export type TemplateValue =
  | string
  | undefined
  | readonly string[]
  /** Something that has a text and attributes: `create_date.year`. */
  | { readonly text: string; readonly attributes: Readonly<Record<string, string>> };

/** @returns `undefined` where the template does something that is not known here. */
export function fillTemplate(
  template: string,
  values: TemplateValues,
  python: SyntaxParser,
): string | undefined {
  const evaluate = (expression: string) => evaluateText(expression, values, python);
  const open: boolean[] = [];
  let text = '';
  for (const line of template.replaceAll('\r\n', '\n').split(/(?<=\n)/)) {
    if (/^\s*##/.test(line)) continue;
    const control = /^[ \t]*%(?!%)[ \t]*(.*?)\s*$/.exec(line)?.[1];
    if (control !== undefined) {
      if (!follow(control, open, evaluate)) return undefined;
    } else if (!open.includes(false)) {
      text += line.replace(/^([ \t]*)%%/, '$1%').replace(/\\\n$/, '');
    }
  }
  return open.length > 0 || /<%|<\/%/.test(text) ? undefined : fillExpressions(text, evaluate);
}

type Evaluate = (expression: string) => Evaluated | undefined;

/** `undefined` as a value is Python's None. */
interface Evaluated {
  readonly value: TemplateValue;
}

/** @returns Whether the line is one that is known. */
function follow(control: string, open: boolean[], evaluate: Evaluate): boolean {
  const condition = /^if\s+(.+?)\s*:$/.exec(control)?.[1];
  if (condition !== undefined) {
    // What is left out need not be decided.
    const found = open.includes(false) ? { value: undefined } : evaluate(condition);
    if (found !== undefined) open.push(isTrue(found.value));
    return found !== undefined;
  }
  const last = open.pop();
  if (last === undefined) return false;
  if (control === 'endif') return true;
  open.push(!last);
  return /^else\s*:$/.test(control);
}

function isTrue(value: TemplateValue): boolean {
  if (value === undefined) return false;
  return typeof value === 'string' || isList(value) ? value.length > 0 : true;
}

function isList(value: TemplateValue): value is readonly string[] {
  return Array.isArray(value);
}

/** The text of every `${…}`, which may hold braces in strings only. */
function fillExpressions(text: string, evaluate: Evaluate): string | undefined {
  let known = true;
  const filled = text.replace(
    /\$\{((?:[^{}'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*)\}/g,
    (_, inside: string) => {
      const [, expression = '', filters = ''] = /^(.*?)(?:\|([\w\s,]+))?$/s.exec(inside) ?? [];
      const found = evaluate(expression.trim());
      const shown =
        found &&
        filtered(
          found.value,
          filters.split(',').map((one) => one.trim()),
        );
      if (shown === undefined) known = false;
      return shown ?? '';
    },
  );
  return known ? filled : undefined;
}

function filtered(value: TemplateValue, filters: readonly string[]): string | undefined {
  if (filters.some((name) => !['', 'n', 'comma', 'str', 'unicode', 'trim'].includes(name))) return undefined;
  if (filters.includes('comma')) {
    if (value === undefined) return '';
    if (isList(value)) return value.join(', ');
  }
  const shown = textOf(value);
  return filters.includes('trim') ? shown.trim() : shown;
}

/** As Python's `str`. */
function textOf(value: TemplateValue): string {
  if (value === undefined) return 'None';
  if (typeof value === 'string') return value;
  return isList(value) ? reprOf(value) : value.text;
}

function reprOf(value: TemplateValue): string {
  if (typeof value === 'string') return stringCode(value);
  if (value === undefined || !isList(value)) return textOf(value);
  const items = value.map((item) => stringCode(item));
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

function evaluateText(
  expression: string,
  values: TemplateValues,
  python: SyntaxParser,
): Evaluated | undefined {
  return python.read(`(${expression})`, (root) => {
    const statement = root.namedChildren[0];
    const inner = statement?.namedChildren[0];
    return root.hasError || root.namedChildren.length !== 1 || !inner ? undefined : evaluate(inner, values);
  });
}

function evaluate(node: SyntaxNode, values: TemplateValues): Evaluated | undefined {
  const [first, second, third] = node.namedChildren;
  const inner = (child: SyntaxNode | null | undefined) => (child ? evaluate(child, values) : undefined);
  switch (node.type) {
    case 'parenthesized_expression':
      return inner(first);
    case 'none':
      return { value: undefined };
    case 'identifier':
      return Object.hasOwn(values, node.text) ? { value: values[node.text] } : undefined;
    case 'string':
      return stringValue(node);
    case 'conditional_expression': {
      const condition = inner(second);
      return condition && inner(isTrue(condition.value) ? first : third);
    }
    case 'not_operator': {
      const argument = inner(first);
      return argument && { value: isTrue(argument.value) ? undefined : 'True' };
    }
    case 'boolean_operator':
      return either(node, inner(first), () => inner(second));
    case 'binary_operator':
      return joined(node, inner(first), inner(second));
    case 'attribute': {
      const found = inner(node.childForFieldName('object'))?.value;
      const name = node.childForFieldName('attribute')?.text ?? '';
      if (typeof found !== 'object' || isList(found)) return undefined;
      return Object.hasOwn(found.attributes, name) ? { value: found.attributes[name] } : undefined;
    }
    case 'call':
      return called(node, values);
    default:
      return undefined;
  }
}

function either(
  node: SyntaxNode,
  left: Evaluated | undefined,
  right: () => Evaluated | undefined,
): Evaluated | undefined {
  if (left === undefined) return undefined;
  const takesLeft =
    node.childForFieldName('operator')?.text === 'or' ? isTrue(left.value) : !isTrue(left.value);
  return takesLeft ? left : right();
}

function joined(
  node: SyntaxNode,
  left: Evaluated | undefined,
  right: Evaluated | undefined,
): Evaluated | undefined {
  const isPlus = node.childForFieldName('operator')?.text === '+';
  if (!isPlus || typeof left?.value !== 'string' || typeof right?.value !== 'string') return undefined;
  return { value: left.value + right.value };
}

/** `repr(…)` and `str(…)` of one thing. */
function called(node: SyntaxNode, values: TemplateValues): Evaluated | undefined {
  const name = node.childForFieldName('function')?.text;
  const [argument, ...more] = node.childForFieldName('arguments')?.namedChildren ?? [];
  if (!argument || more.length > 0 || (name !== 'repr' && name !== 'str')) return undefined;
  const found = evaluate(argument, values);
  return found && { value: name === 'repr' ? reprOf(found.value) : textOf(found.value) };
}

/** A plain string whose only escapes are those of lines and quotes. */
function stringValue(node: SyntaxNode): Evaluated | undefined {
  const match = /^(?:"((?:[^"\\]|\\[nt\\"'])*)"|'((?:[^'\\]|\\[nt\\"'])*)')$/.exec(node.text);
  if (match === null) return undefined;
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t' };
  const raw = match[1] ?? match[2] ?? '';
  return { value: raw.replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character) };
}
