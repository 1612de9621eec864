/**
 * The statements that make a live schema once more on an empty database: all that a snapshot holds, with stand-ins for
 * routines. Extensions, roles and rows are not among them.
 */
import { foreignKeysDdl } from '../../schema/ddl/constraintDdl.ts';
import { partitionsFirst, typesInOrder, viewsInOrder } from '../../schema/ddl/inOrder.ts';
import { viewDdl } from '../../schema/ddl/objectDdl.ts';
import { placeSequences } from '../../schema/ddl/placeSequences.ts';
import { sequenceDdl, wholeSequenceDdl } from '../../schema/ddl/sequenceDdl.ts';
import { byKey, commentOn } from '../../schema/ddl/sqlText.ts';
import { descentDdl, policiesDdl, tableDdl } from '../../schema/ddl/tableDdl.ts';
import { typeDdl } from '../../schema/ddl/typeDdl.ts';
import { nameKey, quoteName } from '../../schema/name.ts';
import type { Schema, SchemaSnapshot } from '../../schema/snapshot.ts';
import { standInRoutine } from './standInRoutines.ts';

export function cloneSql(live: SchemaSnapshot): readonly string[] {
  const { first, owned } = placeSequences(live);
  const tables = byKey(live.tables).filter(({ kind }) => kind !== 'foreignTable');
  return [
    ...(live.schemas.has('public') ? [] : ['DROP SCHEMA public;']),
    ...byKey(live.schemas).flatMap(schemaSql),
    ...typesInOrder(live.types).flatMap(typeDdl),
    ...byKey(live.routines).flatMap((routine) => standInRoutine(routine) ?? []),
    ...first.flatMap((sequence) =>
      sequence.ownedBy === undefined ? wholeSequenceDdl(sequence) : [sequenceDdl(sequence)],
    ),
    ...tables.flatMap((table) => tableDdl(table, owned.get(nameKey(table.name)) ?? [], first)),
    ...tables.flatMap(descentDdl),
    ...partitionsFirst(live.tables).flatMap((table) => [...foreignKeysDdl(table), ...policiesDdl(table)]),
    ...viewsInOrder(live.views).flatMap(viewDdl),
    ...tables.flatMap(({ triggers }) => triggers.map(({ definition }) => `${definition};`)),
  ];
}

/** An extension may lie in it and be there already. */
function schemaSql({ name, comment }: Schema): readonly string[] {
  return [
    `CREATE SCHEMA IF NOT EXISTS ${quoteName(name)};`,
    ...commentOn(`SCHEMA ${quoteName(name)}`, comment),
  ];
}
