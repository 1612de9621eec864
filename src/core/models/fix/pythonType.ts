/** The Python types that SQLAlchemy gives for columns, as annotations name them. */
import type { SqlType } from '../../schema/type.ts';
import type { SyntaxNode } from '../../text/syntax.ts';
import { boundModule, importModule, importName, importsOf, type Spelled } from './pythonImports.ts';

export type PythonType =
  | 'str'
  | 'int'
  | 'float'
  | 'bool'
  | 'bytes'
  | 'uuid.UUID'
  | 'decimal.Decimal'
  | 'datetime.datetime'
  | 'datetime.date'
  | 'datetime.time'
  | 'datetime.timedelta';

/** What values of a type are; `undefined`: several things, or nothing common. */
export function pythonTypeOf(type: SqlType): PythonType | undefined {
  if (type.kind === 'unresolved' || type.array || type.schema !== undefined) return undefined;
  return types[type.name];
}

const types: Readonly<Record<string, PythonType>> = {
  'character varying': 'str',
  character: 'str',
  text: 'str',
  smallint: 'int',
  integer: 'int',
  bigint: 'int',
  real: 'float',
  'double precision': 'float',
  numeric: 'decimal.Decimal',
  boolean: 'bool',
  bytea: 'bytes',
  uuid: 'uuid.UUID',
  'timestamp without time zone': 'datetime.datetime',
  'timestamp with time zone': 'datetime.datetime',
  date: 'datetime.date',
  'time without time zone': 'datetime.time',
  'time with time zone': 'datetime.time',
  interval: 'datetime.timedelta',
};

/** What SQLAlchemy makes of the annotation alone. */
export const defaultTypes: Readonly<Partial<Record<PythonType, string>>> = {
  str: 'character varying',
  int: 'integer',
  bool: 'boolean',
  bytes: 'bytea',
  'uuid.UUID': 'uuid',
  'decimal.Decimal': 'numeric',
  'datetime.datetime': 'timestamp without time zone',
  'datetime.date': 'date',
  'datetime.time': 'time without time zone',
  'datetime.timedelta': 'interval',
};

/** `undefined` for what is not one of them: an alias, a class of the project. */
export function pythonTypeNamed(root: SyntaxNode, text: string): PythonType | undefined {
  if (text in builtins) return text as PythonType;
  const imports = importsOf(root);
  const [first = '', second] = text.split('.');
  for (const one of dotted) {
    const [module = '', name = ''] = one.split('.');
    if (second === undefined) {
      const statement = imports.find(({ module: from }) => from === module);
      if (statement?.names.some((imported) => imported.name === name && imported.bound === first)) return one;
    } else if (second === name && boundModule(imports, module) === first) return one;
  }
  return undefined;
}

const builtins = { str: true, int: true, float: true, bool: true, bytes: true };
const dotted: readonly PythonType[] = [
  'uuid.UUID',
  'decimal.Decimal',
  'datetime.datetime',
  'datetime.date',
  'datetime.time',
  'datetime.timedelta',
];

export function spellPythonType(root: SyntaxNode, type: PythonType): Spelled {
  const [module = '', name] = type.split('.');
  if (name === undefined) return { text: type, edits: [] };
  const imports = importsOf(root);
  const own = imports
    .find(({ module: from }) => from === module)
    ?.names.find((one) => one.name === name)?.bound;
  if (own !== undefined) return { text: own, edits: [] };
  const isModule = boundModule(imports, module) !== undefined || module === 'uuid';
  if (!isModule) return importName(root, module, name, `Py${name}`);
  const { text, edits } = importModule(root, module);
  return { text: `${text}.${name}`, edits };
}
