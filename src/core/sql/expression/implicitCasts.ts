/**
 * Which casts PostgreSQL makes by itself, and prints although nobody wrote them: those of `pg_cast` with context `i`
 * between its own types, without those that lose something.
 */
import type { ColumnTypes } from '../../schema/expression.ts';
import type { NamedType, SqlType } from '../../schema/type.ts';
import type { Term } from './term.ts';

const texts = ['text', 'character varying', 'character', 'name'];

const implicitCasts: ReadonlyMap<string, readonly string[]> = new Map([
  ['smallint', ['integer', 'bigint', 'numeric', 'real', 'double precision']],
  ['integer', ['bigint', 'numeric', 'double precision']],
  ['bigint', ['numeric']],
  ['real', ['double precision']],
  ['character varying', texts],
  ['text', ['character varying']],
  ['character', ['text', 'character varying']],
  ['name', ['text']],
  ['date', ['timestamp without time zone', 'timestamp with time zone']],
  ['timestamp without time zone', ['timestamp with time zone']],
  ['time without time zone', ['time with time zone', 'interval']],
  ['cidr', ['inet']],
  ['bit', ['bit varying']],
]);

/** Whether a cast of a term to a type may be left out: it does nothing, or PostgreSQL makes it where it is needed. */
export function isImplicitCast(from: readonly SqlType[], to: SqlType): boolean {
  return from.some((one) => one.kind === 'named' && to.kind === 'named' && castsByItself(one, to));
}

function castsByItself(from: NamedType, to: NamedType): boolean {
  if (from.array !== to.array) return false;
  const isSame = from.name === to.name && isSameSchema(from, to);
  if (to.modifier !== undefined) return isSame && from.modifier === to.modifier;
  if (isSame) return true;
  if (from.schema !== undefined || to.schema !== undefined) return false;
  return implicitCasts.get(from.name)?.includes(to.name) === true;
}

const isSameSchema = (a: NamedType, b: NamedType): boolean =>
  a.schema === b.schema || a.schema === undefined || b.schema === undefined;

/** Of a term without its casts; none where that is not known. */
export function typesOf(term: Term, columns: ColumnTypes): readonly SqlType[] {
  switch (term.kind) {
    case 'column':
      return columns(term.value);
    case 'call':
      return term.qualifier === undefined ? resultOf(term.value) : [];
    case 'operator':
      return operatorResult(term, columns);
    case 'CoalesceExpr':
    case 'MinMaxExpr':
      return commonType(term.terms, columns);
    case 'CaseExpr':
      return commonType(resultsOf(term), columns);
    default:
      return [];
  }
}

/** WHEN and THEN take turns, and ELSE follows; one with an operand begins with that, and is not looked into. */
function resultsOf({ value, terms }: Term): readonly Term[] {
  if (/\barg\b/.test(value)) return [];
  return terms.filter((_, at) => at % 2 === 1 || at === terms.length - 1);
}

/** Of what are alike; a literal without a type takes that of the others. */
function commonType(terms: readonly Term[], columns: ColumnTypes): readonly SqlType[] {
  const typed = terms.filter(({ literal, casts }) => literal === undefined || casts.length > 0);
  const [first, ...others] = typed.map((one) => typesWithCasts(one, columns)[0]);
  if (first?.kind !== 'named') return [];
  // Only alike in all else, several have no modifier in common.
  const { modifier: _, ...plain } = first;
  return others.every((one) => one?.kind === 'named' && castsByItself(one, plain)) ? [plain] : [];
}

function typesWithCasts(term: Term, columns: ColumnTypes): readonly SqlType[] {
  const cast = term.casts.at(-1);
  return cast === undefined ? typesOf(term, columns) : [cast];
}

const builtIn = (name: string): readonly NamedType[] => [{ kind: 'named', name, array: false }];

/** Whatever their arguments are. */
const results: ReadonlyMap<string, readonly string[]> = new Map([
  ['text', ['upper', 'lower', 'initcap', 'btrim', 'ltrim', 'rtrim', 'replace', 'concat', 'concat_ws', 'md5']],
  ['integer', ['length', 'char_length', 'character_length', 'octet_length', 'strpos']],
  ['timestamp with time zone', ['now', 'clock_timestamp', 'statement_timestamp', 'transaction_timestamp']],
]);

function resultOf(name: string): readonly SqlType[] {
  for (const [type, names] of results) if (names.includes(name)) return builtIn(type);
  return [];
}

const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);
const numbers = ['smallint', 'integer', 'bigint', 'numeric', 'double precision'];

function operatorResult({ value, terms }: Term, columns: ColumnTypes): readonly SqlType[] {
  if (value === '||' || value === '->>' || value === '#>>') return value === '||' ? [] : builtIn('text');
  if (!arithmetic.has(value)) return [];
  const ranks = terms.map((one) => {
    if (one.literal === 'number' && one.casts.length === 0)
      return numbers.indexOf(one.value.includes('.') ? 'numeric' : 'integer');
    const types = typesWithCasts(one, columns);
    return Math.max(-1, ...types.map((type) => (isPlain(type) ? numbers.indexOf(type.name) : -1)));
  });
  const widest = numbers[Math.max(...ranks)];
  return widest === undefined || ranks.includes(-1) ? [] : builtIn(widest);
}

const isPlain = (type: SqlType): type is NamedType =>
  type.kind === 'named' && !type.array && type.schema === undefined;
