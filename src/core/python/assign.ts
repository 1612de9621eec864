/** Assignment targets: names, tuples of names, items of a dictionary, attributes. */
import type { SyntaxNode } from '../text/syntax.ts';
import { evaluate, forced } from './evaluate.ts';
import { bind, codeChildren, type Frame, forgetAll, rangeOf } from './frame.ts';
import { isSequence, type PyCallResult, type PyValue, unknown, unknownAt } from './value.ts';

export function assign(target: SyntaxNode, value: PyValue, frame: Frame): void {
  switch (target.type) {
    case 'identifier':
      bind(target.text, value, frame);
      break;
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'expression_list':
    case 'tuple':
    case 'list':
    case 'parenthesized_expression':
      unpack(target, value, frame);
      break;
    case 'subscript':
      assignItem(target, value, frame);
      break;
    case 'attribute':
      assignAttribute(target, value, frame);
      break;
    default:
      for (const name of assignedNames(target)) bind(name, unknown, frame);
  }
}

function unpack(target: SyntaxNode, value: PyValue, frame: Frame): void {
  const targets = codeChildren(target);
  const known = forced(value, frame);
  const star = targets.findIndex(({ type }) => type.includes('splat'));
  const given = isSequence(known) && known.kind !== 'set' ? known.items : [];
  const items = star < 0 ? given : gathered(given, star, targets.length);
  const fits = items.length === targets.length;
  for (const [index, part] of targets.entries()) {
    const inner = index === star ? codeChildren(part)[0] : part;
    if (inner !== undefined) assign(inner, (fits ? items[index] : undefined) ?? unknown, frame);
  }
}

/** What `*rest` takes, as one list. */
function gathered(items: readonly PyValue[], star: number, targets: number): readonly PyValue[] {
  const end = items.length - (targets - star - 1);
  if (end < star) return [];
  return [...items.slice(0, star), { kind: 'list', items: items.slice(star, end) }, ...items.slice(end)];
}

function assignItem(target: SyntaxNode, value: PyValue, frame: Frame): void {
  const object = target.childForFieldName('value');
  const [subscript] = target.childrenForFieldName('subscript');
  const key = subscript == null ? unknown : forced(evaluate(subscript, frame), frame);
  if (object?.type === 'call' && /^(?:globals|locals|vars)\(\)$/.test(object.text)) {
    if (key.kind === 'string') frame.world.module.names.set(key.text, value);
    else forgetAll(frame.world.module);
    return;
  }
  if (object?.type !== 'identifier') return;
  const container = evaluate(object, frame);
  if (container.kind === 'dict' && key.kind === 'string') {
    bind(object.text, { ...container, entries: new Map(container.entries).set(key.text, value) }, frame);
  } else if (container.kind === 'dict' || isSequence(container)) bind(object.text, unknown, frame);
}

/** `del name`, `del names['key']` */
export function remove(target: SyntaxNode, frame: Frame): void {
  if (target.type !== 'subscript') {
    for (const name of assignedNames(target, undefined, true)) frame.scope.names.delete(name);
    return;
  }
  const object = target.childForFieldName('value');
  const [subscript] = target.childrenForFieldName('subscript');
  const container = object === null ? unknown : evaluate(object, frame);
  if (object?.type !== 'identifier' || (container.kind !== 'dict' && !isSequence(container))) return;
  const key = subscript == null ? unknown : forced(evaluate(subscript, frame), frame);
  if (container.kind === 'dict' && key.kind === 'string') {
    const entries = new Map(container.entries);
    entries.delete(key.text);
    bind(object.text, { ...container, entries }, frame);
  } else bind(object.text, unknown, frame);
}

/** A class or object that is changed is not followed any further; the module itself may be reached this way. */
function assignAttribute(target: SyntaxNode, value: PyValue, frame: Frame): void {
  const object = target.childForFieldName('object');
  if (object?.type === 'attribute' && changeMetadata(target, object, value, frame)) return;
  if (object?.type === 'identifier' && addMember(target, value, evaluate(object, frame), frame)) return;
  const kind = object?.type === 'identifier' ? evaluate(object, frame).kind : undefined;
  const isChanged = kind === 'class' || (kind === 'call' && !keepsMeaning(target, frame));
  if (object !== null && isChanged) bind(object.text, unknown, frame);
  if (object?.text.startsWith('sys.modules')) forgetAll(frame.world.module);
}

