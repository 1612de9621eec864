/** Statements that change nothing a snapshot shows, or nothing that could be followed, read from their syntax tree. */
import type { Node, RangeVar, ReindexStmt, VacuumStmt } from '@pgsql/types';
import type { Table, View } from '../../../schema/snapshot.ts';
import {
  type Body,
  nameParts,
  objectName,
  relationName,
  stringOf,
  type Tag,
  tagOf,
} from '../../../sql/nodes.ts';
import { alterTableCommands } from '../commands.ts';
import { type LockMode, lockModes } from '../impact.ts';
import {
  familyOf,
  indexTargets,
  type Meeting,
  type Reading,
  type Target,
  tableTarget,
  targetsOf,
  unknownReading,
  viewTarget,
} from '../reading.ts';
import { referencedFamily } from './constraints.ts';
import { indexNamed } from './indexes.ts';
import { constraintOf } from './known.ts';
import { onRelation, onTable } from './onTable.ts';
import { otherCommands } from './otherCommands.ts';
import { sourcesOf } from './queries.ts';
import { onDomain } from './types.ts';

type Readers = { readonly [T in Tag]?: (body: Body<T>, meeting: Meeting) => readonly Reading[] };

const readers: Readers = {
  AlterTableStmt: (stmt, meeting) => enforcement(stmt, meeting) ?? otherCommands(stmt, meeting),
  AlterDomainStmt: ({ typeName }, meeting) =>
    onDomain(objectName(nameParts(typeName)), 'ALTER DOMAIN VALIDATE CONSTRAINT', meeting),
  RenameStmt: ({ renameType, relation }, meeting) => {
    if (renameType === 'OBJECT_DOMCONSTRAINT') return none('ALTER TYPE RENAME');
    if (renameType !== 'OBJECT_TRIGGER') return unknownReading('What this renames is not followed.');
    return onTable(meeting, relationName(relation), (found) => [
      { form: 'ALTER TRIGGER RENAME', roles: { table: targetsOf([found]) } },
    ]);
  },
  CreateTableAsStmt: ({ into }, meeting) => createTableAs(into?.skipData === true, meeting),
  SelectStmt: (_, meeting) => createTableAs(false, meeting),
  VacuumStmt: vacuum,
  ReindexStmt: reindex,
  ClusterStmt: ({ relation }, meeting) =>
    relation === undefined
      ? unknownReading('Which tables were clustered before, and so are now, is not known.')
      : onRelation(meeting, relationName(relation), (found) => [
          { form: 'CLUSTER', roles: withIndexes(found) },
        ]),
  LockStmt: ({ relations, mode }, meeting) =>
    rangeVars(relations).flatMap((one) => lockTable(one, mode ?? 8, meeting)),
  GrantStmt: ({ objtype, targtype, objects }, meeting) => {
    if (targtype === 'ACL_TARGET_ALL_IN_SCHEMA' && objtype === 'OBJECT_TABLE')
      return grantAll(nameParts(objects), meeting);
    const names = objtype === 'OBJECT_TABLE' ? rangeVars(objects).map(relationName) : [];
    return names.length === 0
      ? none('GRANT ROLE')
      : names.flatMap((name) =>
          onRelation(meeting, name, (found) => [
            { form: 'GRANT SELECT', roles: { table: [targetOf(found)] } },
          ]),
        );
  },
  RuleStmt: ({ relation }, meeting) => on(relation, 'CREATE RULE', meeting),
  CreateStatsStmt: ({ relations }, meeting) =>
    rangeVars(relations).flatMap((one) => on(one, 'CREATE STATISTICS', meeting)),
  CreatePublicationStmt: ({ pubobjects }, meeting) =>
    (pubobjects ?? []).flatMap((one) => {
      const name = 'PublicationObjSpec' in one ? one.PublicationObjSpec.pubtable?.relation : undefined;
      return on(name, 'CREATE PUBLICATION FOR TABLE', meeting);
    }),
  CreatedbStmt: () => none('CREATE DATABASE'),
  DropdbStmt: () => none('DROP DATABASE'),
  AlterSystemStmt: () => none('ALTER SYSTEM'),
  CommentStmt: () => none('COMMENT ON TYPE'),
  ...Object.fromEntries(
    [
      'VariableSetStmt',
      'VariableShowStmt',
      'TransactionStmt',
      'AlterDatabaseSetStmt',
      'AlterRoleSetStmt',
      'ConstraintsSetStmt',
      'NotifyStmt',
      'PrepareStmt',
      'DeallocateStmt',
    ].map((tag) => [tag, () => none('SET')]),
  ),
  ...Object.fromEntries(
    ['CreateRoleStmt', 'AlterRoleStmt', 'DropRoleStmt', 'GrantRoleStmt', 'AlterDefaultPrivilegesStmt'].map(
      (tag) => [tag, () => none('GRANT ROLE')],
    ),
  ),
  ...Object.fromEntries(
    ['CreateCastStmt', 'CreateConversionStmt', 'CreatePLangStmt', 'AlterFunctionStmt', 'DefineStmt'].map(
      (tag) => [tag, () => none('CREATE FUNCTION')],
    ),
  ),
};

