/** What each kind of finding means and what to do about it: the rules of SARIF, for pages that show them. */
import type { FindingKind } from '../modelFinding.ts';

export interface RuleHelp {
  /** In the words of a heading. */
  readonly title: string;
  /** What goes wrong. */
  readonly description: string;
  readonly help: string;
}

const either =
  'Change the model to what the database says, or write a migration that changes the database to what the model says.';

export const ruleHelp: Readonly<Record<FindingKind, RuleHelp>> = {
  'type-mismatch': {
    title: 'Column of another type',
    description:
      'The column has another type than the model says: values cannot be written, or are read as something else.',
    help: either,
  },
  'column-too-narrow': {
    title: 'Column too narrow',
    description:
      'The column is shorter or less precise than the model says: writes can fail, or values are rounded.',
    help: 'Write a migration that widens the column, or make the model as narrow as the column is.',
  },
  'column-wider': {
    title: 'Column wider than the model',
    description: 'The column takes longer or more precise values than the model says. Nothing fails.',
    help: either,
  },
  'equivalent-type': {
    title: 'Another spelling of the same type',
    description: 'Without a length, text and character varying hold the same values. Nothing fails.',
    help: 'Nothing needs to be done; the model may spell the type as the database does.',
  },
  nullability: {
    title: 'NULL allowed on one side only',
    description:
      'The model and the database disagree about NULL: inserts fail, or NULL is read where code expects a value.',
    help: `${either} Before a column becomes NOT NULL, rows that hold NULL need a value.`,
  },
  'enum-label-missing': {
    title: 'Enum label missing in the database',
    description: 'The model knows a label that the type in the database has not: writing it fails.',
    help: 'Write a migration that adds the label with ALTER TYPE … ADD VALUE, in an autocommit_block.',
  },
  'enum-label-surplus': {
    title: 'Enum label that no model knows',
    description:
      'The type in the database has a label that the model has not: reading a row that holds it fails.',
    help: 'Add the label to the model; or, once no row holds it, write a migration that makes the type without it.',
  },
  'enum-label-order': {
    title: 'Enum labels in another order',
    description:
      'The labels are sorted in another order than the model lists them: comparisons and ORDER BY follow the database.',
    help: 'List the labels in the order of the database, or write a migration that makes the type again.',
  },
  default: {
    title: 'Another default',
    description:
      'The default in the database is not the one that the model says: rows written by others than the model get it.',
    help: either,
  },
  'missing-column': {
    title: 'Column missing in the database',
    description: 'The model has a column that the database has not: every query of the model fails.',
    help: 'Apply what is pending, or write a migration that adds the column.',
  },
  'surplus-column': {
    title: 'Required column that no model writes',
    description: 'The database requires a value for a column that the model does not have: inserts fail.',
    help: 'Add the column to the model, or write a migration that gives it a default or lets it be NULL.',
  },
  'missing-table': {
    title: 'Table missing in the database',
    description: 'The model has a table that the database has not: every query of the model fails.',
    help: 'Apply what is pending, or write a migration that creates the table.',
  },
  'surplus-table': {
    title: 'Table that no model knows',
    description: 'The migrations make a table that no model has any more.',
    help: 'Keep the model, or write a migration that drops the table once nothing uses it.',
  },
  'unmigrated-table': {
    title: 'Table that no migration creates',
    description: 'The model has a table that no migration creates: a new database will not have it.',
    help: 'Write a migration that creates the table.',
  },
  'foreign-key-type': {
    title: 'Foreign key between different types',
    description:
      'A column and the column that it refers to have different types: the constraint cannot be made, or joins convert every row.',
    help: 'Give both columns the same type, in the models and in the database.',
  },
  'foreign-key': {
    title: 'Another foreign key',
    description: 'A foreign key of the model is not in the database, or is another there.',
    help: 'Write a migration that creates the constraint, or change the model.',
  },
  'primary-key': {
    title: 'Another primary key',
    description: 'The primary key of the model is not that of the database.',
    help: either,
  },
  unique: {
    title: 'Another unique constraint',
    description:
      'A unique constraint of the model is not in the database, or is another there: duplicates can be written, or inserts fail.',
    help: 'Write a migration that creates the constraint, or change the model.',
  },
  index: {
    title: 'Another index',
    description: 'An index of the model is not in the database, or is another there: queries may be slow.',
    help: 'Write a migration that creates the index, or change the model.',
  },
  collation: {
    title: 'Another collation',
    description:
      'The collation that the model states is not that of the column: comparisons and ORDER BY follow the database.',
    help: either,
  },
};
