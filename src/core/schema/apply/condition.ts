/** Whether a guard's condition holds in a snapshot: `undefined` where that is not known. */
import type { SchemaCondition } from '../../migration/operations/condition.ts';
import { nameKey, type ObjectName } from '../name.ts';
import type { Affected, Table, TablePart } from '../snapshot.ts';
import { typeText } from '../type.ts';
import { isExtensionType, resolveType, userTypeNamed } from './columnType.ts';
import type { Draft } from './draft.ts';
import { hasOwnIndex } from './relationNames.ts';
import { candidates, find, mayExist } from './resolve.ts';
import type { Section } from './section.ts';

type Answer = boolean | undefined;
type Ask<K extends SchemaCondition['kind']> = Extract<SchemaCondition, { readonly kind: K }>;

export function holds(draft: Draft, condition: SchemaCondition): Answer {
  switch (condition.kind) {
    case 'tableExists':
      return exists(draft, 'table', draft.tables, condition.name);
    case 'viewExists':
      return exists(draft, 'view', draft.views, condition.name);
    case 'sequenceExists':
      return exists(draft, 'sequence', draft.sequences, condition.name);
    case 'typeExists':
      return typeExists(draft, condition.name);
    case 'columnExists':
      return partExists(draft, condition.table, { kind: 'column', name: condition.column }, (table) =>
        table.columns.some(({ name }) => name === condition.column),
      );
    case 'columnNullable':
    case 'columnHasType':
      return columnIs(draft, condition);
    case 'constraintExists':
      return constraintExists(draft, condition);
    case 'indexExists':
      return indexExists(draft, condition);
    case 'enumLabelExists':
      return labelExists(draft, condition);
    case 'schemaExists':
      return byKey(draft, 'schema', draft.schemas, condition.name);
    case 'extensionExists':
      // Extensions are often created by other means, by someone with more rights.
      return draft.extensions.has(condition.name) &&
        byKey(draft, 'extension', draft.extensions, condition.name)
        ? true
        : undefined;
    case 'routineExists':
      return routineExists(draft, condition.name);
    case 'triggerExists':
      return anyTable(draft, condition.table, { kind: 'trigger', name: condition.name }, (table) =>
        table.triggers.some(({ name }) => name === condition.name),
      );
    case 'not': {
      const inner = holds(draft, condition.condition);
      return inner === undefined ? undefined : !inner;
    }
    case 'and':
      return all(condition.conditions.map((one) => holds(draft, one)));
    case 'or': {
      const none = all(condition.conditions.map((one) => negated(holds(draft, one))));
      return negated(none);
    }
    case 'unknown':
      return undefined;
  }
}

function negated(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}

function all(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function exists<T>(draft: Draft, kind: Affected['kind'], section: Section<T>, name: ObjectName): Answer {
  if (kind === 'table' && name.schema === undefined && draft.temporary.has(name.name)) return true;
  for (const one of candidates(draft, name)) {
    if (draft.unsure({ kind, name: one }) !== undefined) return undefined;
    if (section.has(nameKey(one))) return true;
  }
  return false;
}

function byKey<T>(draft: Draft, kind: 'schema' | 'extension', section: Section<T>, name: string): Answer {
  return draft.unsure({ kind, name: { schema: '', name } }) !== undefined ? undefined : section.has(name);
}

function typeExists(draft: Draft, name: ObjectName): Answer {
  if (mayExist(draft, 'type', name)) return undefined;
  if (userTypeNamed(draft, name) !== undefined) return true;
  return [...draft.extensions.values()].some((one) => isExtensionType(one.name, name.name))
    ? undefined
    : false;
}

/** Without the table there is none of its parts. */
function partExists(draft: Draft, name: ObjectName, part: TablePart, has: (table: Table) => boolean): Answer {
  const table = find(draft, draft.tables, name);
  if (table === undefined) return mayExist(draft, 'table', name) ? undefined : false;
  return draft.unsure({ kind: 'table', name: table.name, part }) !== undefined ? undefined : has(table);
}

function columnIs(draft: Draft, condition: Ask<'columnNullable' | 'columnHasType'>): Answer {
  let answer: Answer;
  const there = partExists(draft, condition.table, { kind: 'column', name: condition.column }, (table) => {
    const column = table.columns.find(({ name }) => name === condition.column);
    if (column === undefined) return false;
    if (condition.kind === 'columnNullable') answer = column.nullable;
    else {
      const type = resolveType(draft, condition.type);
      const known = type.kind === 'named' && column.type.kind === 'named';
      answer = known ? typeText(type) === typeText(column.type) : undefined;
    }
    return true;
  });
  return there === true ? answer : there;
}

function anyTable(
  draft: Draft,
  name: ObjectName | undefined,
  part: TablePart,
  has: (table: Table) => boolean,
): Answer {
  if (name !== undefined) return partExists(draft, name, part, has);
  let answer: Answer = false;
  for (const table of draft.tables.values()) {
    if (!has(table)) continue;
    if (draft.unsure({ kind: 'table', name: table.name, part }) === undefined) return true;
    answer = undefined;
  }
  return answer === false && mayBeAnywhere(draft, part) ? undefined : answer;
}

/** Some table may have such a part, one that is not known among them. */
function mayBeAnywhere(draft: Draft, { kind, name }: TablePart): boolean {
  return draft.uncertainties.some(
    ({ affects }) =>
      affects === 'anything' ||
      affects.some(
        (one) =>
          one.kind === 'table' &&
          (one.parts === undefined ||
            one.parts.some((part) => part.kind === kind && (part.name === undefined || part.name === name))),
      ),
  );
}

function constraintExists(draft: Draft, { table, name, type }: Ask<'constraintExists'>): Answer {
  return anyTable(draft, table, { kind: 'constraint', name }, ({ constraints }) =>
    constraints.some((one) => one.name === name && (type === undefined || one.kind === type)),
  );
}

function indexExists(draft: Draft, { table, name, owned }: Ask<'indexExists'>): Answer {
  const own = anyTable(draft, table, { kind: 'index', name }, ({ indexes }) =>
    indexes.some((one) => one.name === name),
  );
  if (!owned || own === true) return own;
  const behind = anyTable(draft, table, { kind: 'constraint', name }, ({ constraints }) =>
    constraints.some((one) => one.name === name && hasOwnIndex(one)),
  );
  return behind === true ? true : own === undefined || behind === undefined ? undefined : false;
}

function labelExists(draft: Draft, { type: written, label }: Ask<'enumLabelExists'>): Answer {
  if (mayExist(draft, 'type', written)) return undefined;
  const type = find(draft, draft.types, written);
  return type?.kind === 'enum' && type.labels.includes(label);
}

function routineExists(draft: Draft, name: ObjectName): Answer {
  if (mayExist(draft, 'routine', name)) return undefined;
  const names = candidates(draft, name).map(nameKey);
  return [...draft.routines.values()].some((one) => names.includes(nameKey(one.name)));
}
