/**
 * Two terms side by side.
 *
 * PostgreSQL prints casts that nobody wrote: of every literal to its type, and of whatever an operator takes as
 * another type (`(name)::text`). It leaves out those that do nothing. So a cast that only one side has says nothing
 * where it is known to be of that kind; where the type is not known, nothing can be told.
 */
import type { ColumnsOfSides } from '../../schema/expression.ts';
import { type SqlType, sameType } from '../../schema/type.ts';
import { isImplicitCast, typesOf } from './implicitCasts.ts';
import { booleanText, compareLiterals, compareNumbers, isNumber, isText, type Verdict } from './literal.ts';
import type { Term } from './term.ts';

export function compareTerms(a: Term, b: Term, types: ColumnsOfSides): Verdict {
  if (a.kind === 'constant' && b.kind === 'constant') return compareConstants(a, b);
  return worst([compareUncast(a, b, types), compareCasts(a, b, types)]);
}

const unknownTypes: ColumnsOfSides = { before: () => [], after: () => [] };

const isSubquery = ({ kind }: Term): boolean => kind === 'SubLink';

const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('different') ? 'different' : verdicts.includes('unclear') ? 'unclear' : 'same';

const atMostUnclear = (verdict: Verdict): Verdict => (verdict === 'different' ? 'unclear' : verdict);

function compareUncast(a: Term, b: Term, types: ColumnsOfSides): Verdict {
  if (a.kind !== b.kind) return compareKinds(a, b, types);
  switch (a.kind) {
    case 'column':
      return a.value === b.value ? compareTables(a, b) : 'different';
    case 'relation':
      return a.value === b.value
        ? worst([compareSchemas(a, b), compareAll(a.terms, b.terms, types)])
        : 'different';
    case 'call':
      return compareCalls(a, b, types);
    case 'operator':
      return compareOperators(a, b, types);
    case 'not':
    case 'distinct':
      return worst([a.value === b.value ? 'same' : 'unclear', compareAll(a.terms, b.terms, types)]);
    case 'and':
    case 'or':
      return compareSets(a.terms, b.terms, types);
    case 'any':
    case 'all':
      return compareMembership(a, b, types);
    case 'array':
      return compareAll(a.terms, b.terms, types);
    case 'trigger':
      return a.value === b.value ? compareAll(a.terms, b.terms, types) : 'different';
    default:
      // Within a subquery a name may be a column of another table.
      return a.value === b.value
        ? compareAll(a.terms, b.terms, isSubquery(a) ? unknownTypes : types)
        : 'unclear';
  }
}

/** What has no other form than its own. */
const plainKinds: ReadonlySet<string> = new Set(['constant', 'column']);

function compareKinds(a: Term, b: Term, types: ColumnsOfSides): Verdict {
  if (plainKinds.has(a.kind) && plainKinds.has(b.kind)) return 'different';
  if (isLogical(a) !== isLogical(b))
    return compareSets(isLogical(a) ? a.terms : [a], isLogical(b) ? b.terms : [b], types);
  const other = a.kind === 'constant' ? b : b.kind === 'constant' ? a : undefined;
  return other?.kind === 'call' && other.value !== 'timezone' ? 'different' : 'unclear';
}

function compareAll(a: readonly Term[], b: readonly Term[], types: ColumnsOfSides): Verdict {
  if (a.length !== b.length) return 'different';
  return worst(a.map((one, index) => compareTerms(one, b[index] ?? one, types)));
}

/** Within one table a column may be written with its name or without; a trigger has one row before, and one after. */
function compareTables({ qualifier: a }: Term, { qualifier: b }: Term): Verdict {
  if (a === b || a === undefined || b === undefined) return 'same';
  return triggerRows.has(a) && triggerRows.has(b) ? 'different' : 'unclear';
}

const triggerRows: ReadonlySet<string> = new Set(['old', 'new']);

/** A name without a schema is found on the search path. */
function compareSchemas(a: Term, b: Term): Verdict {
  if (a.qualifier === b.qualifier) return 'same';
  if (a.qualifier !== undefined && b.qualifier !== undefined) return 'different';
  return (a.qualifier ?? b.qualifier) === 'public' ? 'same' : 'unclear';
}

