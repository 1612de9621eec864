/** PostgreSQL's own types and those of widespread extensions, side by side. Whether they are arrays is not looked at. */
import type { NamedType } from '../../../schema/type.ts';
import { judgeNumber } from './numbers.ts';
import { judgeTime } from './times.ts';
import { judgeLimit, type TypeVerdict } from './verdict.ts';

export function judgeBuiltIn(model: NamedType, database: NamedType): TypeVerdict {
  const family = families.get(model.name);
  if (family !== undefined && family === families.get(database.name)) return family(model, database);
  if (model.name !== database.name) return { kind: 'type-mismatch' };
  return model.modifier === database.modifier ? 'same' : { kind: 'type-mismatch' };
}

type Judge = (model: NamedType, database: NamedType) => TypeVerdict;

const limitOf = ({ modifier }: NamedType): number | undefined =>
  modifier === undefined ? undefined : Number(modifier);

const unpadded: ReadonlySet<string> = new Set(['character varying', 'text']);

/** Values of one kind of text can be written to any other, but blanks are added or cut, or compare in another way. */
function judgeText(model: NamedType, database: NamedType): TypeVerdict {
  if (unpadded.has(model.name) && unpadded.has(database.name))
    return judgeLimit(limitOf(model), limitOf(database));
  if (model.name !== database.name) return { kind: 'type-mismatch', usual: 'warning' };
  if (model.name !== 'character') return 'same';
  const verdict = judgeLimit(limitOf(model) ?? 1, limitOf(database) ?? 1);
  // Whatever is read back has more blanks behind it than was written.
  return typeof verdict === 'object' && verdict.kind === 'column-wider'
    ? { ...verdict, usual: 'warning' }
    : verdict;
}

function judgeBits(model: NamedType, database: NamedType): TypeVerdict {
  if (model.name !== database.name) return { kind: 'type-mismatch', usual: 'warning' };
  if (model.name === 'bit varying') return judgeLimit(limitOf(model), limitOf(database));
  return (limitOf(model) ?? 1) === (limitOf(database) ?? 1) ? 'same' : { kind: 'type-mismatch' };
}

/** Either takes the other's values; only `jsonb` has operators that look inside, and forgets how a text was written. */
function judgeJson(model: NamedType, database: NamedType): TypeVerdict {
  if (model.name === database.name) return 'same';
  return model.name === 'jsonb' ? { kind: 'type-mismatch' } : { kind: 'type-mismatch', usual: 'warning' };
}

/** A vector of another dimension cannot be written; a model without one takes what comes. */
function judgeVector(model: NamedType, database: NamedType): TypeVerdict {
  if (model.name !== database.name) return { kind: 'type-mismatch' };
  if (model.modifier === database.modifier) return 'same';
  if (model.modifier === undefined) return { kind: 'column-too-narrow', usual: 'information' };
  return database.modifier === undefined ? { kind: 'column-wider' } : { kind: 'type-mismatch' };
}

/** Geometries of one kind fit where any kind does; a coordinate system must be the same. */
function judgeSpatial(model: NamedType, database: NamedType): TypeVerdict {
  if (model.name !== database.name) return { kind: 'type-mismatch' };
  if (model.modifier === database.modifier) return 'same';
  if (model.modifier === undefined) return { kind: 'column-too-narrow' };
  if (database.modifier === undefined) return { kind: 'column-wider' };
  const [[kind, system], [kindThere, systemThere]] = [
    model.modifier.split(','),
    database.modifier.split(','),
  ];
  if ((system ?? '0') !== (systemThere ?? '0')) return { kind: 'type-mismatch' };
  if (kindThere === 'Geometry') return { kind: 'column-wider' };
  return kind === 'Geometry' ? { kind: 'column-too-narrow' } : { kind: 'type-mismatch' };
}

const families: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ...of(judgeText, ['character varying', 'text', 'character', '"char"', 'name', 'citext']),
  ...of(judgeBits, ['bit', 'bit varying']),
  ...of(judgeNumber, ['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric']),
  ...of(judgeTime, [
    'timestamp with time zone',
    'timestamp without time zone',
    'time with time zone',
    'time without time zone',
    'interval',
  ]),
  ...of(judgeJson, ['json', 'jsonb']),
  ...of(judgeVector, ['vector', 'halfvec', 'sparsevec']),
  ...of(judgeSpatial, ['geometry', 'geography']),
]);

function of(judge: Judge, names: readonly string[]): readonly (readonly [string, Judge])[] {
  return names.map((name) => [name, judge]);
}
