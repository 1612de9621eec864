/** The column whose type another one takes: of `owner_id = Column(ForeignKey('users.id'))`, that is `users.id`. */
import { displayName, nameKey, type QualifiedName, quoteName } from '../../schema/name.ts';
import type { ModelColumn, ModelSchema } from '../modelSchema.ts';

export interface TypeSource {
  readonly table: QualifiedName;
  readonly column: ModelColumn;
  /** Its name, for people. */
  readonly words: string;
}

/** References that are followed: they may go round in a circle. */
const HOPS = 20;

/** @returns `undefined` where the column says its type itself, or the other one is not known. */
export function typeSource(
  table: QualifiedName,
  column: ModelColumn,
  models: ModelSchema,
): TypeSource | undefined {
  let at = { table, column };
  for (let hops = 0; hops < HOPS; hops++) {
    if (!isTakenOver(at.column))
      return hops === 0
        ? undefined
        : { ...at, words: `${displayName(at.table)}.${quoteName(at.column.name)}` };
    const next = referencedBy(at.table, at.column.name, models);
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

/** The reference is what decides the type. */
function isTakenOver({ type, foreignKeys }: ModelColumn): boolean {
  return foreignKeys.some(
    ({ file, range }) =>
      range !== undefined &&
      file === type.file &&
      range.start === type.range?.start &&
      range.end === type.range.end,
  );
}

function referencedBy(table: QualifiedName, name: string, { snapshot, tables }: ModelSchema) {
  for (const one of snapshot.tables.get(nameKey(table))?.constraints ?? []) {
    const at = one.kind === 'foreignKey' ? one.columns.indexOf(name) : -1;
    if (one.kind !== 'foreignKey' || at < 0) continue;
    const key = nameKey(one.references);
    const column = tables
      .filter((other) => nameKey(other.name) === key)
      .flatMap(({ columns }) => columns)
      .find((other) => other.name === one.referencedColumns[at]);
    if (column !== undefined) return { table: one.references, column };
  }
  return undefined;
}
