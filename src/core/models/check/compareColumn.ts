/** A column as a model says it, and as a database has it. */
import { nextvalOf, type Sameness, sameCollation } from '../../drift/sameness.ts';
import type { ExpressionComparer } from '../../schema/expression.ts';
import type { QualifiedName } from '../../schema/name.ts';
import type { Column } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';
import { type Aspect, type Disagreement, type Subject, subjectOf, type Unclear } from './disagreement.ts';
import type { FindingKind, Severity } from './modelFinding.ts';
import { haveSameLabels, judgeType } from './types/judgeType.ts';
import type { TypeNames } from './types/typeNames.ts';
import type { TypeVerdict } from './types/verdict.ts';
import { typeWords } from './typeWords.ts';

export interface ColumnContext {
  /** As the models name it. */
  readonly table: QualifiedName;
  readonly names: TypeNames;
  readonly expressions: ExpressionComparer;
  readonly disagreements: Disagreement[];
  readonly unclear: Unclear[];
}

export function compareColumn(model: Column, database: Column, context: ColumnContext): void {
  const type = compareTypes(model, database, context);
  compareNullability(model, database, context);
  compareDefaults(model, database, type, context);
  compareCollations(model, database, context);
}

function compareTypes(model: Column, database: Column, context: ColumnContext): TypeVerdict {
  const verdict = judgeType(model.type, database.type, context.names);
  if (verdict === 'unknown')
    context.unclear.push({ ...subject('type', model, context), text: typeWords(database.type) });
  else if (verdict !== 'same' || isTextOtherwise(model.type, database.type))
    context.disagreements.push({
      ...subject('type', model, context),
      ...(verdict === 'same' ? { kind: 'equivalent-type' as const } : verdict),
      model: typeWords(model.type),
      database: `${databaseType(database.type, context.names)}${otherEnum(model.type, database.type, context.names)}`,
    });
  return verdict;
}

/** Not told by anybody's words but as a hint: no value tells the difference. */
function isTextOtherwise(model: SqlType, database: SqlType): boolean {
  const texts = [model, database].map((type) => (type.kind === 'named' ? type.name : ''));
  return texts.includes('text') && texts.includes('character varying');
}

/** A domain says nothing of its values by its name alone. */
function databaseType(type: SqlType, names: TypeNames): string {
  const found = type.kind === 'named' ? names.databaseType(type) : undefined;
  const base = found?.kind === 'domain' ? ` (a domain over ${typeWords(found.baseType)})` : '';
  return `${typeWords(type)}${base}`;
}

function otherEnum(model: SqlType, database: SqlType, names: TypeNames): string {
  if (model.kind !== 'named' || database.kind !== 'named') return '';
  return haveSameLabels(model, database, names) ? ' (another enum type with the same labels)' : '';
}

/** Writing NULL where it is refused fails; reading NULL that no model expects may go well for long. */
function compareNullability(model: Column, database: Column, context: ColumnContext): void {
  const [wanted, there] = [
    takesNull(model, (type) => context.names.modelType(type)),
    takesNull(database, (type) => context.names.databaseType(type)),
  ];
  if (wanted === there) return;
  const words = (takes: boolean) => (takes ? 'NULL allowed' : 'NOT NULL');
  add(context, subject('nullable', model, context), 'nullability', words(wanted), words(there), {
    usual: wanted ? 'error' : 'warning',
  });
}

function takesNull(
  { nullable, type }: Column,
  find: (type: Extract<SqlType, { kind: 'named' }>) => ReturnType<TypeNames['modelType']>,
): boolean {
  if (!nullable || type.kind === 'unresolved' || type.array) return nullable;
  const found = find(type);
  return found?.kind === 'domain' ? found.nullable : true;
}

function compareDefaults(model: Column, database: Column, type: TypeVerdict, context: ColumnContext): void {
  const [wanted, there] = [defaultWords(model), defaultWords(database)];
  const same = sameDefaults(model, database, type, context.expressions);
  if (same === true) return;
  const about = subject('default', model, context);
  if (same === undefined) context.unclear.push({ ...about, text: there ?? '' });
  else add(context, about, 'default', wanted, there, { usual: defaultSeverity(model, database) });
}

