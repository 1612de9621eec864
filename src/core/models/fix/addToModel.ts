/**
 * What a database has and no model knows, added to the model: a column to the class of its table, a label to its enum.
 * In the manner of what stands there.
 */
import { refText } from '../../drift/objectRef.ts';
import { stringCode } from '../../migration/alembic/write/pythonCode.ts';
import { nameKey, sameName } from '../../schema/name.ts';
import type { Column } from '../../schema/snapshot.ts';
import { sameType } from '../../schema/type.ts';
import type { Fix } from '../../text/edit.ts';
import type { SyntaxNode } from '../../text/syntax.ts';
import type { ModelFinding } from '../check/modelFinding.ts';
import type { ModelTable } from '../modelSchema.ts';
import { optionalOf } from './annotation.ts';
import { columnOf, tableAt, typesOf } from './asModels.ts';
import type { Target } from './columnEdits.ts';
import { type ColumnStatement, columnStatement } from './columnStatement.ts';
import { membersText } from './enumLabels.ts';
import { fieldStatement, isFieldStatement } from './fieldStatement.ts';
import type { FixContext } from './fixContext.ts';
import { importName, type Replacement, type Spelled } from './pythonImports.ts';
import { defaultTypes, pythonTypeOf, spellPythonType } from './pythonType.ts';
import { spellDefault, spellType } from './spellType.ts';

export function addToModel(finding: ModelFinding, context: FixContext): readonly Fix[] {
  if (finding.kind === 'surplus-column') return addAttribute(finding, context);
  return finding.kind === 'enum-label-surplus' ? addLabel(finding, context) : [];
}

function addAttribute(finding: ModelFinding, context: FixContext): readonly Fix[] {
  const { object } = finding;
  const classes = context.models.tables.filter(({ name }) => sameName(name, object.of));
  const [table, another] = classes;
  const target = targetOf(finding, context);
  const text = table && context.textOf(table.location.file);
  if (table === undefined || another !== undefined || target === undefined || text === undefined) return [];
  const edits = context.python.read(text, (root) => attributeEdits(root, table, target, text));
  return fixOf(`Add ${refText(object)} to the model`, table.location.file, edits);
}

function fixOf(title: string, file: string, edits: readonly Replacement[] | undefined): readonly Fix[] {
  if (edits === undefined) return [];
  const changes = edits.map(({ start, end, text: newText }) => ({ file, range: { start, end }, newText }));
  return [{ title, edits: changes, newFiles: [] }];
}

/** What all places have; what makes values by itself is more than a column. */
function targetOf({ object, places }: ModelFinding, { schemaOf }: FixContext): Target | undefined {
  const found = places.map(({ environment }): Target | undefined => {
    const side = schemaOf(environment);
    const column = side && columnOf(tableAt(side, object.of), object.part);
    return side && column && { column, types: typesOf(side) };
  });
  const [first] = found;
  if (first === undefined || isMade(first.column)) return undefined;
  return found.every((one) => one !== undefined && isAlike(one.column, first.column)) ? first : undefined;
}

const isMade = ({ identity, generated, default: value }: Column): boolean =>
  identity !== undefined || generated !== undefined || value?.startsWith('nextval(') === true;

const isAlike = (a: Column, b: Column): boolean =>
  sameType(a.type, b.type) &&
  a.nullable === b.nullable &&
  a.default === b.default &&
  a.collation === b.collation;

/** Names that mean something else in a mapped class, or in Python. */
const taken =
  /^(?:metadata|registry|query|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|None|nonlocal|not|or|pass|raise|return|True|False|try|while|with|yield)$/;