function compareCalls(a: Term, b: Term, types: ColumnsOfSides): Verdict {
  if (a.value !== b.value) {
    const pair = [a.value, b.value].sort().join(' ');
    return pair === 'date_part extract' ? 'unclear' : 'different';
  }
  const args = sequenceFunctions.has(a.value)
    ? compareSequences(a.terms, b.terms)
    : compareAll(a.terms, b.terms, types);
  return worst([compareSchemas(a, b), args]);
}

const sequenceFunctions: ReadonlySet<string> = new Set(['nextval', 'currval']);

function compareSequences([a]: readonly Term[], [b]: readonly Term[]): Verdict {
  if (a?.literal !== 'string' || b?.literal !== 'string') return 'unclear';
  return compareRelations(a.value, b.value);
}

/** The names in two `regclass` literals. */
function compareRelations(a: string, b: string): Verdict {
  const [left, right] = [relationParts(a), relationParts(b)];
  if (left === undefined || right === undefined) return 'unclear';
  if (left.name !== right.name) return 'different';
  if (left.schema === right.schema) return 'same';
  if (left.schema !== undefined && right.schema !== undefined) return 'different';
  return (left.schema ?? right.schema) === 'public' ? 'same' : 'unclear';
}

function relationParts(text: string) {
  const match = /^(?:("(?:[^"]|"")+"|[^".]+)\.)?("(?:[^"]|"")+"|[^".]+)$/.exec(text.trim());
  const name = match?.[2];
  if (name === undefined) return undefined;
  return { schema: match?.[1] && unquoted(match[1]), name: unquoted(name) };
}

const unquoted = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();

const commutators: ReadonlyMap<string, string> = new Map([
  ['=', '='],
  ['<>', '<>'],
  ['<', '>'],
  ['>', '<'],
  ['<=', '>='],
  ['>=', '<='],
]);

function compareOperators(a: Term, b: Term, types: ColumnsOfSides): Verdict {
  const straight = compareAll(a.terms, b.terms, types);
  if (a.value === b.value && straight === 'same') return changesType(a.terms, b.terms) ? 'unclear' : 'same';
  const isSwapped = commutators.get(a.value) === b.value;
  const swapped = isSwapped ? compareAll(a.terms, [...b.terms].reverse(), types) : 'different';
  if (swapped === 'same') return 'same';
  const verdict = a.value === b.value ? straight : straight === 'same' ? 'different' : 'unclear';
  return swapped === 'unclear' ? 'unclear' : verdict;
}

/** `(a)::integer > 3` and `a > '3'`: the literal may be a number to one and a text to the other. */
function changesType(a: readonly Term[], b: readonly Term[]): boolean {
  const isMixed = a.some(({ literal }, index) => literal !== b[index]?.literal);
  return (
    isMixed &&
    a.some(({ casts, kind }, index) => kind !== 'constant' && casts.length !== b[index]?.casts.length)
  );
}