/** `undefined` for a statement that is not understood here. */
export function statementReadings(node: Node, meeting: Meeting): readonly Reading[] | undefined {
  const tag = tagOf(node);
  const read = readers[tag] as ((body: unknown, meeting: Meeting) => readonly Reading[]) | undefined;
  return read?.((node as Readonly<Record<string, unknown>>)[tag], meeting);
}

const none = (form: string): readonly Reading[] => [{ form, roles: {} }];

const targetOf = (found: Table | View): Target =>
  'constraints' in found ? tableTarget(found) : viewTarget(found);

const withIndexes = (found: Table | View) => ({ table: [targetOf(found)], index: indexTargets(found) });

const rangeVars = (nodes: readonly Node[] | undefined): readonly RangeVar[] =>
  (nodes ?? []).flatMap((one) => ('RangeVar' in one ? [one.RangeVar] : []));

function on(relation: RangeVar | undefined, form: string, meeting: Meeting): readonly Reading[] {
  if (relation === undefined) return none('SET');
  return onRelation(meeting, relationName(relation), (found) => [
    { form, roles: { table: [targetOf(found)] } },
  ]);
}

function createTableAs(noData: boolean, meeting: Meeting): readonly Reading[] {
  const query = meeting.statement;
  const { read, named } = sourcesOf(meeting, query ?? '');
  return [
    {
      form: noData ? 'CREATE TABLE AS SELECT WITH NO DATA' : 'CREATE TABLE AS SELECT',
      roles: { source: noData ? named : read },
    },
  ];
}

/** `ALTER CONSTRAINT … NOT ENFORCED`, which no operation says. */
function enforcement(stmt: Body<'AlterTableStmt'>, meeting: Meeting): readonly Reading[] | undefined {
  for (const { def } of alterTableCommands({ AlterTableStmt: stmt })) {
    if (
      def === undefined ||
      !('ATAlterConstraint' in def) ||
      def.ATAlterConstraint.alterEnforceability !== true
    )
      continue;
    const { conname = '', is_enforced } = def.ATAlterConstraint;
    return onTable(meeting, relationName(stmt.relation), (found) => {
      const constraint = constraintOf(found, conname);
      const referenced =
        constraint?.kind === 'foreignKey'
          ? referencedFamily(meeting.draft, found, constraint.references)
          : [];
      return [
        {
          form: `ALTER CONSTRAINT ${is_enforced === true ? '' : 'NOT '}ENFORCED (fk)`,
          roles: { table: targetsOf([found]), referenced },
        },
      ];
    });
  }
  return undefined;
}

/** `(FULL false)`. */
const isOff = (value: Node | undefined): boolean =>
  value !== undefined &&
  ('Integer' in value ? !value.Integer.ival : /^(?:false|off)$/i.test(stringOf(value) ?? ''));

