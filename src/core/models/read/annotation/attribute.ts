/** What is asked about an attribute of a mapped class, and answered. */
import { itemName } from '../../../migration/alembic/operations/columns.ts';
import type { PyCallResult, PyValue } from '../../../python/value.ts';
import type { Range } from '../../../text/range.ts';
import type { TypeContext } from '../../sqlAlchemyType.ts';
import type { PackageVersions } from '../packageVersions.ts';

export interface Attribute {
  /** In the class. */
  readonly name: string;
  /** What stands after the colon, by `evaluateAnnotation`. */
  readonly annotation: PyValue | undefined;
  /** What it is assigned: `mapped_column(…)`, `Field(…)`, `Column(…)`, a plain default. */
  readonly value: PyValue | undefined;
  /** Of the attribute's name: what is underlined when nothing else decides. */
  readonly range: Range;
  /** Of the class: calls that were written in other files have their ranges there. */
  readonly file: string;
  /** SQLModel's classes make a column of every field. */
  readonly style: 'declarative' | 'sqlmodel';
}

export interface AnnotationContext extends TypeContext {
  readonly versions: PackageVersions;
  /** The values of `type_annotation_map` that hold for the class, the nearest first: of its bases and registry. */
  readonly typeMaps: readonly PyValue[];
}

export interface AttributeColumn {
  /** `Column(…)` with all that is known; a name only where the call was given one. Hand it to `readColumn`. */
  readonly call: PyCallResult;
  /** Of the expression that decides the type; in the file of the class. */
  readonly typeRange: Range;
  /** Of what decides whether NULL is allowed. */
  readonly nullableRange?: Range;
  /** Why the type is not known, as a whole sentence; then the call has an unknown type. */
  readonly unknownType?: string;
}

/** Of the type that a call is given; of the foreign key that it takes it from; else of the call. */
export function typeRangeIn(call: PyCallResult, attribute: Attribute): Range {
  const items = call.positional.filter(({ kind }) => kind !== 'string' && kind !== 'none');
  const [first] = items;
  const isType = first !== undefined && itemName(first) === undefined;
  const given = isType ? first : items.find((item) => itemName(item) === 'ForeignKey');
  const type = call.named.get('type_') ?? call.named.get('sa_type') ?? given;
  return rangeIn(call, type, attribute) ?? rangeIn(call, call, attribute) ?? attribute.range;
}

/** Where the class's own file says it. */
export function rangeIn(
  call: PyCallResult,
  value: PyValue | undefined,
  { file }: Attribute,
): Range | undefined {
  return call.file === file ? value?.range : undefined;
}
