/**
 * A schema as one SQL document, for reading and comparing: the same schema always gives the same text, and a change
 * of one thing changes the lines of that thing. What is uncertain says so above it.
 *
 * An empty database accepts it from top to bottom, so what refers to other tables follows after all of them. What a
 * snapshot does not hold, such as the bodies of routines, stands there as a remark, and so does what needs it.
 */
import { foreignKeysDdl } from './ddl/constraintDdl.ts';
import { partitionsFirst, typesInOrder, viewsInOrder } from './ddl/inOrder.ts';
import { extensionDdl, routineDdl, schemaDdl, viewDdl } from './ddl/objectDdl.ts';
import { placeSequences } from './ddl/placeSequences.ts';
import { sequenceDdl, wholeSequenceDdl } from './ddl/sequenceDdl.ts';
import { byKey, remark } from './ddl/sqlText.ts';
import { descentDdl, policiesDdl, tableDdl, triggersDdl } from './ddl/tableDdl.ts';
import { typeDdl } from './ddl/typeDdl.ts';
import { nameKey, sameName } from './name.ts';
import type { Affected, SchemaSnapshot, Uncertainty } from './snapshot.ts';

export function ddlOf(snapshot: SchemaSnapshot): string {
  const { first, owned } = placeSequences(snapshot);
  const about = (kind: Affected['kind'], name: Affected['name'], statements: readonly string[]): string =>
    withRemarks(snapshot, { kind, name }, statements.join('\n'));
  const sections = [
    ...generalRemarks(snapshot),
    ...byKey(snapshot.schemas).map((schema) => schemaDdl(schema).join('\n')),
    ...byKey(snapshot.extensions).map(extensionDdl),
    ...typesInOrder(snapshot.types).map((type) => about('type', type.name, typeDdl(type))),
    ...first.map((sequence) =>
      about(
        'sequence',
        sequence.name,
        sequence.ownedBy === undefined ? wholeSequenceDdl(sequence) : [sequenceDdl(sequence)],
      ),
    ),
    ...byKey(snapshot.tables).map((table) =>
      about('table', table.name, tableDdl(table, owned.get(nameKey(table.name)) ?? [], first)),
    ),
    byKey(snapshot.tables).flatMap(descentDdl).join('\n'),
    ...partitionsFirst(snapshot.tables).map((table) =>
      [...foreignKeysDdl(table), ...policiesDdl(table)].join('\n'),
    ),
    ...viewsInOrder(snapshot.views).map((view) => about('view', view.name, viewDdl(view))),
    ...byKey(snapshot.routines).map((routine) => about('routine', routine.name, routineDdl(routine))),
    ...byKey(snapshot.tables).map((table) => triggersDdl(table, snapshot.routines).join('\n')),
  ];
  return sections
    .filter((section) => section !== '')
    .map((section) => `${section}\n`)
    .join('\n');
}

/** What is uncertain of no object that the document shows. */
function generalRemarks(snapshot: SchemaSnapshot): readonly string[] {
  const general = snapshot.uncertainties.filter(
    ({ affects }) => affects === 'anything' || affects.some((one) => !isShown(snapshot, one)),
  );
  return general.length === 0 ? [] : [general.map(uncertaintyRemark).join('\n')];
}

function withRemarks({ uncertainties }: SchemaSnapshot, { kind, name }: Affected, text: string): string {
  const own = uncertainties.filter(
    ({ affects }) =>
      affects !== 'anything' && affects.some((one) => one.kind === kind && sameName(one.name, name)),
  );
  return [...new Set(own.map(uncertaintyRemark)), text].join('\n');
}

function uncertaintyRemark({ reason }: Uncertainty): string {
  return remark(`Uncertain: ${reason}`);
}

function isShown(snapshot: SchemaSnapshot, { kind, name }: Affected): boolean {
  switch (kind) {
    case 'schema':
    case 'extension':
      return false;
    case 'routine':
      return [...snapshot.routines.values()].some((routine) => sameName(routine.name, name));
    default:
      return snapshot[`${kind}s`].has(nameKey(name));
  }
}
