/** A type, or a default, as a models file would write it: in the manner in which the file writes its other types. */
import { defaultCall } from '../../migration/alembic/write/statement.ts';
import { type TypeCall, typeCall } from '../../migration/alembic/write/typeCall.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';
import type { SyntaxNode } from '../../text/syntax.ts';
import { boundModule, boundName, importName, importsOf, type Spelled } from './pythonImports.ts';

export interface TypeStyle {
  readonly root: SyntaxNode;
  /** The expression that is replaced: `sa.String(36)`, `db.Text`. */
  readonly old: SyntaxNode | undefined;
  /** What columns are made with: `db.Column`, `mapped_column`. */
  readonly maker: string | undefined;
  readonly types: SchemaSnapshot['types'];
  readonly collation: string | undefined;
  /** Python's side of a `uuid` column stays a string. */
  readonly keepsText: boolean;
}

/** @returns `undefined` where SQLAlchemy has no class for it. */
export function spellType(type: SqlType, style: TypeStyle): Spelled | undefined {
  const found = typeCall(type, { types: style.types, collation: style.collation });
  return found && spell(forModels(found, style), style);
}

/** What SQLAlchemy 2 has of its own where the file is written for it; and no flag that only a migration needs. */
function forModels(call: TypeCall, style: TypeStyle): TypeCall {
  const named = call.named.filter(([name]) => name !== 'create_type' && name !== 'spatial_index');
  if (call.name !== 'UUID') return { ...call, named };
  const asText: TypeCall['named'] = style.keepsText ? [['as_uuid', 'False']] : [];
  return isSecond(style)
    ? { module: 'sqlalchemy', name: 'Uuid', positional: [], named: asText }
    : { ...call, named: style.keepsText ? asText : named };
}

/** `sa.text('now()')`, `text('now()')` */
export function spellDefault(root: SyntaxNode, sql: string, maker: string | undefined): Spelled {
  const prefix = /^(.+)\.Column$/.exec(maker ?? '')?.[1];
  const { text, edits } =
    prefix === undefined
      ? importName(root, 'sqlalchemy', 'text', 'sql_text')
      : { text: `${prefix}.text`, edits: [] };
  return { text: defaultCall(text, sql), edits };
}

function isSecond({ root, maker }: TypeStyle): boolean {
  const imports = importsOf(root);
  if (boundName(imports, ['sqlalchemy.dialects.postgresql'], 'UUID') !== undefined) return false;
  return (
    maker?.endsWith('mapped_column') === true ||
    boundName(imports, ['sqlalchemy.orm'], 'Mapped') !== undefined
  );
}

function spell(call: TypeCall, style: TypeStyle): Spelled {
  const { text: callee, edits } = spellClass(call, style);
  const inner = (value: string | TypeCall): Spelled =>
    typeof value === 'string' ? { text: value, edits: [] } : spell(forModels(value, style), style);
  const positional = call.positional.map(inner);
  const named = call.named.map(([name, value]) => {
    const { text, edits } = inner(value);
    return { text: isPlain(call, name) ? text : `${name}=${text}`, edits };
  });
  const all = [...positional, ...named];
  const hasParentheses = all.length > 0 || style.old?.text.endsWith('()') === true;
  return {
    text: hasParentheses ? `${callee}(${all.map(({ text }) => text).join(', ')})` : callee,
    edits: [...edits, ...all.flatMap((one) => one.edits)],
  };
}

/** People write `String(36)` and `Numeric(10, 2)`. */
function isPlain({ name }: TypeCall, argument: string): boolean {
  return argument === 'length' || (name === 'Numeric' && (argument === 'precision' || argument === 'scale'));
}

function spellClass({ module, name }: TypeCall, style: TypeStyle): Spelled {
  const { root } = style;
  const imports = importsOf(root);
  const own = boundName(
    imports,
    module === 'sqlalchemy' ? [module, 'sqlalchemy.types', 'sqlmodel'] : [module],
    name,
  );
  const prefix = module === 'sqlalchemy' ? prefixOf(style) : boundModule(imports, module);
  if (own !== undefined && (prefix === undefined || module !== 'sqlalchemy')) return { text: own, edits: [] };
  if (prefix !== undefined) return { text: `${prefix}.${name}`, edits: [] };
  const alias = module === 'sqlalchemy' ? `Sa${name}` : `Pg${name}`;
  return importName(root, module, name, alias);
}

/** `sa` or `db`, where SQLAlchemy's own types are written so; `undefined`: by their names alone. */
function prefixOf({ root, old, maker }: TypeStyle): string | undefined {
  const imports = importsOf(root);
  const modules = [boundModule(imports, 'sqlalchemy'), boundModule(imports, 'sqlalchemy.types')];
  const written = [old?.type === 'call' ? old.childForFieldName('function')?.text : old?.text, maker];
  for (const text of written) {
    const prefix = /^(.+)\.\w+$/.exec(text ?? '')?.[1];
    const isKnown = prefix !== undefined && (modules.includes(prefix) || /^(?:\w+\.)?db$/.test(prefix));
    if (isKnown) return prefix;
  }
  if (
    old !== undefined &&
    boundName(imports, ['sqlalchemy', 'sqlalchemy.types'], calleeOf(old)) !== undefined
  )
    return undefined;
  return boundNames(imports) ? undefined : modules[0];
}

function boundNames(imports: ReturnType<typeof importsOf>): boolean {
  return imports.some(({ module }) => module === 'sqlalchemy');
}

function calleeOf(node: SyntaxNode): string {
  return (node.type === 'call' ? node.childForFieldName('function')?.text : node.text) ?? '';
}
