/** Indexes. */
import { assertNever } from '../../../assertNever.ts';
import type { IndexStep } from '../../../migration/operations/tableSteps.ts';
import { keyDdl } from '../../../schema/ddl/indexDdl.ts';
import { nameList, words } from '../../../schema/ddl/sqlText.ts';
import { quoteName, quoteObject } from '../../../schema/name.ts';

export function indexStepSql(step: IndexStep): string {
  switch (step.kind) {
    case 'createIndex':
      return words(
        step.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX',
        step.concurrently && 'CONCURRENTLY',
        step.ifNotExists && 'IF NOT EXISTS',
        step.name !== undefined && quoteName(step.name),
        `ON ${quoteObject(step.table)}`,
        step.method !== 'btree' && `USING ${quoteName(step.method)}`,
        `(${step.keys.map(keyDdl).join(', ')})`,
        step.include && `INCLUDE ${nameList(step.include)}`,
        step.nullsNotDistinct && 'NULLS NOT DISTINCT',
        step.options && `WITH (${step.options.join(', ')})`,
        step.predicate && `WHERE ${step.predicate}`,
      );
    case 'dropIndex':
      return words(
        'DROP INDEX',
        step.concurrently && 'CONCURRENTLY',
        step.ifExists && 'IF EXISTS',
        quoteObject(step.index),
        step.cascade && 'CASCADE',
      );
    case 'renameIndex':
      return words(
        'ALTER INDEX',
        step.ifExists && 'IF EXISTS',
        `${quoteObject(step.index)} RENAME TO ${quoteName(step.newName)}`,
      );
    default:
      return assertNever(step, 'index step');
  }
}
