/** Numbers: whether those of the model fit into the database's column, and come back as they were. */
import type { NamedType } from '../../../schema/type.ts';
import type { TypeVerdict } from './verdict.ts';

/** Each of a list takes what those before it take. */
const widening: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint'],
  ['real', 'double precision'],
];

export function judgeNumber(model: NamedType, database: NamedType): TypeVerdict {
  if (model.name === 'numeric' && database.name === 'numeric') return judgeNumeric(model, database);
  const list = widening.find((names) => names.includes(model.name)) ?? [];
  const [wanted, there] = [list.indexOf(model.name), list.indexOf(database.name)];
  // Integers become decimals, decimals are rounded: values can be written, but come back as something else.
  if (wanted < 0 || there < 0) return { kind: 'type-mismatch', usual: 'warning' };
  if (wanted === there) return 'same';
  return { kind: there < wanted ? 'column-too-narrow' : 'column-wider' };
}

/** Too few digits before the point: writes fail; behind it: values are rounded. */
function judgeNumeric(model: NamedType, database: NamedType): TypeVerdict {
  const [wanted, there] = [digitsOf(model), digitsOf(database)];
  if (there.before < wanted.before || there.behind < wanted.behind) return { kind: 'column-too-narrow' };
  const isSame = there.before === wanted.before && there.behind === wanted.behind;
  return isSame ? 'same' : { kind: 'column-wider' };
}

function digitsOf({ modifier }: NamedType): { readonly before: number; readonly behind: number } {
  if (modifier === undefined) return { before: Infinity, behind: Infinity };
  const [precision = 0, scale = 0] = modifier.split(',').map(Number);
  return { before: precision - scale, behind: scale };
}