function sameDefaults(
  model: Column,
  database: Column,
  type: TypeVerdict,
  expressions: ExpressionComparer,
): Sameness {
  if (isNumbered(model) && isNumbered(database)) return true;
  const [wanted, there] = [filledIn(model), filledIn(database)];
  if (wanted === undefined || there === undefined) return wanted === there;
  if ((model.generated === undefined) !== (database.generated === undefined)) return false;
  // As a value of another type it is another text.
  if (type !== 'same') return true;
  if (isNumbered(model) !== isNumbered(database)) return false;
  return wanted === there || expressions.same(wanted, there, model.type);
}

/** What it takes from a sequence, whether by `serial`, by an identity or by a plain default. */
const isNumbered = ({ default: value, identity }: Column): boolean =>
  identity !== undefined ||
  (value !== undefined && (nextvalOf(value) !== undefined || /^nextval\(/i.test(value)));

/** `DEFAULT NULL` is none. */
function filledIn({ default: value, identity, generated }: Column): string | undefined {
  if (identity !== undefined) return identity;
  if (generated !== undefined) return generated.expression;
  return value === undefined || /^null(?:::[\w .()"[\]]+)?$/i.test(value) ? undefined : value;
}

function defaultWords(column: Column): string | undefined {
  const value = filledIn(column);
  if (value === undefined) return undefined;
  if (column.generated !== undefined) return `generated as (${value})`;
  return isNumbered(column) ? 'the next number of a sequence' : value;
}

/** What only the database fills in is no harm: the application writes its own value. */
function defaultSeverity(model: Column, database: Column): Severity {
  if (database.generated !== undefined && model.generated === undefined) return 'error';
  if (filledIn(model) === undefined) return 'off';
  if (filledIn(database) !== undefined) return 'information';
  return database.nullable ? 'warning' : 'error';
}

/** A model that names none takes any; it is still another type. */
function compareCollations(model: Column, database: Column, context: ColumnContext): void {
  const there = database.collation ?? domainCollation(database, context.names);
  if (sameCollation(model.collation, there)) return;
  const words = (collation: string | undefined) => collation ?? 'that of the database';
  const about = subject('collation', model, context);
  const usual = model.collation === undefined ? { usual: 'off' as const } : {};
  add(context, about, 'collation', words(model.collation), words(there), usual);
}

function domainCollation({ type }: Column, names: TypeNames): string | undefined {
  const found = type.kind === 'named' ? names.databaseType(type) : undefined;
  return found?.kind === 'domain' ? found.collation : undefined;
}

export function missingColumn(
  { name, type, nullable }: Column,
  { table, disagreements }: ColumnContext,
): void {
  disagreements.push({
    ...columnSubject('column', table, name),
    kind: 'missing-column',
    model: `${typeWords(type)}${nullable ? '' : ' NOT NULL'}`,
    database: undefined,
  });
}

/** Inserts of rows fail where no model writes what a column requires. */
export function surplusColumn(column: Column, { table, names, disagreements }: ColumnContext): void {
  const isRequired =
    !takesNull(column, (type) => names.databaseType(type)) &&
    filledIn(column) === undefined &&
    domainDefault(column, names) === undefined;
  disagreements.push({
    ...columnSubject('column', table, column.name, []),
    kind: 'surplus-column',
    usual: isRequired ? 'error' : 'information',
    model: undefined,
    database: `${typeWords(column.type)}${column.nullable ? '' : ' NOT NULL'}${isRequired ? ' without a default' : ''}`,
  });
}

function domainDefault({ type }: Column, names: TypeNames): string | undefined {
  const found = type.kind === 'named' && !type.array ? names.databaseType(type) : undefined;
  return found?.kind === 'domain' ? found.default : undefined;
}

function add(
  { disagreements }: ColumnContext,
  about: Subject,
  kind: FindingKind,
  model: string | undefined,
  database: string | undefined,
  more: { readonly usual?: Severity } = {},
): void {
  disagreements.push({ ...about, kind, model, database, ...more });
}

const subject = (aspect: Aspect, { name }: Column, { table }: ColumnContext) =>
  columnSubject(aspect, table, name);

const columnSubject = (aspect: Aspect, of: QualifiedName, part: string, columns = [part]): Subject =>
  subjectOf(aspect, { object: 'column', of, part }, columns);
