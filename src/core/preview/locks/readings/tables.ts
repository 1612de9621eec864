/** CREATE, DROP, RENAME TABLE, what tables are set to, and their partitions. */
import type { ConstraintDefinition } from '../../../migration/operations/definitions.ts';
import { foreignKeysTo, viewsOn } from '../../../schema/apply/dependents.ts';
import {
  childrenOf,
  defaultPartition,
  isSameConstraint,
  isSameIndex,
} from '../../../schema/apply/inherit.ts';
import { hasOwnIndex } from '../../../schema/apply/relationNames.ts';
import { creationName, find } from '../../../schema/apply/resolve.ts';
import type { QualifiedName } from '../../../schema/name.ts';
import { nameKey } from '../../../schema/name.ts';
import type { Table } from '../../../schema/snapshot.ts';
import { provesBound } from '../proof.ts';
import {
  familyOf,
  indexTargets,
  type Meeting,
  ownedSequences,
  type Reading,
  type Step,
  type Target,
  tableTarget,
  targetsOf,
  viewTarget,
} from '../reading.ts';
import { referencedFamily } from './constraints.ts';
import { onRelation, onTable } from './onTable.ts';

export function createTable(
  { table, definition, ifNotExists }: Step<'createTable'>,
  meeting: Meeting,
): readonly Reading[] {
  const { draft } = meeting;
  const plain = { form: 'CREATE TABLE', roles: {} };
  if (definition.temporary) return [plain];
  if (ifNotExists && draft.tables.has(nameKey(creationName(draft, table)))) return [plain];
  const { inherits = [], like = [], partitionOf } = definition;
  const found = (name: Parameters<typeof find>[2]) => find(draft, draft.tables, name) as Table | undefined;
  const parents = inherits.flatMap((name) => found(name) ?? []);
  const sources = like.flatMap((one) => found(one.table) ?? []);
  const parent = partitionOf && found(partitionOf.parent);
  const keys: readonly ConstraintDefinition[] = [
    ...definition.constraints,
    ...definition.columns.flatMap(({ constraints = [] }) => constraints),
  ];
  const referenced = keys.flatMap((one) =>
    one.kind === 'foreignKey' ? referencedFamily(draft, undefined, one.references) : [],
  );
  return [
    plain,
    ...(parents.length > 0
      ? [{ form: 'CREATE TABLE .. INHERITS', roles: { parent: targetsOf(parents) } }]
      : []),
    ...(sources.length > 0 ? [{ form: 'CREATE TABLE .. LIKE', roles: { source: targetsOf(sources) } }] : []),
    ...(referenced.length > 0 ? [{ form: 'CREATE TABLE with FK to p', roles: { referenced } }] : []),
    ...(parent === undefined ? [] : newPartition(draft, parent)),
  ];
}

function newPartition(draft: Meeting['draft'], parent: Table): readonly Reading[] {
  const own = targetsOf([parent]);
  const fallback = defaultPartition(draft, parent);
  const referenced = foreignTargets(draft, parent);
  return [
    { form: 'CREATE TABLE .. PARTITION OF', roles: { parent: own } },
    { form: 'CREATE TABLE .. PARTITION OF (parent has an index)', roles: { index: indexTargets(parent) } },
    ...(fallback === undefined
      ? []
      : [
          {
            form: 'CREATE TABLE .. PARTITION OF (default partition exists)',
            roles: { parent: own, default: targetsOf(familyOf(draft, fallback)) },
          },
        ]),
    ...(referenced.length === 0
      ? []
      : [{ form: 'CREATE TABLE .. PARTITION OF (with FK)', roles: { parent: own, referenced } }]),
  ];
}

/** What the table's foreign keys refer to. */
function foreignTargets(draft: Meeting['draft'], table: Table): readonly Target[] {
  return table.constraints.flatMap((one) =>
    one.kind === 'foreignKey' ? referencedFamily(draft, table, one.references) : [],
  );
}

export function dropTable({ table, cascade }: Step<'dropTable'>, meeting: Meeting): readonly Reading[] {
  return onTable(meeting, table, (found) => dropped(found, cascade ?? false, meeting));
}

export function dropped(found: Table, cascade: boolean, { draft }: Meeting): readonly Reading[] {
  const family = familyOf(draft, found);
  const roles = {
    table: targetsOf(family),
    index: family.flatMap((one) => indexTargets(one)),
    sequence: family.flatMap((one) => ownedSequences(draft, one)),
  };
  const isGone = (name: QualifiedName) => family.some((one) => nameKey(one.name) === nameKey(name));
  const referenced = family
    .flatMap((one) => foreignTargets(draft, one))
    .filter(({ relation }) => !isGone(relation));
  const referencing = family
    .flatMap((one) => foreignKeysTo(draft, one.name).map((key) => key.table))
    .filter((one) => !isGone(one.name));
  const views = cascade
    ? family.flatMap((one) => viewsOn(draft, one.name)).flatMap((one) => [one, ...viewsOn(draft, one.name)])
    : [];
  const parent = found.partitionOf && draft.table(found.partitionOf.parent);
  const fallback = parent && defaultPartition(draft, parent);
  return [
    { form: 'DROP TABLE', roles },
    ...(referenced.length > 0
      ? [{ form: 'DROP TABLE (child with FK to p)', roles: { ...roles, referenced } }]
      : []),
    ...(cascade && referencing.length > 0
      ? [
          {
            form: 'DROP TABLE CASCADE (referenced)',
            roles: { ...roles, referencing: targetsOf(referencing) },
          },
        ]
      : []),
    ...(views.length > 0
      ? [{ form: 'DROP TABLE CASCADE (with view)', roles: { ...roles, view: views.map(viewTarget) } }]
      : []),
    ...(parent === undefined
      ? []
      : [
          {
            form: 'DROP TABLE (partition)',
            roles: {
              partition: roles.table,
              parent: targetsOf([parent]),
              ...(fallback !== undefined && fallback !== found && { default: targetsOf([fallback]) }),
            },
          },
        ]),
  ];
}

