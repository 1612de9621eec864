/** Import statements: names are bound to where they come from, and followed only when their value is needed. */
import type { SyntaxNode } from '../text/syntax.ts';
import { bind, codeChildren, type Frame } from './frame.ts';
import { unknown } from './value.ts';

export function importModules(node: SyntaxNode, frame: Frame): void {
  for (const child of codeChildren(node)) {
    const { file } = frame.world;
    if (child.type === 'aliased_import') {
      const module = child.childForFieldName('name')?.text ?? '';
      bind(child.childForFieldName('alias')?.text ?? '', { kind: 'import', module, file }, frame);
    } else if (child.type === 'dotted_name') {
      const root = child.text.split('.')[0] ?? '';
      bind(root, { kind: 'import', module: root, file }, frame);
    }
  }
}

export function importFrom(node: SyntaxNode, frame: Frame): void {
  const module = node.childForFieldName('module_name')?.text.replaceAll(/\s/g, '') ?? '';
  const { file } = frame.world;
  for (const child of node.childrenForFieldName('name')) {
    if (child === null) continue;
    const isAliased = child.type === 'aliased_import';
    const name = ((isAliased ? child.childForFieldName('name') : null) ?? child).text;
    const bound = (isAliased ? child.childForFieldName('alias')?.text : undefined) ?? name;
    bind(bound, { kind: 'import', module, name, file }, frame);
  }
  if (codeChildren(node).some(({ type }) => type === 'wildcard_import')) importAll(module, frame);
}

/** Packages of which `import *` is known to bring no name that a migration would set. */
const harmlessPackages = new Set([
  'alembic',
  'sqlalchemy',
  'sqlmodel',
  'typing',
  'geoalchemy2',
  'sqlalchemy_utils',
  'os',
]);

const core =
  'ARRAY BIGINT BigInteger BOOLEAN Boolean CHAR CheckConstraint Column Computed DATE Date DateTime DECIMAL Double Enum Float ForeignKey ForeignKeyConstraint func Identity Index Integer Interval JSON LargeBinary MetaData Numeric PickleType PrimaryKeyConstraint REAL Sequence SmallInteger String Table Text text TEXT Time TIMESTAMP Unicode UnicodeText UniqueConstraint UUID Uuid VARCHAR';

/** What matters of what `import *` brings from them. */
const starredNames: Readonly<Record<string, readonly string[]>> = {
  sqlalchemy: core.split(' '),
  'sqlalchemy.types': core
    .split(' ')
    .filter((name) =>
      /^(?:[A-Z]+|.*(?:Integer|Binary|Type)|Boolean|Date|DateTime|Double|Enum|Float|Interval|Numeric|String|Text|Time|Unicode|UnicodeText|Uuid)$/.test(
        name,
      ),
    ),
  'sqlalchemy.orm':
    'backref DeclarativeBase declarative_base declared_attr deferred Mapped mapped_column MappedAsDataclass registry relationship'.split(
      ' ',
    ),
  sqlmodel: [...core.split(' '), 'Field', 'Relationship', 'SQLModel'],
};

/** No package outside of the repository has them to give. */
const alembicNames = new Set([
  'revision',
  'down_revision',
  'branch_labels',
  'depends_on',
  '__doc__',
  '__file__',
]);

function importAll(module: string, frame: Frame): void {
  if (harmlessPackages.has(module.split('.')[0] ?? '')) {
    const { file } = frame.world;
    for (const name of starredNames[module] ?? []) bind(name, { kind: 'import', module, name, file }, frame);
    return;
  }
  const names = frame.world.namesOf(module, frame.world.file);
  if (names === undefined) {
    for (const name of frame.scope.names.keys()) if (!alembicNames.has(name)) bind(name, unknown, frame);
    frame.scope.starred = true;
    return;
  }
  for (const name of names.keys()) {
    if (!name.startsWith('_')) bind(name, { kind: 'import', module, name, file: frame.world.file }, frame);
  }
}
