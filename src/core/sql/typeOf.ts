/** A type as PostgreSQL's parser has it (`TypeName`), as a {@link SqlType}. */
import type { Node, TypeName } from '@pgsql/types';
import type { SqlType } from '../schema/type.ts';
import { namedType } from '../schema/typeName.ts';
import { nameParts } from './nodes.ts';

export function typeOf(node: TypeName | undefined): SqlType {
  const parts = nameParts(node?.names);
  const name = parts.at(-1);
  if (node === undefined || name === undefined) return { kind: 'unresolved', text: '' };
  if (node.pct_type === true) return { kind: 'unresolved', text: `${parts.join('.')}%TYPE` };
  const modifiers = (node.typmods ?? []).map(modifierText);
  const array = (node.arrayBounds ?? []).length > 0;
  const schema = parts.at(-2);
  if (schema === 'pg_catalog' && name === 'interval') {
    return namedType(undefined, name, intervalModifiers(modifiers), array);
  }
  return namedType(schema, name, modifiers, array);
}

function modifierText(node: Node): string {
  if ('A_Const' in node) {
    const { ival, sval, fval, isnull } = node.A_Const;
    if (isnull === true) return 'NULL';
    return sval?.sval ?? fval?.fval ?? String(ival?.ival ?? 0);
  }
  return 'ColumnRef' in node ? nameParts(node.ColumnRef.fields).join('.') : '?';
}

/** The parser gives a mask of fields (`INTERVAL_MASK` of PostgreSQL's sources) and a precision. */
function intervalModifiers([mask, precision]: readonly string[]): readonly string[] {
  if (mask === undefined) return [];
  const bits = Number(mask);
  const fields = intervalBits.filter(([bit]) => (bits & bit) !== 0).map(([, field]) => field);
  if (bits === fullRange) return precision === undefined ? [] : [precision];
  const [first = ''] = fields;
  const range = fields.length > 1 ? `${first} to ${fields.at(-1)}` : first;
  return [precision === undefined ? range : `${range}(${precision})`];
}

const fullRange = 0x7fff;

const intervalBits: readonly (readonly [number, string])[] = [
  [1 << 2, 'year'],
  [1 << 1, 'month'],
  [1 << 3, 'day'],
  [1 << 10, 'hour'],
  [1 << 11, 'minute'],
  [1 << 12, 'second'],
];