/** Where models are read, only MetaData changes what they mean. */
function keepsMeaning(target: SyntaxNode, { world }: Frame): boolean {
  const name = target.childForFieldName('attribute')?.text ?? '';
  return (
    world.classes !== undefined && name !== 'schema' && name !== 'naming_convention' && name !== 'metadata'
  );
}

/** `Base.metadata.naming_convention = {…}`: the class has a MetaData that says so. */
function changeMetadata(target: SyntaxNode, object: SyntaxNode, value: PyValue, frame: Frame): boolean {
  const [, name = ''] = /^\w+\.metadata\.(naming_convention|schema)$/.exec(target.text) ?? [];
  const owner = object.childForFieldName('object');
  const { classes, module } = frame.world;
  if (name === '' || owner?.type !== 'identifier' || classes === undefined) return false;
  const made = evaluate(owner, frame);
  const own = made.kind === 'class' ? made.names : made.kind === 'call' ? made.named : undefined;
  if (own === undefined) return false;
  const before = own.get('metadata') ?? { ...plainMetadata, file: frame.world.file };
  // Tables that are there already have got some of their names by then.
  const isSure = frame.scope === module && !classes.some(({ members }) => members.has('__tablename__'));
  const after =
    before.kind === 'call' && isSure ? { ...before, named: new Map(before.named).set(name, value) } : unknown;
  if (made.kind === 'call')
    bind(owner.text, { ...made, named: new Map(made.named).set('metadata', after) }, frame);
  else if (made.kind === 'class')
    classes.find(({ definition }) => definition === made.definition)?.scope.set('metadata', after);
  return true;
}

const plainMetadata: PyCallResult = {
  kind: 'call',
  callee: unknownAt('sqlalchemy.MetaData'),
  positional: [],
  named: new Map(),
  open: false,
  openNames: false,
  file: '',
};

/** `User.nickname = Column(String)` below the class, where it is surely run. */
function addMember(target: SyntaxNode, value: PyValue, object: PyValue, { world, scope }: Frame): boolean {
  const name = target.childForFieldName('attribute');
  const [at, more] = world.trace.at;
  const isSure = scope === world.module && at === world.effects && more === undefined;
  if (object.kind !== 'class' || object.definition === undefined || name === null || !isSure) return false;
  // Whoever holds the class sees it change.
  const known = world.classes?.find(({ definition }) => definition === object.definition);
  if (known === undefined) return false;
  known.scope.set(name.text, value);
  known.members.set(name.text, {
    nameRange: rangeOf(name),
    range: rangeOf(target.parent ?? target),
    decorators: [],
  });
  return true;
}

const targetFields: readonly (readonly [type: string, field: string])[] = [
  ['assignment', 'left'],
  ['augmented_assignment', 'left'],
  ['named_expression', 'name'],
  ['for_statement', 'left'],
  ['function_definition', 'name'],
  ['class_definition', 'name'],
  ['aliased_import', 'alias'],
];

/** Every name that a statement, or one inside it, may bind. Functions inside it are not entered. */
export function assignedNames(node: SyntaxNode, only?: string, isTarget = false): Set<string> {
  const names = new Set<string>();
  const inTarget = (target: SyntaxNode): void => {
    if (target.type === 'identifier' || target.type === 'dotted_name')
      names.add(target.text.split('.')[0] ?? '');
    else for (const child of codeChildren(target)) inTarget(child);
  };
  const visit = (at: SyntaxNode): void => {
    const field = targetFields.find(([type]) => type === at.type)?.[1];
    const target = field === undefined ? null : at.childForFieldName(field);
    if (target !== null) inTarget(target);
    if (['as_pattern_target', 'case_pattern', 'delete_statement', 'nonlocal_statement'].includes(at.type))
      inTarget(at);
    if (at.type === 'import_from_statement' || at.type === 'import_statement') {
      for (const name of at.childrenForFieldName('name')) {
        if (name !== null && name.type === 'dotted_name') inTarget(name);
      }
    }
    if (at.type === 'function_definition' || at.type === 'class_definition') return;
    for (const child of codeChildren(at)) visit(child);
  };
  if (isTarget) inTarget(node);
  for (const child of only === undefined ? [node] : codeChildren(node).filter(({ type }) => type === only))
    visit(child);
  return names;
}