/** The order of what is joined by AND or OR, or listed behind IN, means nothing. */
function compareSets(a: readonly Term[], b: readonly Term[], types: ColumnsOfSides): Verdict {
  const left = [...b];
  const unmatched = a.filter((one) => {
    const index = left.findIndex((other) => compareTerms(one, other, types) === 'same');
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  if (unmatched.length === 0 && left.length === 0) return 'same';
  const mayMatch = unmatched.some((one) =>
    left.some((other) => compareTerms(one, other, types) === 'unclear'),
  );
  // Logic can be turned round: NOT (a AND b), NOT a OR NOT b.
  const isPlain = [...unmatched, ...left].every((one) => !isLogical(one) && one.kind !== 'not');
  return mayMatch || !isPlain ? 'unclear' : 'different';
}

const isLogical = ({ kind }: Term): boolean => kind === 'and' || kind === 'or';

function compareMembership(a: Term, b: Term, types: ColumnsOfSides): Verdict {
  const [left, array] = a.terms;
  const [otherLeft, otherArray] = b.terms;
  if (!left || !array || !otherLeft || !otherArray || a.value !== b.value) return 'unclear';
  const sets = array.kind === 'array' && otherArray.kind === 'array';
  const values = sets
    ? compareSets(array.terms, otherArray.terms, types)
    : compareTerms(array, otherArray, types);
  return worst([compareTerms(left, otherLeft, types), values]);
}

function compareConstants(a: Term, b: Term): Verdict {
  const type = a.casts[0] ?? b.casts[0];
  if (a.literal === 'null' || b.literal === 'null') return a.literal === b.literal ? 'same' : 'different';
  const values = compareValues(a, b, type);
  return values === 'same' ? compareLiteralCasts(a, b) : values;
}

function compareValues(a: Term, b: Term, type: SqlType | undefined): Verdict {
  if (type?.kind === 'named' && type.name === 'regclass') return compareRelations(a.value, b.value);
  if (a.literal === 'string' && b.literal === 'string') {
    const other = b.casts[0];
    const known =
      type?.kind === 'named' && type.modifier === undefined && other?.kind === 'named' ? other : type;
    return compareLiterals(a.value, b.value, known);
  }
  if (a.literal === 'boolean' || b.literal === 'boolean') {
    const [left, right] = [booleanText(a.value), booleanText(b.value)];
    if (left === undefined || right === undefined || a.literal === 'number' || b.literal === 'number')
      return 'unclear';
    return left === right ? 'same' : 'different';
  }
  const text = a.literal === 'string' ? a : b;
  return text.literal === 'string' && text.casts.some(isText) ? 'unclear' : compareNumbers(a.value, b.value);
}

/** Every literal may get a cast to the type it is wanted as. */
function compareLiteralCasts(a: Term, b: Term): Verdict {
  if (a.casts.length === 0 || b.casts.length === 0) {
    const casts = a.casts.length === 0 ? b.casts : a.casts;
    return casts.every((type) => fits(a.value, type)) ? 'same' : 'unclear';
  }
  const all = [...a.casts, ...b.casts];
  const [first] = all;
  const families = [
    isText,
    isNumber,
    (type: SqlType) => first !== undefined && sameTypeName(plain(type), plain(first)),
  ];
  if (families.some((isOne) => all.every(isOne))) {
    return all.every((type) => fits(a.value, type)) ? 'same' : 'unclear';
  }
  return atMostUnclear(compareCasts(a, b, unknownTypes));
}

/** Whether the modifier leaves the literal as it is. */
function fits(value: string, type: SqlType): boolean {
  if (type.kind === 'unresolved') return false;
  if (type.modifier === undefined || type.array || type.name === 'interval') return true;
  if (type.name === 'numeric') {
    const [precision = 0, scale = 0] = type.modifier.split(',').map(Number);
    const [whole = '', fraction = ''] = value.replace('-', '').split('.');
    return fraction.length <= scale && whole.length <= precision - scale;
  }
  return isText(type) ? value.length <= Number(type.modifier) : !isNumber(type);
}

function plain(type: SqlType): SqlType {
  if (type.kind === 'unresolved') return type;
  const { modifier: _, ...rest } = type;
  return rest;
}

/** A cast that only one side has must be one that PostgreSQL would make as well. */
function compareCasts(a: Term, b: Term, { before, after }: ColumnsOfSides): Verdict {
  const [longer, shorter, columns] = a.casts.length >= b.casts.length ? [a, b, before] : [b, a, after];
  let at = 0;
  let types = typesOf(longer, columns);
  for (const type of longer.casts) {
    const next = shorter.casts[at];
    if (next !== undefined && sameTypeName(type, next)) at++;
    else if (!isImplicitCast(types, type)) return 'unclear';
    types = [type];
  }
  return at === shorter.casts.length ? 'same' : 'unclear';
}

function sameTypeName(a: SqlType, b: SqlType): boolean {
  if (sameType(a, b)) return true;
  if (a.kind === 'unresolved' || b.kind === 'unresolved') return false;
  const isOpen = a.schema === undefined || b.schema === undefined;
  return isOpen && sameType({ ...a, schema: '' }, { ...b, schema: '' });
}

/** A default without the casts to its column's type. */
export function withoutCastsTo(term: Term, type: SqlType): Term {
  const last = term.casts.at(-1);
  if (last === undefined) return term;
  if (!sameTypeName(plain(last), plain(type))) return term;
  // The innermost cast of a literal says what it is read as.
  if (term.casts.length === 1 && term.literal === 'string') return term;
  return withoutCastsTo({ ...term, casts: term.casts.slice(0, -1) }, type);
}
