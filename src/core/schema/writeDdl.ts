/**
 * A schema as one SQL document, for reading and comparing: the same schema always gives the same text, and a change
 * of one thing changes the lines of that thing. What is uncertain says so above it.
 */
import { executableDdl } from './ddl/executableDdl.ts';
import { extensionDdl, routineDdl, schemaDdl, viewDdl } from './ddl/objectDdl.ts';
import { type OwnedSequences, ownedSequences } from './ddl/ownedSequences.ts';
import { wholeSequenceDdl } from './ddl/sequenceDdl.ts';
import { byKey, remark } from './ddl/sqlText.ts';
import { tableDdl as tableText } from './ddl/tableDdl.ts';
import { typeDdl } from './ddl/typeDdl.ts';
import { nameKey, sameName } from './name.ts';
import type { Affected, SchemaSnapshot, Sequence, Table, Uncertainty } from './snapshot.ts';

export interface DdlOptions {
  /**
   * In an order that an empty database accepts, foreign keys last. Routines, and the triggers that call them, are
   * then left out, because a snapshot does not hold what they do.
   */
  readonly executable?: boolean;
}

export function ddlOf(snapshot: SchemaSnapshot, { executable = false }: DdlOptions = {}): string {
  if (executable) return executableDdl(snapshot);
  const owned = ownedSequences(snapshot.sequences);
  const about = (kind: Affected['kind'], name: Affected['name'], text: string): string =>
    withRemarks(snapshot, { kind, name }, text);
  const free = byKey(snapshot.sequences).filter((sequence) => !isOwned(sequence, owned));
  const sections = [
    ...generalRemarks(snapshot),
    ...byKey(snapshot.schemas).map((schema) => schemaDdl(schema).join('\n')),
    ...byKey(snapshot.extensions).map(extensionDdl),
    ...byKey(snapshot.types).map((type) => about('type', type.name, typeDdl(type).join('\n'))),
    ...free.map((sequence) => about('sequence', sequence.name, wholeSequenceDdl(sequence).join('\n'))),
    ...byKey(snapshot.tables).map((table) =>
      about('table', table.name, tableText(table, owned.get(nameKey(table.name)))),
    ),
    ...byKey(snapshot.views).map((view) => about('view', view.name, viewDdl(view).join('\n'))),
    ...byKey(snapshot.routines).map((routine) =>
      about('routine', routine.name, routineDdl(routine).join('\n')),
    ),
  ];
  return sections
    .filter((section) => section !== '')
    .map((section) => `${section}\n`)
    .join('\n');
}

/** One table with all that belongs to it, also the options of sequences that its columns own. */
export function tableDdl(table: Table, snapshot?: Pick<SchemaSnapshot, 'sequences'>): string {
  const owned = snapshot === undefined ? undefined : ownedSequences(snapshot.sequences);
  return `${tableText(table, owned?.get(nameKey(table.name)))}\n`;
}

function isOwned(sequence: Sequence, owned: ReadonlyMap<string, OwnedSequences>): boolean {
  const { ownedBy } = sequence;
  return ownedBy !== undefined && owned.get(nameKey(ownedBy.table))?.get(ownedBy.column) === sequence;
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
