/**
 * Models written as the SQL that `create_all` would run, with a text of their own to point at: a line for every class,
 * under it one for every column, then one for every constraint and index.
 */

import type { ModelColumn, ModelSchema, ModelTable } from '../../src/core/models/modelSchema.ts';
import { displayName } from '../../src/core/schema/name.ts';
import type { SchemaSnapshot, Table } from '../../src/core/schema/snapshot.ts';
import { typeText } from '../../src/core/schema/type.ts';
import type { SqlParser } from '../../src/core/sql/sqlParser.ts';
import type { Location } from '../../src/core/text/range.ts';
import { schemaOf } from './sqlChain.ts';

export const modelFile = 'models.py';

export interface WrittenModels {
  readonly models: ModelSchema;
  readonly text: string;
}

/** @param comments What stands behind a line: `users` of a class, `users.id` of a column. */
export function modelsOf(
  sql: string,
  parser: SqlParser,
  comments: Readonly<Record<string, string>> = {},
): WrittenModels {
  return modelsIn(schemaOf(sql, parser), comments);
}

export function modelsIn(
  snapshot: SchemaSnapshot,
  comments: Readonly<Record<string, string>> = {},
): WrittenModels {
  const writer = new Writer(comments);
  const tables = [...snapshot.tables.values()].map((table) => writer.table(table));
  return { models: { snapshot, tables, unread: [] }, text: writer.text };
}

class Writer {
  readonly #comments: Readonly<Record<string, string>>;
  text = '';

  constructor(comments: Readonly<Record<string, string>>) {
    this.#comments = comments;
  }

  table(table: Table): ModelTable {
    const name = displayName(table.name);
    const location = this.#line('', name, name);
    return {
      name: table.name,
      className: name,
      location,
      managed: true,
      columns: table.columns.map((column): ModelColumn => {
        const type = typeText(column.type);
        const statement = this.#line('  ', `${column.name}: ${type}`, `${name}.${column.name}`);
        const start = statement.range?.start ?? 0;
        const own = { file: modelFile, range: { start, end: start + column.name.length } };
        const typeStart = start + column.name.length + 2;
        return {
          name: column.name,
          attribute: column.name,
          location: own,
          statement,
          type: { file: modelFile, range: { start: typeStart, end: typeStart + type.length } },
          foreignKeys: [],
          typeText: type,
        };
      }),
      parts: [
        ...table.constraints.map((one) => ({ kind: 'constraint' as const, name: one.name })),
        ...table.indexes.map((one) => ({ kind: 'index' as const, name: one.name })),
      ].map((part) => ({ ...part, location: this.#line('  ', part.name, `${name}.${part.name}`) })),
    };
  }

  #line(indent: string, said: string, key: string): Location {
    const start = this.text.length + indent.length;
    const comment = this.#comments[key];
    this.text += `${indent}${said}${comment === undefined ? '' : `  # ${comment}`}\n`;
    return { file: modelFile, range: { start, end: start + said.length } };
  }
}

/** The words that a finding points at, after the class they belong to. */
export function pointedAt(text: string, location: Location | undefined): string {
  return location?.range === undefined ? 'nowhere' : text.slice(location.range.start, location.range.end);
}
