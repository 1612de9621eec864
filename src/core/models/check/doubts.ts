/** Whether a snapshot is sure of what a disagreement speaks of. */
import type { QualifiedName } from '../../schema/name.ts';
import type { SchemaSnapshot, TablePart, Uncertainty } from '../../schema/snapshot.ts';
import { type Subject as Asked, uncertaintyAbout } from '../../schema/uncertainty.ts';
import type { Subject } from './disagreement.ts';

/** @param nameIn What the snapshot calls what the models name. */
export function doubtAbout(
  subject: Subject,
  { uncertainties }: SchemaSnapshot,
  nameIn: (name: QualifiedName) => QualifiedName,
): Uncertainty | undefined {
  if (uncertainties.length === 0) return undefined;
  for (const asked of [...askedBy(subject, nameIn(subject.object.of)), ...referred(subject, nameIn)]) {
    const doubt = uncertaintyAbout(uncertainties, asked);
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

/** A foreign key is as certain as the columns that it points at. */
function referred({ refersTo }: Subject, nameIn: (name: QualifiedName) => QualifiedName): readonly Asked[] {
  if (refersTo === undefined) return [];
  const name = nameIn(refersTo.of);
  return refersTo.columns.map((column) => ({ kind: 'table', name, part: { kind: 'column', name: column } }));
}

/** Constraints and indexes may have any name: one that is in doubt may be the very one. */
function askedBy({ aspect, object, columns }: Subject, name: QualifiedName): readonly Asked[] {
  const of = (kind: TablePart['kind'], part?: string): Asked => ({
    kind: 'table',
    name,
    part: part === undefined ? { kind } : { kind, name: part },
  });
  switch (aspect) {
    case 'table':
      return [{ kind: 'table', name }];
    case 'label':
    case 'label order':
      return [{ kind: 'type', name }];
    case 'primary key':
    case 'foreign key':
      return [of('constraint'), ...columns.map((column) => of('column', column))];
    case 'unique':
    case 'index':
      return [of('constraint'), of('index'), ...columns.map((column) => of('column', column))];
    default:
      return [of('column', object.part)];
  }
}
