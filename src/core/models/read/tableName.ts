/** The name of a class's table: as it is given, or by the rule of the library or the project. */
import type { PyValue } from '../../python/value.ts';
import { reduceIn } from './classAttribute.ts';
import { mappedStyle, orderOf, type Type } from './lineage.ts';
import type { ReadingContext, TableName } from './readingContext.ts';

export function tableNameOf(type: Type, context: ReadingContext): TableName {
  const before = context.tableNames.get(type);
  if (before !== undefined) return before;
  context.tableNames.set(type, { kind: 'unknown' });
  const found = readName(type, context);
  context.tableNames.set(type, found);
  return found;
}

function readName(type: Type, context: ReadingContext): TableName {
  const { known } = type;
  if (known === undefined) return { kind: 'none' };
  const style = mappedStyle(type);
  if (style === 'flask' && sharesTable(type)) return { kind: 'none' };
  if (style === 'flask' && namesItself(type)) return named(camelToSnake(known.definition.name));
  const place = (orderOf(type) ?? []).find((one) => says(one, type));
  if (place?.known === undefined)
    return style === 'sqlmodel' ? named(known.definition.name.toLowerCase()) : { kind: 'none' };
  const { definition, names } = place.known;
  const returned = definition.returns.get('__tablename__');
  const value = returned ?? names.get('__tablename__');
  const found = nameIn(value === undefined ? undefined : reduceIn(value, type, context, place), place, type);
  const method = names.get('__tablename__');
  return found.kind === 'unknown' && returned !== undefined && method !== undefined
    ? nameIn(context.world.callOnClass(method, known), place, type)
    : found;
}

/** A mapped base's own name is not handed on, but what it computes for every class. */
function says(one: Type, type: Type): boolean {
  if (one.known === undefined || !one.known.names.has('__tablename__')) return false;
  if (one === type || mappedStyle(one) === undefined) return true;
  return one.known.definition.returns.has('__tablename__');
}

function nameIn(value: PyValue | undefined, place: Type, type: Type): TableName {
  if (value?.kind === 'none') return { kind: 'none' };
  if (value?.kind !== 'string') return { kind: 'unknown' };
  const range = place === type ? place.known?.definition.members.get('__tablename__')?.valueRange : undefined;
  return { kind: 'named', name: value.text, ...(range === undefined ? {} : { range }) };
}

function named(name: string): TableName {
  return { kind: 'named', name };
}

/**
 * Whether Flask-SQLAlchemy makes the name: where no class says one, or only a mapped base that is not abstract.
 *
 * @see https://github.com/pallets-eco/flask-sqlalchemy, `should_set_tablename`
 */
function namesItself(type: Type): boolean {
  for (const one of orderOf(type) ?? []) {
    const { known } = one;
    if (known === undefined || !known.names.has('__tablename__')) continue;
    if (known.definition.returns.has('__tablename__')) return false;
    return one !== type && mappedStyle(one) !== undefined;
  }
  return true;
}

/** With Flask-SQLAlchemy, a class without a primary key of its own shares the table of a mapped base, named or not. */
function sharesTable(type: Type): boolean {
  const inherits = (orderOf(type) ?? []).some((one) => one !== type && mappedStyle(one) !== undefined);
  return inherits && !hasOwnKey(type);
}

function hasOwnKey({ known }: Type): boolean {
  return [...(known?.names.values() ?? [])].some((value) => {
    const key = value.kind === 'call' ? value.named.get('primary_key') : undefined;
    return key?.kind === 'bool' && key.value;
  });
}

export function camelToSnake(name: string): string {
  return name
    .replaceAll(/((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))/g, '_$1')
    .toLowerCase()
    .replace(/^_+/, '');
}
