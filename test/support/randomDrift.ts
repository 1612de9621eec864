/**
 * A schema from a seed, and alterations of it that no migration knows, each with what has to be told of it. An
 * alteration touches nothing that another has touched.
 */
import { Random } from './randomDdl.ts';

export interface Alteration {
  readonly sql: string;
  /** `t1.c2: type`, `'sad' of mood0: label`; none: nobody needs to know. */
  readonly told: readonly string[];
}

export interface RandomSchema {
  /** As `create_all` would make it. */
  readonly sql: string;
  readonly tables: readonly RandomTable[];
  readonly enums: readonly RandomEnum[];
}

interface RandomTable {
  readonly name: string;
  readonly columns: readonly RandomColumn[];
  readonly unique: string;
  readonly indexed: readonly string[];
  readonly references: string | undefined;
}

interface RandomColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | undefined;
}

interface RandomEnum {
  readonly name: string;
  readonly labels: readonly string[];
}

/** What is written → what it means: the same meaning is never told, another one always. */
const types: Readonly<Record<string, string>> = {
  'varchar(20)': 'varchar 20',
  'character varying(50)': 'varchar 50',
  'varchar(51)': 'varchar 51',
  varchar: 'varchar',
  text: 'text',
  'char(20)': 'char 20',
  'char(21)': 'char 21',
  '"char"': 'byte',
  name: 'name',
  smallint: 'int 2',
  int: 'int 4',
  bigint: 'int 8',
  real: 'float 4',
  'float(20)': 'float 4',
  'double precision': 'float 8',
  float: 'float 8',
  numeric: 'numeric',
  'numeric(10)': 'numeric 10,0',
  'numeric(10, 0)': 'numeric 10,0',
  'decimal(10, 2)': 'numeric 10,2',
  'numeric(12, 2)': 'numeric 12,2',
  'numeric(12, 4)': 'numeric 12,4',
  money: 'money',
  boolean: 'bool',
  date: 'date',
  time: 'time',
  'time(3)': 'time 3',
  timetz: 'timetz',
  timestamp: 'timestamp',
  'timestamp(6)': 'timestamp',
  'timestamp(3)': 'timestamp 3',
  timestamptz: 'timestamptz',
  'timestamp(0) with time zone': 'timestamptz 0',
  interval: 'interval',
  'interval(3)': 'interval 3',
  'interval day to second': 'interval day to second',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'jsonb',
  bytea: 'bytea',
  inet: 'inet',
  cidr: 'cidr',
  'bit(3)': 'bit 3',
  'bit(4)': 'bit 4',
  'bit varying(3)': 'varbit 3',
  tsvector: 'tsvector',
  int4range: 'int4range',
  int8range: 'int8range',
  'int[]': 'int 4[]',
  'bigint[]': 'int 8[]',
  'text[]': 'text[]',
  'varchar[]': 'varchar[]',
  'varchar(10)[]': 'varchar 10[]',
  uuid_text: 'varchar 36',
  positive: 'int 4',
};

const typeNames = Object.keys(types);
const domains = 'create domain positive as integer; create domain uuid_text as varchar(36);';
const TABLES = 12;
const COLUMNS = 9;

export function randomSchema(seed: number): RandomSchema {
  const random = new Random(seed);
  const enums = [0, 1, 2].map((at) => ({ name: `mood${at}`, labels: ['sad', 'ok', 'happy', 'calm'] }));
  const tables = Array.from({ length: TABLES }, (_, at): RandomTable => {
    const columns = Array.from({ length: COLUMNS }, (_unused, n) => column(random, n));
    const enumType = random.of(enums).name;
    const mood: RandomColumn = { name: 'mood', type: enumType, nullable: true, default: `'ok'` };
    return {
      name: `t${at}`,
      columns: [...columns, mood],
      unique: 'c0',
      indexed: ['c1', 'c2'],
      references: at === 0 ? undefined : `t${random.below(at)}`,
    };
  });
  const sql = [
    domains,
    ...enums.map(({ name, labels }) => `create type ${name} as enum (${labels.map(quote).join(', ')});`),
    ...tables.map(createTable),
  ].join('\n');
  return { sql, tables, enums };
}

