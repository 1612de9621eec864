/**
 * What to look for in code: the tables, columns and labels that revisions change, and what the models call them. Without
 * models only the names in the database are known.
 */
import type { ModelSchema, ModelTable } from '../../models/modelSchema.ts';
import { nameKey, type QualifiedName, sameName } from '../../schema/name.ts';
import type { SchemaSnapshot } from '../../schema/snapshot.ts';
import type { SqlType } from '../../schema/type.ts';
import type { Location } from '../../text/range.ts';
import type { ChangedObject } from './changedObjects.ts';

export interface LookedFor {
  readonly relations: readonly RelationLookedFor[];
  readonly labels: readonly LabelLookedFor[];
  /** Of all models: another class that has an attribute of the same name makes it ambiguous. */
  readonly mapped: readonly MappedName[];
  /** Where the models say it. */
  readonly inModels: readonly { readonly object: ChangedObject; readonly location: Location }[];
  /** Only a text with one of them is looked at closely. */
  readonly words: RegExp;
}

/** A class that maps a table, or a variable that holds one. */
export interface MappedName {
  readonly name: string;
  readonly file: string;
  readonly table: QualifiedName;
  readonly attributes: ReadonlySet<string>;
}

/** A table or a view, and columns that are looked for only where it is named. */
export interface RelationLookedFor {
  readonly name: QualifiedName;
  /** Where all of it changes. */
  readonly object: ChangedObject | undefined;
  readonly columns: readonly {
    readonly object: ChangedObject;
    readonly name: string;
    readonly attributes: readonly string[];
  }[];
}

export interface LabelLookedFor {
  readonly object: ChangedObject;
  readonly label: string;
  /** Names that may be those of the Python enum. */
  readonly classes: ReadonlySet<string>;
  /** With a column of its type. */
  readonly tables: readonly QualifiedName[];
}

/** What is known of the objects besides their names. */
export interface Known {
  readonly models: ModelSchema | undefined;
  /** The schema before the run. */
  readonly before: SchemaSnapshot;
  readonly readFile: (path: string) => string | undefined;
}

export function lookedFor(objects: readonly ChangedObject[], known: Known): LookedFor {
  const models = known.models?.tables ?? [];
  const mapped = models.flatMap((one) => mappedName(one, known.readFile) ?? []);
  const relations = relationsOf(objects, models);
  const labels = objects.flatMap((one) => (one.object === 'label' ? labelLookedFor(one, known) : []));
  const names = [...relations.map(({ name }) => name), ...labels.flatMap(({ tables }) => tables)];
  const own = mapped.filter(({ table }) => names.some((name) => sameName(name, table)));
  return {
    relations,
    labels,
    mapped,
    inModels: objects.flatMap((object) => placesIn(models, object)),
    words: anyWord([
      ...own.map(({ name }) => name),
      ...names.map(({ name }) => name),
      ...labels.flatMap(({ classes }) => [...classes]),
    ]),
  };
}

function relationsOf(
  objects: readonly ChangedObject[],
  models: readonly ModelTable[],
): readonly RelationLookedFor[] {
  const own = objects.filter(({ object }) => object !== 'label');
  const names = new Map(own.map(({ of }) => [nameKey(of), of]));
  return [...names.values()].map((name) => {
    const here = own.filter(({ of }) => sameName(of, name));
    return {
      name,
      object: here.find(({ object }) => object !== 'column'),
      columns: here.flatMap((object) => {
        const { part } = object;
        if (part === undefined) return [];
        const stated = models.filter((one) => sameName(one.name, name)).flatMap(({ columns }) => columns);
        const attributes = stated.filter((one) => one.name === part).map(({ attribute }) => attribute);
        return {
          object,
          name: part,
          attributes: attributes.length === 0 ? [part] : [...new Set(attributes)],
        };
      }),
    };
  });
}

function labelLookedFor(object: ChangedObject, { models, before, readFile }: Known): LabelLookedFor {
  const { of, part: label = '' } = object;
  const hasType = ({ type }: { readonly type: SqlType }) =>
    type.kind === 'named' && type.name === of.name && (type.schema ?? 'public') === of.schema;
  const tables = [...before.tables.values(), ...(models?.snapshot.tables.values() ?? [])].filter((one) =>
    one.columns.some(hasType),
  );
  const classes = tables.flatMap(({ name, columns }) => {
    const names = new Set(columns.filter(hasType).map((one) => one.name));
    return (models?.tables ?? [])
      .filter((one) => sameName(one.name, name))
      .flatMap((one) => one.columns)
      .filter((one) => names.has(one.name))
      .flatMap(({ statement: { file, range } }) =>
        range === undefined
          ? []
          : (readFile(file)
              ?.slice(range.start, range.end)
              .match(/\b[A-Z]\w+/g) ?? []),
      );
  });
  const names = new Map(tables.map(({ name }) => [nameKey(name), name]));
  return {
    object,
    label,
    classes: new Set(classes.filter((one) => !notEnums.has(one))),
    tables: [...names.values()],
  };
}

/** They stand in the statement of any column. */
const notEnums = new Set(
  'Column Mapped Enum ENUM SQLEnum SAEnum PgEnum Optional Annotated ForeignKey Field List'.split(' '),
);

function mappedName(
  { className, location, name: table, columns }: ModelTable,
  readFile: (path: string) => string | undefined,
): MappedName | undefined {
  const name = className ?? variableOf(location, readFile);
  if (name === undefined) return undefined;
  return { name, file: location.file, table, attributes: new Set(columns.map(({ attribute }) => attribute)) };
}

/** Of `shops = Table("shops", …)`. */
function variableOf(
  { file, range }: Location,
  readFile: (path: string) => string | undefined,
): string | undefined {
  const before = range && readFile(file)?.slice(Math.max(0, range.start - 300), range.start);
  return before && /(?:^|\n)(\w+)\s*(?::[^=\n]*)?=\s*[\w.]*Table\(\s*["']?$/.exec(before)?.[1];
}

function placesIn(models: readonly ModelTable[], object: ChangedObject): LookedFor['inModels'] {
  if (object.object === 'label') return [];
  const tables = models.filter(({ name }) => sameName(name, object.of));
  const locations =
    object.part === undefined
      ? tables.map(({ location }) => location)
      : tables
          .flatMap(({ columns }) => columns)
          .filter(({ name }) => name === object.part)
          .map(({ location }) => location);
  return locations.map((location) => ({ object, location }));
}

function anyWord(words: readonly string[]): RegExp {
  if (words.length === 0) return /(?!)/;
  return new RegExp(`\\b(?:${[...new Set(words)].map(escaped).join('|')})(?!\\w)`, 'i');
}

export const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
