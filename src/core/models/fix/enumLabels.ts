/** One more label for an enum of the models: a string of `Enum('a', 'b')`, or a member of a class in the same module. */
import type { Range } from '../../text/range.ts';
import type { SyntaxNode } from '../../text/syntax.ts';
import { nodeAt } from './columnStatement.ts';
import type { Replacement } from './pythonImports.ts';

export interface NewLabel {
  /** That the models know. */
  readonly labels: readonly string[];
  readonly label: string;
  /** Behind which it belongs; `undefined`: it is the first. */
  readonly before: string | undefined;
  readonly quote: (text: string, quote?: "'" | '"') => string;
}

/** @returns `undefined` where it is not sure how the label would be written. */
export function membersText(root: SyntaxNode, range: Range, added: NewLabel): Replacement | undefined {
  const at = nodeAt(root, range);
  const listed = at?.type === 'call' ? amongStrings(at, added) : undefined;
  if (listed !== undefined) return listed;
  const names = new Set(at?.text.match(/[A-Za-z_]\w*/g) ?? []);
  const classes = root.namedChildren.filter(
    (node) => node?.type === 'class_definition' && names.has(node.childForFieldName('name')?.text ?? ''),
  );
  const [only, another] = classes;
  return only && another === undefined ? amongMembers(root, only, added) : undefined;
}

function amongStrings(call: SyntaxNode, { labels, label, before, quote }: NewLabel): Replacement | undefined {
  const given = (call.childForFieldName('arguments')?.namedChildren ?? []).filter((one) => one !== null);
  const strings = given.filter((one) => one.type !== 'keyword_argument' && one.type !== 'comment');
  const isListed =
    strings.length === labels.length && strings.every((one, at) => contentOf(one) === labels[at]);
  const [first] = strings;
  if (!isListed || first === undefined) return undefined;
  const written = quote(label, first.text.startsWith('"') ? '"' : "'");
  const previous = before === undefined ? undefined : strings[labels.indexOf(before)];
  return previous === undefined
    ? { start: first.startIndex, end: first.startIndex, text: `${written}, ` }
    : { start: previous.endIndex, end: previous.endIndex, text: `, ${written}` };
}

interface Member {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly value: string;
}

/** Where names and values of all members are alike, so are those of the new one. */
function amongMembers(
  root: SyntaxNode,
  definition: SyntaxNode,
  { labels, label, before, quote }: NewLabel,
): Replacement | undefined {
  const members = (definition.childForFieldName('body')?.namedChildren ?? []).flatMap(memberOf);
  const way = ways.find(
    ({ name, value }) =>
      members.length === labels.length &&
      members.every(
        (one, at) => one.name === name(labels[at] ?? '') && one.value === value(labels[at] ?? ''),
      ),
  );
  const [first] = members;
  if (way === undefined || first === undefined || !/^[A-Za-z]\w*$/.test(way.name(label))) return undefined;
  const mark = /=\s*(["'])/.exec(first.node.text)?.[1] === '"' ? '"' : "'";
  const written = `${way.name(label)} = ${quote(way.value(label), mark)}`;
  const previous = before === undefined ? undefined : members[labels.indexOf(before)]?.node;
  const text = root.text;
  const lineOf = (offset: number) => text.lastIndexOf('\n', offset - root.startIndex - 1) + 1;
  const indent = text.slice(lineOf(first.node.startIndex), first.node.startIndex - root.startIndex);
  if (!/^[ \t]*$/.test(indent)) return undefined;
  if (previous === undefined) {
    const { startIndex: start } = first.node;
    return { start, end: start, text: `${written}\n${indent}` };
  }
  const newline = text.indexOf('\n', previous.endIndex - root.startIndex);
  const end = root.startIndex + (newline < 0 ? text.length : newline);
  return { start: end, end, text: `\n${indent}${written}` };
}

const same = (text: string): string => text;
const upper = (text: string): string => text.toUpperCase().replace(/\W/g, '_');

/** How members are called, and what they are, for a label. */
const ways: readonly {
  readonly name: (label: string) => string;
  readonly value: (label: string) => string;
}[] = [
  { name: same, value: same },
  { name: upper, value: same },
  { name: same, value: (label) => label.toLowerCase() },
];

function memberOf(node: SyntaxNode | null): readonly Member[] {
  const assignment = node?.type === 'expression_statement' ? node.namedChildren[0] : undefined;
  if (assignment?.type !== 'assignment') return [];
  const name = assignment.childForFieldName('left')?.text ?? '';
  const right = assignment.childForFieldName('right');
  const value = right === null ? undefined : contentOf(right);
  return name.startsWith('_') ? [] : [{ node: assignment, name, value: value ?? '\0' }];
}

/** Of a plain string. */
function contentOf({ type, text }: SyntaxNode): string | undefined {
  const found = type === 'string' ? /^(?:"([^"\\]*)"|'([^'\\]*)')$/.exec(text) : null;
  return found?.[1] ?? found?.[2];
}
