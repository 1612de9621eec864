/** What rows of relations refer to by oid or by name: schemas, collations, operator classes, types. */
import { nameKey } from '../../../core/schema/name.ts';
import type { SqlType } from '../../../core/schema/type.ts';
import { typeText } from '../../../core/schema/type.ts';
import { parseType } from '../../../core/schema/typeName.ts';
import type { Row } from '../connect.ts';
import { flag, keyBy, text } from './rows.ts';

export interface Dictionary {
  /** Own schemas by oid; `undefined` for those that are left out. */
  schema(oid: string): string | undefined;
  /** Types that are spelled equally are one object. */
  type(spelling: string): SqlType;
  /** As SQL spells it; `undefined` where it is the one of the type. */
  collation(oid: string, type: SqlType): string | undefined;
  /** As SQL spells it. */
  collationName(oid: string): string;
  /** As SQL spells it; `undefined` where it is the default of method and type. */
  operatorClass(oid: string, type: SqlType): string | undefined;
  operatorClassName(oid: string): string;
}

export interface DictionaryRows {
  readonly schemas: readonly Row[];
  readonly operatorClasses: readonly Row[];
  readonly collations: readonly Row[];
  readonly collatedTypes: readonly Row[];
  readonly types: readonly Row[];
}

export function toDictionary(rows: DictionaryRows): Dictionary {
  const schemas = keyBy(rows.schemas, 'oid');
  const collations = keyBy(rows.collations, 'oid');
  const collatedTypes = new Map(rows.collatedTypes.map((row) => [text(row, 'type'), text(row, 'collation')]));
  const schema = (oid: string): string | undefined => schemas.get(oid)?.name ?? undefined;
  const type = remembering(parseType);
  const collationName = (oid: string): string => text(collations.get(oid) ?? {}, 'spelling');
  const bareText = remembering(bareTypeText);
  const baseOf = baseTypes(rows.types, schema, type);
  const isDefaultFor = defaultClasses(rows.operatorClasses);
  const operatorClasses = keyBy(rows.operatorClasses, 'oid');
  const operatorClassName = (oid: string): string => text(operatorClasses.get(oid) ?? {}, 'spelling');
  return {
    schema,
    type,
    collationName,
    collation: (oid, of) => {
      if (oid === noCollation) return undefined;
      return oid === (collatedTypes.get(bareText(of)) ?? databaseCollation) ? undefined : collationName(oid);
    },
    operatorClass: (oid, of) =>
      isDefaultFor(oid, bareText(baseOf(of))) ? undefined : operatorClassName(oid),
    operatorClassName,
  };
}

const noCollation = '0';
export const databaseCollation = '100';

/** Types recur, and so do the answers about them. */
function remembering<K, V>(answer: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = answer(key);
    known.set(key, value);
    return value;
  };
}

/**
 * A default class that is not exactly of the type is one for all arrays or enums, or for a type that this one can
 * pass for, such as text for varchar; it is the default unless there is one of exactly this type.
 */
function defaultClasses(rows: readonly Row[]): (oid: string, typeSpelling: string) => boolean {
  const types = new Map(
    rows
      .filter((row) => flag(row, 'is_default'))
      .map((row) => [text(row, 'oid'), { method: text(row, 'method'), type: text(row, 'type') }]),
  );
  const purposes = new Set([...types.values()].map(({ method, type }) => `${method} ${type}`));
  return (oid, type) => {
    const own = types.get(oid);
    return own !== undefined && (own.type === type || !purposes.has(`${own.method} ${type}`));
  };
}

/** What a domain is made of, and what that domain is made of. */
function baseTypes(
  types: readonly Row[],
  schema: Dictionary['schema'],
  typeOf: Dictionary['type'],
): (type: SqlType) => SqlType {
  const domains = new Map(
    types
      .filter(({ kind }) => kind === 'd')
      .map((row) => [
        nameKey({ schema: schema(text(row, 'schema')) ?? '', name: text(row, 'name') }),
        text(row, 'base_type'),
      ]),
  );
  const baseOf = (type: SqlType): SqlType => {
    if (type.kind !== 'named' || type.array || type.schema === undefined) return type;
    const base = domains.get(nameKey({ schema: type.schema, name: type.name }));
    return base === undefined ? type : baseOf(typeOf(base));
  };
  return baseOf;
}

function bareTypeText(type: SqlType): string {
  if (type.kind === 'unresolved') return type.text;
  const { modifier: _, ...bare } = type;
  return typeText(bare);
}
