/** Another type for a column of a model: its expression, its length, its annotation. */
import type { NamedType, SqlType } from '../../schema/type.ts';
import type { SyntaxNode } from '../../text/syntax.ts';
import { annotatedType } from './annotation.ts';
import { addKeyword, addType, isField } from './columnArguments.ts';
import type { StatementPlace, Target } from './columnEdits.ts';
import { keyword, nodeAt } from './columnStatement.ts';
import type { Replacement, Spelled } from './pythonImports.ts';
import { defaultTypes, pythonTypeNamed, pythonTypeOf, spellPythonType } from './pythonType.ts';
import { spellType } from './spellType.ts';

export function changeType(place: StatementPlace, target: Target): readonly Replacement[] | undefined {
  const { type } = target.column;
  if (type.kind === 'unresolved') return undefined;
  const field = isField(place);
  const old = typeExpression(place);
  if (old === 'elsewhere') return undefined;
  const annotated = annotationChange(place, type);
  if (old !== undefined) {
    const changed = sameClass(old, target) ?? replaced(place, old, target, annotated.keepsText);
    return changed && [...changed, ...annotated.edits];
  }
  if (field) return changeField(place, target, annotated);
  // The annotation decides, and may say it all.
  if (annotated.says) return annotated.edits;
  const spelled = spell(place, undefined, target, annotated.keepsText);
  return spelled && [...addType(place, spelled), ...annotated.edits];
}

/** The expression of a type among the arguments; `elsewhere`: it is not known which that is, or it refers to others. */
function typeExpression({ root, statement, column }: StatementPlace): SyntaxNode | 'elsewhere' | undefined {
  const named = ['type_', 'sa_type'].map((name) => keyword(statement, name)).find((one) => one !== undefined);
  const value = named?.childForFieldName('value');
  if (value) return isPlainType(value) ? value : 'elsewhere';
  const at = column.type.range === undefined ? undefined : nodeAt(root, column.type.range);
  const found = statement.arguments.find(
    (one) => one.startIndex === at?.startIndex && one.endIndex === at.endIndex,
  );
  if (found !== undefined) return isPlainType(found) ? found : 'elsewhere';
  const positional = statement.arguments.filter(
    (one) => one.type !== 'keyword_argument' && one.type !== 'string',
  );
  // What stands there may be a type, a default, a foreign key whose column decides.
  const isKnown = positional.every((one) =>
    /^(?:\w+\.)*(?:Computed|Identity|Sequence|CheckConstraint)\b/.test(one.text),
  );
  return isKnown && statement.annotation !== undefined ? undefined : 'elsewhere';
}

/** Another dialect's type, or what refers to another column, is more than one type. */
function isPlainType(node: SyntaxNode): boolean {
  return !/\bwith_variant\b|\bForeignKey\b/.test(node.text) && node.type !== 'string';
}

const sized: Readonly<Record<string, readonly string[]>> = {
  'character varying': ['String', 'VARCHAR', 'Unicode', 'AutoString'],
  character: ['CHAR', 'NCHAR'],
  numeric: ['Numeric', 'NUMERIC', 'DECIMAL'],
};

/** Only the length or precision changes, and all other arguments stay. */
function sameClass(old: SyntaxNode, { column }: Target): readonly Replacement[] | undefined {
  const { type } = column;
  if (type.kind === 'unresolved' || type.array || type.schema !== undefined || old.type !== 'call')
    return undefined;
  const name = old.childForFieldName('function')?.text.split('.').at(-1) ?? '';
  if (sized[type.name]?.includes(name) !== true || column.collation !== undefined) return undefined;
  const sizes = type.name === 'numeric' ? ['precision', 'scale'] : ['length'];
  const given = (old.childForFieldName('arguments')?.namedChildren ?? []).filter((one) => one !== null);
  const others = given.filter((one, at) =>
    one.type === 'keyword_argument'
      ? !sizes.includes(one.childForFieldName('name')?.text ?? '') &&
        one.childForFieldName('name')?.text !== 'collation'
      : at >= sizes.length,
  );
  if (others.some((one) => one.type !== 'keyword_argument')) return undefined;
  const values = type.modifier?.split(',') ?? [];
  const args = [...values, ...others.map(({ text }) => text)].join(', ');
  const list = old.childForFieldName('arguments');
  return list ? [{ start: list.startIndex, end: list.endIndex, text: `(${args})` }] : undefined;
}