/** Behind the last column that the class itself has. */
function attributeEdits(
  root: SyntaxNode,
  table: ModelTable,
  target: Target,
  text: string,
): readonly Replacement[] | undefined {
  const { name } = target.column;
  const body = classBody(root, table);
  if (body === undefined || !/^[A-Za-z]\w*$/.test(name) || taken.test(name)) return undefined;
  if (new RegExp(`(?<![\\w.])${name}\\b`).test(body.text)) return undefined;
  const last = body.namedChildren.findLast((node) => node !== null && columnIn(node, table) !== undefined);
  const spelled = last ? spelledLike(last, root, table, target) : undefined;
  if (!last || spelled === undefined) return undefined;
  const lineStart = text.lastIndexOf('\n', last.startIndex - 1) + 1;
  const indent = text.slice(lineStart, last.startIndex);
  const newline = text.indexOf('\n', last.endIndex);
  const end = newline < 0 ? text.length : newline;
  const isWhole = /^\s*$/.test(indent) && /^\s*(?:#.*)?$/.test(text.slice(last.endIndex, end));
  return isWhole ? [...spelled.edits, { start: end, end, text: `\n${indent}${spelled.text}` }] : undefined;
}

function classBody(root: SyntaxNode, { location, className }: ModelTable): SyntaxNode | undefined {
  const start = location.range?.start;
  if (className === undefined || start === undefined) return undefined;
  let node = root;
  for (;;) {
    if (node.type === 'class_definition' && node.childForFieldName('name')?.startIndex === start)
      return node.childForFieldName('body') ?? undefined;
    const inner = node.namedChildren.find(
      (child) => child !== null && child.startIndex <= start && start < child.endIndex,
    );
    if (!inner) return undefined;
    node = inner;
  }
}

function columnIn({ startIndex, endIndex }: SyntaxNode, { columns, location: { file } }: ModelTable) {
  return columns.find(
    ({ location }) =>
      location.file === file &&
      location.range !== undefined &&
      startIndex <= location.range.start &&
      location.range.end <= endIndex,
  );
}

/** As its neighbour is written. */
function spelledLike(
  neighbour: SyntaxNode,
  root: SyntaxNode,
  table: ModelTable,
  target: Target,
): Spelled | undefined {
  if (isFieldStatement(neighbour)) return fieldStatement(root, target);
  const range = columnIn(neighbour, table)?.location.range;
  const place = range && columnStatement(root, range);
  return place && attribute(root, place, target);
}

function attribute(root: SyntaxNode, like: ColumnStatement, target: Target): Spelled | undefined {
  const { column, types } = target;
  const mapped = /^([\w.]*\bMapped)\[/.exec(like.annotation?.text ?? '')?.[1];
  const python = mapped === undefined ? undefined : pythonTypeOf(column.type);
  const style = { root, old: undefined, maker: like.makerName, types, keepsText: false };
  const type = spellType(column.type, { ...style, collation: column.collation });
  const call =
    like.makerName === undefined
      ? importName(root, 'sqlalchemy.orm', 'mapped_column', 'orm_column')
      : { text: like.makerName, edits: [] };
  if (type === undefined) return undefined;
  const value = column.default === undefined ? undefined : spellDefault(root, column.default, like.makerName);
  const server = value === undefined ? [] : [`server_default=${value.text}`];
  if (python === undefined || mapped === undefined) {
    const given = [type.text, ...(column.nullable ? [] : ['nullable=False']), ...server].join(', ');
    const edits = [...type.edits, ...call.edits, ...(value?.edits ?? [])];
    return { text: `${column.name} = ${call.text}(${given})`, edits };
  }
  const plain = spellPythonType(root, python);
  const inner = column.nullable ? optionalOf(root, plain.text) : { text: plain.text, edits: [] };
  const says =
    column.type.kind === 'named' &&
    defaultTypes[python] === column.type.name &&
    column.type.modifier === undefined &&
    column.collation === undefined;
  const given = [...(says ? [] : [type.text]), ...server];
  const head = `${column.name}: ${mapped}[${inner.text}]`;
  const annotation = [...plain.edits, ...inner.edits];
  if (given.length === 0) return { text: head, edits: annotation };
  const edits = [...annotation, ...(says ? [] : type.edits), ...call.edits, ...(value?.edits ?? [])];
  return { text: `${head} = ${call.text}(${given.join(', ')})`, edits };
}

function addLabel({ object, location }: ModelFinding, context: FixContext): readonly Fix[] {
  const type = context.models.snapshot.types.get(nameKey(object.of));
  const label = object.part;
  const text = location && context.textOf(location.file);
  if (type?.kind !== 'enum' || label === undefined || text === undefined || location?.range === undefined)
    return [];
  const { range, file } = location;
  const there = context.schemaOf(undefined);
  const known = there && typesOf(there).get(nameKey(object.of));
  const order =
    known?.kind === 'enum' && known.labels.includes(label) ? known.labels : [...type.labels, label];
  const before = order.slice(0, order.indexOf(label)).findLast((one) => type.labels.includes(one));
  const edit = context.python.read(text, (root) =>
    membersText(root, range, { labels: type.labels, label, before, quote: stringCode }),
  );
  return fixOf(`Add '${label}' to the model`, file, edit && [edit]);
}
