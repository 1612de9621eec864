/** A column as a class of SQLModel states it: `about: str | None = Field(default=None, max_length=50)`. */
import { stringCode } from '../../migration/alembic/write/pythonCode.ts';
import type { Column } from '../../schema/snapshot.ts';
import type { SyntaxNode } from '../../text/syntax.ts';
import { optionalOf } from './annotation.ts';
import type { Target } from './columnEdits.ts';
import { boundName, importName, importsOf, type Spelled } from './pythonImports.ts';
import { defaultTypes, type PythonType, pythonTypeOf, spellPythonType } from './pythonType.ts';
import { spellDefault, spellType } from './spellType.ts';

/** Whether a statement of a class is such a one. */
export function isFieldStatement(statement: SyntaxNode): boolean {
  const [assignment] = statement.namedChildren;
  const annotation = assignment?.childForFieldName('type')?.text;
  const value = assignment?.childForFieldName('right');
  if (annotation === undefined || /(?:^|\.)Mapped\b/.test(annotation)) return false;
  return value?.type !== 'call' || /(?:^|\.)Field$/.test(value.childForFieldName('function')?.text ?? '');
}

/** `undefined` for what has no Python type of its own, and for names that pydantic's models have themselves. */
export function fieldStatement(root: SyntaxNode, { column, types }: Target): Spelled | undefined {
  const { name, nullable } = column;
  const python = pythonTypeOf(column.type);
  if (python === undefined || ofPydantic.test(name)) return undefined;
  const plain = spellPythonType(root, python);
  const annotation = nullable ? optionalOf(root, plain.text) : { text: plain.text, edits: [] };
  const says = saidPlainly(column, python) ?? saidInFull(root, { column, types });
  if (says === undefined) return undefined;
  const given = [...(nullable ? ['default=None'] : []), ...says.map(({ text }) => text)];
  const edits = [plain, annotation, ...says].flatMap((one) => one.edits);
  const head = `${name}: ${annotation.text}`;
  if (given.length === 0) return { text: head, edits };
  if (says.length === 0) return { text: `${head} = None`, edits };
  const field = importName(root, 'sqlmodel', 'Field', 'SqlField');
  return { text: `${head} = ${field.text}(${given.join(', ')})`, edits: [...edits, ...field.edits] };
}

const ofPydantic =
  /^(?:schema|schema_json|json|dict|copy|construct|fields|validate|parse_\w+|from_orm|update_forward_refs|Config|model_\w+|sa_\w+)$/;

/** Where the annotation, and a length, say all. What SQLModel makes of a `datetime` depends on its version. */
function saidPlainly(
  { type, collation, default: value }: Column,
  python: PythonType,
): readonly Spelled[] | undefined {
  const isPlain =
    type.kind === 'named' && defaultTypes[python] === type.name && python !== 'datetime.datetime';
  if (!isPlain || collation !== undefined || value !== undefined) return undefined;
  if (type.modifier === undefined) return [];
  return python === 'str' ? [{ text: `max_length=${type.modifier}`, edits: [] }] : undefined;
}

/** All versions of SQLModel know `sa_column`; `sa_type` is younger. */
function saidInFull(root: SyntaxNode, { column, types }: Target): readonly Spelled[] | undefined {
  const style = { root, old: undefined, maker: undefined, types, keepsText: false };
  const type = spellType(column.type, { ...style, collation: column.collation });
  const server = column.default === undefined ? undefined : spellDefault(root, column.default, undefined);
  if (type === undefined) return undefined;
  if (/\bsa_type\b/.test(root.text)) {
    const kwargs = `sa_column_kwargs={${stringCode('server_default')}: ${server?.text}}`;
    const all = [{ text: `sa_type=${type.text}`, edits: type.edits }];
    return server === undefined ? all : [...all, { text: kwargs, edits: server.edits }];
  }
  const own = boundName(importsOf(root), ['sqlalchemy'], 'Column');
  const maker =
    own === undefined ? importName(root, 'sqlmodel', 'Column', 'SaColumn') : { text: own, edits: [] };
  const given = [type.text, ...(column.nullable ? [] : ['nullable=False'])];
  const all = server === undefined ? given : [...given, `server_default=${server.text}`];
  const edits = [type, maker, ...(server === undefined ? [] : [server])].flatMap((one) => one.edits);
  return [{ text: `sa_column=${maker.text}(${all.join(', ')})`, edits }];
}
