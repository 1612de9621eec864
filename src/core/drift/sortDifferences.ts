/** The order in which differences are told: object by object, and each object before its parts. */
import type { Found } from './compareObject.ts';
import type { Comparison, Difference } from './difference.ts';
import type { ObjectKind } from './objectRef.ts';

export function sortDifferences({ differences, notCompared }: Found): Comparison {
  return {
    differences: differences.sort(compareDifferences),
    notCompared: notCompared.sort((a, b) => compareDifferences(a.difference, b.difference)),
    ignored: [],
    unmanaged: [],
    foreign: [],
  };
}

export function compareDifferences(a: Difference, b: Difference): number {
  return (
    groupRank[a.object] - groupRank[b.object] ||
    compareText(a.of.schema, b.of.schema) ||
    compareText(a.of.name, b.of.name) ||
    partRank[a.object] - partRank[b.object] ||
    compareText(a.part ?? a.argumentTypes ?? '', b.part ?? b.argumentTypes ?? '') ||
    kindRank[a.kind] - kindRank[b.kind]
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const kindRank: Readonly<Record<Difference['kind'], number>> = {
  renamed: 0,
  removed: 1,
  added: 2,
  changed: 3,
};

/** Tables and views in one list, by name. */
const groupRank: Readonly<Record<ObjectKind, number>> = {
  schema: 0,
  extension: 1,
  type: 2,
  label: 2,
  sequence: 3,
  table: 4,
  column: 4,
  constraint: 4,
  index: 4,
  trigger: 4,
  policy: 4,
  view: 4,
  routine: 5,
};

const partRank: Readonly<Record<ObjectKind, number>> = {
  schema: 0,
  extension: 0,
  type: 0,
  label: 1,
  sequence: 0,
  table: 0,
  column: 1,
  constraint: 2,
  index: 3,
  trigger: 4,
  policy: 5,
  view: 0,
  routine: 0,
};
