/** What is told of a database that carries objects of several projects. */
import type { Foreign } from './difference.ts';
import { type ObjectKind, refText } from './objectRef.ts';
import type { DriftReport } from './report.ts';
import { counted, kindText, listText } from './words.ts';

/** What another project stores data in; types and extensions stay behind when a project leaves. */
const stores: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['table', 'view', 'sequence']);

/** Whether two projects work on one database, which is seldom meant. */
export function isShared({ foreign }: Pick<DriftReport, 'foreign'>): boolean {
  return foreign.some(holdsData);
}

const holdsData = ({ objects }: Foreign): boolean => objects.some(({ object }) => stores.has(object));

/** `Also carries 4 tables and 1 type of storage-element` */
export const foreignLabel = (foreign: Foreign): string => `Also carries ${whatText(foreign)}`;

const NAMES_SHOWN = 5;

/** `This database also carries 4 tables and 1 type of storage-element: …`, and what to do about it. */
export function foreignText(foreign: Foreign): string {
  const { objects } = foreign;
  const sorted = [...objects].sort((a, b) => tablesFirst(a.object, b.object));
  const names = sorted.slice(0, NAMES_SHOWN).map(refText).join(', ');
  const more = objects.length > NAMES_SHOWN ? ', …' : '.';
  const advice = holdsData(foreign) ? ' Check which of the two projects belongs here.' : '';
  return `This database also carries ${whatText(foreign)}: ${names}${more}${advice}`;
}

function whatText({ project, objects }: Foreign): string {
  const kinds = [...new Set(objects.map(({ object }) => object))].sort(tablesFirst);
  const counts = kinds.map((kind) =>
    counted(objects.filter(({ object }) => object === kind).length, kindText[kind]),
  );
  return `${listText(counts)} of ${project}`;
}

const tablesFirst = (a: ObjectKind, b: ObjectKind): number =>
  Number(b === 'table') - Number(a === 'table') || a.localeCompare(b);