export function renameTable({ table }: Step<'renameTable'>, meeting: Meeting): readonly Reading[] {
  return onRelation(meeting, table, (found) =>
    'constraints' in found
      ? [{ form: 'RENAME TABLE', roles: { table: targetsOf([found]) } }]
      : [{ form: 'ALTER VIEW RENAME', roles: { view: [viewTarget(found)] } }],
  );
}

export function setTableProperty(
  { table, property }: Step<'setTableProperty'>,
  meeting: Meeting,
): readonly Reading[] {
  const { draft } = meeting;
  return onTable(meeting, table, (found) => {
    const roles = { table: targetsOf([found]), index: indexTargets(found) };
    switch (property.kind) {
      case 'rowSecurity':
        return [{ form: 'ENABLE ROW LEVEL SECURITY', roles }];
      case 'unlogged': {
        const is = found.unlogged === true;
        if (is === property.value) return [{ form: 'SET LOGGED (it is)', roles }];
        return [
          {
            form: property.value ? 'SET UNLOGGED' : 'SET LOGGED',
            roles: { ...roles, sequence: ownedSequences(draft, found) },
          },
        ];
      }
      default: {
        const parent = find(draft, draft.tables, property.parent);
        const form = property.kind === 'inherit' ? 'INHERIT' : 'NO INHERIT';
        return [
          { form, roles: { table: roles.table, parent: parent === undefined ? [] : targetsOf([parent]) } },
        ];
      }
    }
  });
}

export function attachPartition(
  { parent: written, partition, bound }: Step<'attachPartition'>,
  meeting: Meeting,
): readonly Reading[] {
  const { draft } = meeting;
  return onTable(meeting, written, (parent) =>
    onTable(meeting, partition, (found) => {
      const fallback = defaultPartition(draft, parent);
      const proven =
        parent.partitionKey !== undefined && provesBound(draft, found, parent.partitionKey, bound);
      const isFirstDefault = bound === 'DEFAULT' && childrenOf(draft, parent.name).length === 0;
      const roles = { parent: targetsOf([parent]), partition: targetsOf(familyOf(draft, found)) };
      const form =
        proven || isFirstDefault
          ? 'ATTACH PARTITION (matching CHECK)'
          : 'ATTACH PARTITION (no matching CHECK)';
      const note = `A valid CHECK constraint on ${found.name.name} that surely implies its bounds would spare reading it.`;
      const unsure = form.includes('no matching') && found.constraints.some(({ kind }) => kind === 'check');
      const referenced = foreignTargets(draft, parent);
      return [
        { form, roles, ...(unsure && { notes: [note] }) },
        ...(fallback === undefined
          ? []
          : [
              {
                form: 'ATTACH PARTITION (default partition exists)',
                roles: { parent: roles.parent, default: targetsOf(familyOf(draft, fallback)) },
              },
            ]),
        ...parentIndexes(parent, found),
        ...(referenced.length === 0
          ? []
          : [{ form: 'ATTACH PARTITION (parent has FK)', roles: { ...roles, referenced } }]),
      ];
    }),
  );
}

/** Indexes of the parent that the new partition has no match for are built on it. */
function parentIndexes(parent: Table, table: Table): readonly Reading[] {
  const index = indexTargets(parent);
  if (index.length === 0) return [];
  const roles = { parent: targetsOf([parent]), partition: [tableTarget(table)], index };
  const keys = parent.constraints.filter(hasOwnIndex);
  const allThere =
    parent.indexes.every((one) => table.indexes.some((own) => isSameIndex(own, one))) &&
    keys.every((one) => table.constraints.some((own) => isSameConstraint(own, one)));
  return [{ form: `ATTACH PARTITION (${allThere ? 'index is there' : 'parent has an index'})`, roles }];
}

export function detachPartition(
  { parent: written, partition }: Step<'detachPartition'>,
  meeting: Meeting,
): readonly Reading[] {
  const { draft, node } = meeting;
  return onTable(meeting, written, (parent) =>
    onTable(meeting, partition, (found) => {
      const fallback = defaultPartition(draft, parent);
      const roles = {
        parent: targetsOf([parent]),
        partition: targetsOf([found]),
        index: indexTargets(found),
      };
      if (isConcurrent(node)) {
        const refusal =
          fallback === undefined
            ? undefined
            : 'PostgreSQL refuses DETACH PARTITION CONCURRENTLY where a default partition exists.';
        return [{ form: 'DETACH PARTITION CONCURRENTLY', roles, ...(refusal !== undefined && { refusal }) }];
      }
      const withDefault =
        fallback === undefined || fallback === found
          ? []
          : [
              {
                form: 'DETACH PARTITION (default partition exists)',
                roles: { parent: roles.parent, default: targetsOf([fallback]) },
              },
            ];
      const referenced = foreignTargets(draft, parent);
      const keys =
        referenced.length === 0
          ? []
          : [{ form: 'DETACH PARTITION (with FK)', roles: { ...roles, referenced } }];
      return [{ form: 'DETACH PARTITION', roles }, ...withDefault, ...keys];
    }),
  );
}

function isConcurrent(node: Meeting['node']): boolean {
  return JSON.stringify(node ?? {}).includes('"concurrent":true');
}
