/** `LIKE other INCLUDING …` of CREATE TABLE: a copy of what is there now, with no tie to it. */
import type { TableDefinition } from '../../migration/operations/definitions.ts';
import type { QualifiedName } from '../name.ts';
import type { Column, Table } from '../snapshot.ts';
import type { Draft } from './draft.ts';
import { indexLabels, putIndex } from './indexParts.ts';
import { addColumnSequence } from './newColumn.ts';
import { generatedIndexName } from './newConstraint.ts';
import { notNullFrom } from './notNull.ts';
import { definitionOf } from './redefine.ts';
import { tableOf } from './resolve.ts';
import { addConstraint, putConstraint } from './tableConstraints.ts';

type Includes = (part: string) => boolean;

function* sources(draft: Draft, { like }: TableDefinition): Iterable<readonly [Table, Includes]> {
  for (const { table, including } of like ?? []) {
    const source = tableOf(draft, table);
    if (source !== undefined) yield [source, (part) => including.includes(part) || including.includes('all')];
  }
}

export function likeColumns(
  draft: Draft,
  table: QualifiedName,
  definition: TableDefinition,
): readonly Column[] {
  const columns: Column[] = [];
  for (const [source, includes] of sources(draft, definition)) {
    for (const column of source.columns) columns.push(likeColumn(draft, table, source, column, includes));
  }
  return columns;
}

function likeColumn(
  draft: Draft,
  table: QualifiedName,
  source: Table,
  column: Column,
  includes: Includes,
): Column {
  const { default: text, generated, identity, comment, ...copy } = notNullFrom(source.name, column);
  if (identity !== undefined && includes('identity')) {
    for (const sequence of draft.sequences.values()) {
      const { ownedBy } = sequence;
      if (ownedBy?.column !== column.name || ownedBy.table.name !== source.name.name) continue;
      if (ownedBy.table.schema !== source.name.schema) continue;
      addColumnSequence(draft, table, column.name, sequence);
      break;
    }
  }
  return {
    ...copy,
    ...(text !== undefined && includes('defaults') && { default: text }),
    ...(generated !== undefined && includes('generated') && { generated }),
    ...(identity !== undefined && includes('identity') && { identity }),
    ...(comment !== undefined && includes('comments') && { comment }),
  };
}

export function copyLike(draft: Draft, name: QualifiedName, definition: TableDefinition): void {
  for (const [source, includes] of sources(draft, definition)) {
    for (const constraint of source.constraints) {
      const comment =
        includes('comments') && constraint.comment !== undefined ? { comment: constraint.comment } : {};
      const table = draft.table(name);
      if (table === undefined) return;
      if (constraint.kind === 'check' && includes('constraints')) {
        const { comment: _, ...copy } = constraint;
        putConstraint(draft, table, { ...copy, ...comment });
      } else if (constraint.kind !== 'check' && constraint.kind !== 'foreignKey' && includes('indexes')) {
        addConstraint(draft, name, { ...definitionOf(constraint), ...comment });
      }
    }
    if (includes('indexes')) copyIndexes(draft, source, name, includes);
  }
}

function copyIndexes(draft: Draft, source: Table, name: QualifiedName, includes: Includes): void {
  for (const index of source.indexes) {
    const { comment, ...copy } = index;
    const said = comment !== undefined && includes('comments') ? { comment } : {};
    putIndex(draft, name, {
      ...copy,
      ...said,
      name: generatedIndexName(draft, name, indexLabels(draft, index)),
    });
  }
}
