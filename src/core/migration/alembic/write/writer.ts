/** How a script spells what it uses, and what it has to import for that. */
import type { SqlType } from '../../../schema/type.ts';
import { type Code, call, flatText } from './pythonCode.ts';
import { type TypeCall, type TypeModule, type TypeSurroundings, typeCall } from './typeCall.ts';

export interface Writer {
  /** A type; `undefined` where SQLAlchemy has no class for it. */
  type(type: SqlType, surroundings: TypeSurroundings): Code | undefined;
  /** A class of the dialect, called; on one line. */
  postgresql(
    name: string,
    positional: readonly Code[],
    named: Readonly<Record<string, Code | undefined>>,
  ): string;
  /** Import statements that the types need besides `import sqlalchemy as sa`. */
  readonly imports: ReadonlySet<string>;
}

const spellings: Readonly<
  Record<TypeModule, { readonly name: string; readonly statement: string | undefined }>
> = {
  sqlalchemy: { name: 'sa', statement: undefined },
  'sqlalchemy.dialects.postgresql': {
    name: 'postgresql',
    statement: 'from sqlalchemy.dialects import postgresql',
  },
  'pgvector.sqlalchemy': { name: 'pgvector.sqlalchemy', statement: 'import pgvector.sqlalchemy' },
  geoalchemy2: { name: 'geoalchemy2', statement: 'import geoalchemy2' },
};

export function createWriter(): Writer {
  const imports = new Set<string>();
  const spell = ({ module, name, positional, named }: TypeCall): Code => {
    const { name: prefix, statement } = spellings[module];
    if (statement !== undefined) imports.add(statement);
    const inner = (value: string | TypeCall) => (typeof value === 'string' ? value : spell(value));
    return call(
      `${prefix}.${name}`,
      positional.map(inner),
      Object.fromEntries(named.map(([key, value]) => [key, inner(value)])),
    );
  };
  return {
    type: (type, surroundings) => {
      const found = typeCall(type, surroundings);
      return found && spell(found);
    },
    postgresql: (name, positional, named) => {
      const { name: prefix, statement } = spellings['sqlalchemy.dialects.postgresql'];
      if (statement !== undefined) imports.add(statement);
      return flatText(call(`${prefix}.${name}`, positional, named));
    },
    imports,
  };
}
