/** Arguments that a column's statement gets: in the call that makes the column, or in one that is added. */
import type { StatementPlace } from './columnEdits.ts';
import { importName, type Replacement, type Spelled } from './pythonImports.ts';

/** Behind all others. */
export function addKeyword(place: StatementPlace, text: string): readonly Replacement[] {
  const { maker, arguments: given } = place.statement;
  if (maker === undefined) return addCall(place, text);
  const last = given.at(-1);
  const at = last?.endIndex ?? openingOf(maker);
  return [{ start: at, end: at, text: last === undefined ? text : `, ${text}` }];
}

/** The first, but for the column's name. */
export function addType(place: StatementPlace, { text, edits }: Spelled): readonly Replacement[] {
  const { maker, arguments: given } = place.statement;
  if (maker === undefined) return [...edits, ...addCall(place, text)];
  const [first] = given;
  if (first?.type === 'string')
    return [...edits, { start: first.endIndex, end: first.endIndex, text: `, ${text}` }];
  const at = first?.startIndex ?? openingOf(maker);
  return [...edits, { start: at, end: at, text: first === undefined ? text : `${text}, ` }];
}

function openingOf(maker: NonNullable<StatementPlace['statement']['maker']>): number {
  return (maker.childForFieldName('arguments')?.startIndex ?? maker.endIndex) + 1;
}

/** SQLModel's columns are made by `Field`, SQLAlchemy's by `mapped_column`. */
function addCall(place: StatementPlace, inside: string): readonly Replacement[] {
  const { end } = place.statement;
  const { text, edits } = isField(place)
    ? importName(place.root, 'sqlmodel', 'Field', 'SqlField')
    : importName(place.root, 'sqlalchemy.orm', 'mapped_column', 'orm_column');
  return [...edits, { start: end, end, text: ` = ${text}(${inside})` }];
}

export function isField({ statement }: Pick<StatementPlace, 'statement'>): boolean {
  const { annotation, makerName } = statement;
  if (makerName !== undefined) return /(?:^|\.)Field$/.test(makerName);
  return annotation !== undefined && !/(?:^|\.)Mapped\b/.test(annotation.text);
}