const quote = (text: string): string => `'${text}'`;

/** The first ones are in keys and indexes, which not every type can be. */
function column(random: Random, at: number): RandomColumn {
  const type = at < 3 ? random.of(['int', 'varchar(20)', 'uuid', 'timestamptz']) : random.of(typeNames);
  const isText = type === 'text' || type === 'varchar' || type === 'varchar(20)';
  return {
    name: `c${at}`,
    type,
    nullable: random.below(2) === 0,
    default: isText && random.below(2) === 0 ? "'x'" : undefined,
  };
}

function createTable({ name, columns, unique, indexed, references }: RandomTable): string {
  const parts = [
    'id serial primary key',
    ...columns.map(
      (one) =>
        `${one.name} ${one.type}${one.default === undefined ? '' : ` default ${one.default}`}${one.nullable ? '' : ' not null'}`,
    ),
    `constraint ${name}_key unique (${unique})`,
    ...(references === undefined
      ? []
      : [`parent int constraint ${name}_parent references ${references} (id) on delete cascade`]),
  ];
  return `create table ${name} (${parts.join(', ')});
create index ix_${name} on ${name} (${indexed.join(', ')});
create index ixp_${name} on ${name} ((id + 1)) where c1 is not null;`;
}

/** As many alterations as there is room for; in an order in which all can run. */
export function randomAlterations({ tables, enums }: RandomSchema, seed: number): readonly Alteration[] {
  const random = new Random(seed);
  const dropped = random.of(tables.slice(1));
  const rest = tables.filter((table) => table !== dropped);
  return [
    { sql: `drop table ${dropped.name} cascade`, told: [`${dropped.name}: table`] },
    { sql: 'create table nobodys (id int)', told: [] },
    ...rest.flatMap((table) => ofTable(table, random, dropped.name)),
    ...ofEnums(enums, tables, random, dropped.name),
  ];
}

function ofTable(table: RandomTable, random: Random, dropped: string): readonly Alteration[] {
  const { name } = table;
  const free = table.columns.slice(3, -1);
  const [toDrop, ...others] = shuffled(free, random);
  return [
    ...(toDrop === undefined
      ? []
      : [
          { sql: `alter table ${name} drop column ${toDrop.name}`, told: [`${name}.${toDrop.name}: column`] },
        ]),
    ...others.map((one, at) => (at % 3 === 0 ? nullability(table, one) : retyped(table, one, random))),
    ...added(table, random),
    ...ofParts(table, random, dropped),
  ];
}

function retyped({ name }: RandomTable, column: RandomColumn, random: Random): Alteration {
  const type = random.of(typeNames);
  const isSame = types[type] === types[column.type];
  const keepsDefault = column.default === undefined;
  const told = [
    ...(isSame ? [] : [`${name}.${column.name}: type`]),
    ...(keepsDefault ? [] : [`${name}.${column.name}: default`]),
  ];
  const change = `alter column ${column.name} type ${type} using null::${type}`;
  const sql = `alter table ${name} ${keepsDefault ? '' : `alter column ${column.name} drop default, `}${change}`;
  return { sql, told };
}

function nullability({ name }: RandomTable, { name: column, nullable }: RandomColumn): Alteration {
  const sql = `alter table ${name} alter column ${column} ${nullable ? 'set' : 'drop'} not null`;
  return { sql, told: [`${name}.${column}: nullable`] };
}

function added({ name }: RandomTable, random: Random): readonly Alteration[] {
  if (random.below(2) === 0) return [];
  const more = random.of(['', ' not null', " not null default 'x'"]);
  return [{ sql: `alter table ${name} add column extra text${more}`, told: [`${name}.extra: column`] }];
}

