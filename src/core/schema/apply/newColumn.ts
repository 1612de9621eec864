/** Columns to be, and what comes with them: sequences of serial and identity columns. */
import type { ColumnDefinition } from '../../migration/operations/definitions.ts';
import { generatedName } from '../generatedNames.ts';
import { nameKey, type QualifiedName, quoteQualified } from '../name.ts';
import type { Column, Sequence } from '../snapshot.ts';
import { type SqlType, typeText } from '../type.ts';
import { resolveType, serialType } from './columnType.ts';
import type { Draft } from './draft.ts';
import { asNotNull } from './notNull.ts';
import { candidates } from './resolve.ts';
import { newSequence } from './sequenceParts.ts';

/** Its sequence is in the draft when this returns; the table need not be. */
export function newColumn(draft: Draft, table: QualifiedName, definition: ColumnDefinition): Column {
  const { name, generated, comment } = definition;
  const serial = serialType(definition.type);
  const type = serial ?? resolveType(draft, definition.type);
  const identity = definition.identity;
  const isPrimary = definition.constraints?.some(({ kind }) => kind === 'primaryKey') ?? false;
  const base = {
    name,
    type,
    nullable: !(definition.nullable === false || serial !== undefined || identity !== undefined || isPrimary),
    ...(definition.collation === undefined ? {} : { collation: definition.collation }),
    ...(generated === undefined ? {} : { generated }),
    ...(identity === undefined ? {} : { identity }),
    ...(comment === undefined ? {} : { comment }),
  };
  if (serial !== undefined || identity !== undefined) {
    const sequence = addColumnSequence(draft, table, name, {
      ...newSequence(
        { schema: table.schema, name: '' },
        { ...definition.sequenceOptions, type: typeText(type) },
      ),
      ...(identity === undefined ? {} : { identity: true }),
    });
    if (serial !== undefined) return { ...base, default: nextval(sequence.name) };
  }
  const text = definition.default === undefined ? undefined : boundDefault(draft, definition.default, type);
  const column = text === undefined ? base : { ...base, default: text };
  return definition.notNull === undefined ? column : asNotNull(table.name, column, definition.notNull);
}

/** @param sequence What it is to be like; its name is made here. */
export function addColumnSequence(
  draft: Draft,
  table: QualifiedName,
  column: string,
  sequence: Sequence,
): Sequence {
  const { schema } = table;
  const isTaken = (name: string) => draft.taken.hasRelation(schema, name);
  const name = generatedName(table.name, column, 'seq', isTaken);
  const owned = { ...sequence, name: { schema, name }, ownedBy: { table, column } };
  draft.setSequence(owned);
  return owned;
}

/** As PostgreSQL prints it with an empty search path. */
export function nextval(sequence: QualifiedName): string {
  return `nextval('${quoteQualified(sequence).replaceAll("'", "''")}'::regclass)`;
}

/**
 * `nextval('name')` is bound to the sequence of that name when it is written. `NULL` is no default at all, unless it
 * has to be fitted to the modifier of the type.
 */
export function boundDefault(draft: Draft, expression: string, type: SqlType): string | undefined {
  if (/^\(*\s*null\s*\)*$/i.test(expression.trim())) {
    if (type.kind !== 'named' || type.modifier === undefined) return undefined;
    const { modifier: _, ...plain } = type;
    return `NULL::${type.name === 'character' ? 'bpchar' : typeText(plain)}`;
  }
  const sequence = sequenceIn(expression);
  if (sequence === undefined) return expression;
  const found = candidates(draft, sequence).find((one) => draft.sequences.has(nameKey(one)));
  return found === undefined ? expression : nextval(found);
}

/** The sequence of a default that is nothing but its `nextval`. */
export function sequenceIn(
  expression: string,
): { readonly schema?: string; readonly name: string } | undefined {
  const match =
    /^\(*(?:pg_catalog\.)?nextval\s*\(\s*\(?'((?:[^']|'')+)'\s*(?:::\s*(?:pg_catalog\.)?regclass)?\s*\)*$/i.exec(
      expression.trim(),
    );
  const written = match?.[1]?.replaceAll("''", "'");
  return written === undefined ? undefined : relationNamed(written);
}

function relationNamed(written: string): { readonly schema?: string; readonly name: string } | undefined {
  const parts = [...written.matchAll(/"((?:[^"]|"")+)"|([^".\s]+)/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare?.toLowerCase() ?? '',
  );
  const [first, second] = parts;
  if (first === undefined) return undefined;
  return second === undefined ? { name: first } : { schema: first, name: second };
}
