/** A name that running code still uses. */
import type { MigrationOperation } from '../../../migration/operations/operation.ts';
import { displayName, nameKey, type ObjectName, qualified, quoteName } from '../../../schema/name.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { hadColumn, typeIn } from '../ruleSchema.ts';
import { operationsOf } from '../ruleTools.ts';

export const renameInUse: Rule = {
  id: 'rename-in-use',
  title: 'Code that runs during the migration does not know the new name.',
  severity: 'information',
  check: (input) =>
    renames(input)
      .flatMap((one) => messageOf(one, input) ?? [])
      .map((message) => ({ message })),
};

const kinds = [
  'renameColumn',
  'renameTable',
  'renameView',
  'renameSchema',
  'renameType',
  'renameSequence',
  'renameEnumLabel',
  'setSchema',
] as const;

type Rename = Extract<MigrationOperation, { readonly kind: (typeof kinds)[number] }>;

const renames = ({ statement }: RuleInput): readonly Rename[] => operationsOf(statement, ...kinds);

/** `undefined`: it is as new as the revision. */
function messageOf(operation: Rename, input: RuleInput): string | undefined {
  const { impact, revision } = input;
  const { types, sequences } = revision.before;
  switch (operation.kind) {
    case 'renameSchema':
      return `${knows(quoteName(operation.schema))} Keep the name, or stop that code meanwhile.`;
    case 'renameTable':
      return impact.locks.length === 0 ? undefined : `${knows(displayName(operation.table))} ${viewAdvice}`;
    case 'renameView':
      return impact.locks.length === 0 ? undefined : `${knows(displayName(operation.view))} ${viewAdvice}`;
    case 'renameColumn': {
      const { table, column } = operation;
      if (impact.locks.length === 0 || !hadColumn(input, table, column)) return undefined;
      return `${knows(`${displayName(table)}.${quoteName(column)}`)} To go without a pause, add a column of the new name beside it, keep the two equal with a trigger, and drop the old one once no code uses the old name.`;
    }
    case 'renameType':
      return isOld(types, operation.type) ? names(displayName(operation.type)) : undefined;
    case 'renameSequence':
      return isOld(sequences, operation.sequence) ? names(displayName(operation.sequence)) : undefined;
    case 'renameEnumLabel': {
      const type = typeIn(input, { kind: 'named', ...operation.type, array: false });
      if (type === undefined || !isOld(types, type.name)) return undefined;
      return `${knows(`'${operation.label}' of ${displayName(type.name)}`)} To go without a pause, add the new label, let code read and write both, and change the rows before the old one goes out of use.`;
    }
    default:
      return movedText(operation, input);
  }
}

function movedText({ object, name, schema }: Extract<Rename, { kind: 'setSchema' }>, { impact }: RuleInput) {
  if ((object !== 'table' && object !== 'view') || impact.locks.length === 0) return undefined;
  return `Code that runs and looks for ${displayName(name)} where it was fails from the moment this is committed, unless its search_path leads to ${quoteName(schema)}. To go without a pause, create a view in the old place along with it, and drop the view once no code looks there.`;
}

const isOld = (all: ReadonlyMap<string, unknown>, name: ObjectName): boolean =>
  all.has(nameKey(qualified(name)));

const knows = (name: string): string =>
  `Code that runs knows only ${name}, and fails from the moment this is committed.`;

const names = (name: string): string =>
  `Code that runs and names ${name} fails from the moment this is committed. Keep the name until no code uses it, or stop that code meanwhile.`;

const viewAdvice =
  'To go without a pause, create a view of the old name along with it, and drop the view once no code uses the old name.';