function replaced(
  place: StatementPlace,
  old: SyntaxNode,
  target: Target,
  keepsText: boolean,
): readonly Replacement[] | undefined {
  const spelled = spell(place, old, target, keepsText);
  return spelled && [...spelled.edits, { start: old.startIndex, end: old.endIndex, text: spelled.text }];
}

function spell(
  { root, statement }: StatementPlace,
  old: SyntaxNode | undefined,
  { column, types }: Target,
  keepsText: boolean,
): Spelled | undefined {
  const maker = statement.makerName;
  return spellType(column.type, { root, old, maker, types, collation: column.collation, keepsText });
}

interface AnnotationChange {
  readonly edits: readonly Replacement[];
  /** It alone makes the column what it should be. */
  readonly says: boolean;
  /** It goes on promising text. */
  readonly keepsText: boolean;
}

const unchanged: AnnotationChange = { edits: [], says: false, keepsText: false };

/** The annotation follows where it would be wrong: `str` of an `integer` column. */
function annotationChange({ root, statement }: StatementPlace, type: NamedType): AnnotationChange {
  const { annotation, makerName = '' } = statement;
  if (annotation === undefined || /(?:^|\.)Column$/.test(makerName)) return unchanged;
  const node = annotatedType(annotation);
  const [there, wanted] = [pythonTypeNamed(root, node.text), pythonTypeOf(type)];
  if (there === undefined || wanted === undefined || there === wanted) return unchanged;
  if (wanted === 'uuid.UUID' && there === 'str' && !isField({ statement }))
    return { ...unchanged, keepsText: true };
  const { text, edits } = spellPythonType(root, wanted);
  const says = defaultTypes[wanted] === type.name && type.modifier === undefined;
  return { edits: [...edits, { start: node.startIndex, end: node.endIndex, text }], says, keepsText: false };
}

/** Of a column that takes its type from another one. */
export function changeAnnotation(place: StatementPlace, { column }: Target): readonly Replacement[] {
  return column.type.kind === 'unresolved' ? [] : annotationChange(place, column.type).edits;
}

/** SQLModel: a length is an argument of the field, another type `sa_type`. */
function changeField(
  place: StatementPlace,
  target: Target,
  annotated: AnnotationChange,
): readonly Replacement[] | undefined {
  const { root, statement } = place;
  const { type } = target.column;
  const length = keyword(statement, 'max_length');
  const isText = isNamed(type, 'character varying') && target.column.collation === undefined;
  if (isText && pythonTypeNamed(root, annotatedText(place)) === 'str') {
    const text = `max_length=${modifierOf(type) ?? 'None'}`;
    if (length) return [{ start: length.startIndex, end: length.endIndex, text }];
    return addKeyword(place, text);
  }
  if (annotated.says) return annotated.edits;
  const spelled = spell(place, undefined, target, annotated.keepsText);
  return spelled && [...spelled.edits, ...addKeyword(place, `sa_type=${spelled.text}`), ...annotated.edits];
}

function isNamed(type: SqlType, name: string): boolean {
  return type.kind === 'named' && type.name === name && !type.array && type.schema === undefined;
}

const modifierOf = (type: SqlType): string | undefined => (type.kind === 'named' ? type.modifier : undefined);

function annotatedText({ statement }: StatementPlace): string {
  return statement.annotation === undefined ? '' : annotatedType(statement.annotation).text;
}
