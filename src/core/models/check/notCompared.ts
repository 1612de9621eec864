/** What was not compared, with the reason, and how much was. */

import { refText } from '../../drift/objectRef.ts';
import { displayName, nameKey } from '../../schema/name.ts';
import { uncertaintyAbout } from '../../schema/uncertainty.ts';
import type { ModelColumn, ModelSchema, ModelTable } from '../modelSchema.ts';
import type { ModelCheckInput } from './checkModels.ts';
import type { Doubt } from './collect.ts';
import type { Unclear } from './disagreement.ts';
import type { ModelNotCompared, ModelReport } from './modelFinding.ts';
import { locationOf, type ModelIndex } from './modelIndex.ts';

/** @param environment `undefined`: after all migrations. */
export function unclearText({ aspect, object, text }: Unclear, environment: string | undefined): string {
  const where = environment === undefined ? 'in the migrations' : `in ${environment}`;
  const name = refText(object);
  switch (aspect) {
    case 'table':
      if (text === 'assumed')
        return `The schema of table ${object.of.name} is computed when the program runs; it is not in ${object.of.schema} ${where}.`;
      return text === 'unread'
        ? `No model is known for ${name}, but some models could not be read.`
        : `${displayName(object.of)} is ${text} ${where}.`;
    case 'type':
      return `The type of ${name} ${where}, ${text}, is not known.`;
    default:
      return `Whether ${text} ${where} means the same as what the model says of ${name} cannot be told.`;
  }
}

export function notComparedOf(
  doubts: readonly Doubt[],
  { models }: ModelCheckInput,
  index: ModelIndex,
): readonly ModelNotCompared[] {
  const all = new Map<string, ModelNotCompared>();
  for (const { location, reason } of models.unread)
    all.set(`${location.file} ${location.range?.start} ${reason}`, { object: undefined, location, reason });
  const unknown = new Set<string>();
  for (const { name: of, columns, managed } of models.tables)
    for (const { name: part, type, unknownType: reason } of managed ? columns : []) {
      if (reason === undefined) continue;
      unknown.add(`${nameKey(of)}\0${part}`);
      all.set(`${nameKey(of)}\0${part} ${reason}`, {
        object: { object: 'column', of, part },
        location: type,
        reason,
      });
    }
  for (const { subject, reason } of doubts) {
    const { object, columns } = subject;
    if (subject.aspect === 'type' && columns.some((one) => unknown.has(`${nameKey(object.of)}\0${one}`)))
      continue;
    all.set(`${subject.key} ${reason}`, { object, location: locationOf(subject, index), reason });
  }
  return [...all.values()];
}

export function countsOf(
  { models }: ModelCheckInput,
  { tables, unmanaged }: ModelIndex,
): ModelReport['counts'] {
  let [compared, columns, unknown] = [0, 0, 0];
  for (const [key, [first, ...others]] of tables) {
    if (first === undefined || unmanaged.has(key)) continue;
    compared++;
    const own = others.length === 0 ? first.columns : distinct([first, ...others]);
    columns += own.length;
    unknown += own.filter((column) => isUnknown(column, first, models)).length;
  }
  return { tables: compared, columns, unknown };
}

/** Several classes may state one column. */
const distinct = (classes: readonly ModelTable[]): readonly ModelColumn[] => [
  ...new Map(classes.flatMap(({ columns }) => columns.map((one) => [one.name, one]))).values(),
];

function isUnknown(
  { name: part, unknownType }: ModelColumn,
  { name }: ModelTable,
  { snapshot }: ModelSchema,
): boolean {
  if (unknownType !== undefined) return true;
  if (snapshot.uncertainties.length === 0) return false;
  const asked = { kind: 'table', name, part: { kind: 'column', name: part } } as const;
  return uncertaintyAbout(snapshot.uncertainties, asked) !== undefined;
}