function vacuum({ options, rels, is_vacuumcmd }: VacuumStmt, meeting: Meeting): readonly Reading[] {
  const given = (options ?? []).flatMap((one) =>
    'DefElem' in one && !isOff(one.DefElem.arg) ? [one.DefElem.defname ?? ''] : [],
  );
  const form = is_vacuumcmd !== true ? 'ANALYZE' : given.includes('full') ? 'VACUUM FULL' : 'VACUUM';
  const names = (rels ?? []).flatMap((one) => ('VacuumRelation' in one ? [one.VacuumRelation.relation] : []));
  if (names.length > 0) {
    return names.flatMap((name) =>
      onRelation(meeting, relationName(name), (found) => {
        const all =
          'constraints' in found
            ? familyOf(meeting.draft, found).filter((one) => one === found || one.partitionOf !== undefined)
            : [];
        return [
          {
            form,
            roles: {
              table: all.length > 0 ? targetsOf(all) : [targetOf(found)],
              index: all.flatMap((one) => indexTargets(one)),
            },
          },
        ];
      }),
    );
  }
  const tables = [...meeting.draft.tables.values()];
  const note = 'It names no table, so it goes through all of the database, one after the other.';
  return [
    {
      form,
      roles: { table: targetsOf(tables), index: tables.flatMap((one) => indexTargets(one)) },
      notes: [note],
    },
  ];
}

function reindex({ kind, relation, params, name }: ReindexStmt, meeting: Meeting): readonly Reading[] {
  const concurrently = (params ?? []).some(
    (one) => 'DefElem' in one && one.DefElem.defname === 'concurrently' && !isOff(one.DefElem.arg),
  );
  const how = concurrently ? ' CONCURRENTLY' : '';
  if (kind === 'REINDEX_OBJECT_INDEX') {
    const found = indexNamed(meeting, relationName(relation));
    if (found === undefined) return unknownReading('Which index is built again is not known.');
    return [{ form: `REINDEX INDEX${how}`, roles: { table: [targetOf(found.owner)], index: [found.index] } }];
  }
  if (kind === 'REINDEX_OBJECT_TABLE') {
    return onRelation(meeting, relationName(relation), (found) => {
      if (found.kind === 'partitionedTable')
        return unknownReading(
          'REINDEX of a partitioned table goes through its partitions in transactions of their own, which is not followed.',
        );
      return [{ form: `REINDEX TABLE${how}`, roles: withIndexes(found) }];
    });
  }
  if (kind !== 'REINDEX_OBJECT_SCHEMA')
    return unknownReading('Which indexes are built again is not followed.');
  const tables = [...meeting.draft.tables.values()].filter((one) => one.name.schema === name);
  return [
    ...none('REINDEX SCHEMA'),
    ...tables.map((one) => ({ form: `REINDEX TABLE${how}`, roles: withIndexes(one) })),
  ];
}

/** The mode is in the statement, so every form is measured by the same row. */
function lockTable(relation: RangeVar, mode: number, meeting: Meeting): readonly Reading[] {
  const name: LockMode = lockModes[mode - 1] ?? 'ACCESS EXCLUSIVE';
  return onRelation(meeting, relationName(relation), (found) => {
    const tables =
      'constraints' in found && relation.inh === true
        ? familyOf(meeting.draft, found).map(tableTarget)
        : [targetOf(found)];
    const behind = found.kind === 'view' ? sourcesOf(meeting, found.definition).read : [];
    return [{ form: `LOCK TABLE IN ${name} MODE`, roles: { table: [...tables, ...behind] } }];
  });
}

function grantAll(schemas: readonly string[], { draft }: Meeting): readonly Reading[] {
  const found = [...draft.tables.values(), ...draft.views.values()].filter((one) =>
    schemas.includes(one.name.schema),
  );
  return [{ form: 'GRANT SELECT ON ALL TABLES', roles: { table: found.map(targetOf) } }];
}