/** One of what holds a table together; what is gone with another table is not told again. */
function ofParts(table: RandomTable, random: Random, dropped: string): readonly Alteration[] {
  const { name, references } = table;
  const key: Alteration =
    references === undefined || references === dropped
      ? { sql: `alter table ${name} drop constraint ${name}_key`, told: [`${name}_key on ${name}: unique`] }
      : {
          sql: `alter table ${name} drop constraint ${name}_parent`,
          told: [`${name}_parent on ${name}: foreign key`],
        };
  const choices: readonly Alteration[] = [
    key,
    { sql: `drop index ix_${name}`, told: [`ix_${name} on ${name}: index`] },
    { sql: `drop index ixp_${name}`, told: [`ixp_${name} on ${name}: index`] },
    {
      sql: `create unique index new_${name} on ${name} (c1)`,
      told: [`new_${name} on ${name}: unique`],
    },
    { sql: `create index new_${name} on ${name} (c2 desc)`, told: [`new_${name} on ${name}: index`] },
    { sql: `alter index ix_${name} rename to other_${name}`, told: [] },
    {
      sql: `alter table ${name} drop constraint ${name}_key; create unique index other_${name} on ${name} (c0)`,
      told: [],
    },
    { sql: `alter table ${name} alter column mood drop default`, told: [`${name}.mood: default`] },
    { sql: `alter table ${name} alter column id drop default`, told: [`${name}.id: default`] },
    { sql: `alter table ${name} alter column mood set default 'sad'`, told: [`${name}.mood: default`] },
    { sql: `alter table ${name} alter column mood set default 'ok'::public.${moodOf(table)}`, told: [] },
  ];
  return [random.of(choices)];
}

const moodOf = ({ columns }: RandomTable): string => columns.at(-1)?.type ?? '';

/** The first gets a label, the second loses one by a new name, the third is another type of the same name. */
function ofEnums(
  [first, second, third]: readonly RandomEnum[],
  tables: readonly RandomTable[],
  random: Random,
  dropped: string,
): readonly Alteration[] {
  const users = ({ name }: RandomEnum) =>
    tables.filter((table) => table.name !== dropped && moodOf(table) === name);
  const isUsed = (one: RandomEnum) => users(one).length > 0;
  const where = random.of(['', " before 'sad'", " after 'ok'"]);
  return [
    ...(first && isUsed(first)
      ? [{ sql: `alter type ${first.name} add value 'new'${where}`, told: [`'new' of ${first.name}: label`] }]
      : []),
    ...(second && isUsed(second)
      ? [
          {
            sql: `alter type ${second.name} rename value 'happy' to 'fine'`,
            told: [`'happy' of ${second.name}: label`, `'fine' of ${second.name}: label`],
          },
        ]
      : []),
    ...(third && isUsed(third)
      ? [
          {
            sql: `alter type ${third.name} rename to old_mood;
                  create type ${third.name} as enum ('ok', 'sad', 'happy');
                  ${users(third).map(moveToNew).join('\n')}`,
            told: [`'calm' of ${third.name}: label`, `${third.name}: label order`],
          },
        ]
      : []),
  ];

  function moveToNew({ name }: RandomTable): string {
    const type = third?.name ?? '';
    return `do $$ declare def text; begin
      select pg_get_expr(adbin, adrelid) into def from pg_attrdef
        join pg_attribute on attrelid = adrelid and attnum = adnum where adrelid = '${name}'::regclass and attname = 'mood';
      alter table ${name} alter column mood drop default;
      alter table ${name} alter column mood type ${type} using null::${type};
      if def is not null then
        execute format('alter table ${name} alter column mood set default %s', replace(def, 'old_mood', '${type}'));
      end if; end $$;`;
  }
}

function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, at: random.below(1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
