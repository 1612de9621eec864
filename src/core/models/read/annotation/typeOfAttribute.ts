/**
 * An attribute of a mapped class as the `Column(…)` it stands for: what its annotation, the aliases in it, and the call
 * that it is assigned say together. Left out: the column's name, where it is not given to the call.
 */
import type { PyCallResult } from '../../../python/value.ts';
import { calleeOf } from '../pyNames.ts';
import {
  type AnnotationContext,
  type Attribute,
  type AttributeColumn,
  rangeIn,
  typeRangeIn,
} from './attribute.ts';
import { mappedColumn } from './mappedColumn.ts';
import { sqlModelColumn } from './sqlModelColumn.ts';
import { followed } from './typeKey.ts';

/** `undefined`: it is no column (a relationship, `ClassVar`, a property, a plain value of a declarative class). */
export function columnOfAttribute(
  attribute: Attribute,
  context: AnnotationContext,
): AttributeColumn | undefined {
  const value = attribute.value === undefined ? undefined : followed(attribute.value, context);
  const name = value === undefined ? undefined : calleeOf(value);
  if (value?.kind === 'call' && name === 'Column') return ofColumn(value, attribute);
  if (attribute.style === 'sqlmodel' && name !== 'mapped_column')
    return sqlModelColumn(attribute, value, context);
  return mappedColumn(attribute, value, context);
}

/** It ignores the annotation. */
function ofColumn(call: PyCallResult, attribute: Attribute): AttributeColumn {
  const nullable = rangeIn(call, call.named.get('nullable'), attribute);
  return {
    call,
    typeRange: typeRangeIn(call, attribute),
    ...(nullable === undefined ? {} : { nullableRange: nullable }),
  };
}
