/** Sequences, and the options of identity columns. */
import type { ColumnDefinition, SequenceOptions } from '../../../migration/operations/definitions.ts';
import type { SequenceStep } from '../../../migration/operations/operation.ts';
import { words } from '../../../schema/ddl/sqlText.ts';
import { quoteName, quoteObject } from '../../../schema/name.ts';

export function sequenceSql(step: SequenceStep): string {
  const name = quoteObject(step.sequence);
  switch (step.kind) {
    case 'createSequence':
      return words(
        step.temporary ? 'CREATE TEMPORARY SEQUENCE' : 'CREATE SEQUENCE',
        step.ifNotExists && 'IF NOT EXISTS',
        name,
        optionsSql(step.options),
      );
    case 'alterSequence':
      return words('ALTER SEQUENCE', step.ifExists && 'IF EXISTS', name, optionsSql(step.options));
    case 'dropSequence':
      return words('DROP SEQUENCE', step.ifExists && 'IF EXISTS', name, step.cascade && 'CASCADE');
    case 'renameSequence':
      return `ALTER SEQUENCE ${name} RENAME TO ${quoteName(step.newName)}`;
  }
}

export function identitySql({ identity, sequenceOptions }: ColumnDefinition): string {
  if (identity === undefined) return '';
  const options = optionsSql(sequenceOptions ?? {});
  return words(`GENERATED ${identity.toUpperCase()} AS IDENTITY`, options !== '' && `(${options})`);
}

/** As they follow one another in CREATE SEQUENCE; empty where there are none. */
export function optionsSql(options: SequenceOptions): string {
  return optionList(options).join(' ');
}

export function optionList(options: SequenceOptions): readonly string[] {
  const { type, increment, min, max, start, cache, cycle, ownedBy } = options;
  const all = [
    type !== undefined && `AS ${type}`,
    increment !== undefined && `INCREMENT BY ${increment}`,
    bound('MINVALUE', min),
    bound('MAXVALUE', max),
    start !== undefined && `START WITH ${start}`,
    cache !== undefined && `CACHE ${cache}`,
    cycle !== undefined && (cycle ? 'CYCLE' : 'NO CYCLE'),
    ownedBy !== undefined && `OWNED BY ${ownedBy === null ? 'NONE' : ownerSql(ownedBy)}`,
  ];
  return all.filter((one) => one !== false);
}

function bound(word: string, value: string | null | undefined): string | false {
  if (value === undefined) return false;
  return value === null ? `NO ${word}` : `${word} ${value}`;
}

function ownerSql({ table, column }: NonNullable<SequenceOptions['ownedBy']>): string {
  return `${quoteObject(table)}.${quoteName(column)}`;
}
