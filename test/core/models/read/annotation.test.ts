/** What annotations and the calls beside them make of an attribute: its type, whether NULL is allowed, what decides. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import type { AnnotationContext } from '../../../../src/core/models/read/annotation/attribute.ts';
import { columnOfAttribute } from '../../../../src/core/models/read/annotation/typeOfAttribute.ts';
import { modelWorld, newPythonCache } from '../../../../src/core/models/read/modelWorld.ts';
import { type PackageVersions, unknownVersions } from '../../../../src/core/models/read/packageVersions.ts';
import { readType } from '../../../../src/core/models/sqlAlchemyType.ts';
import { type PyClass, type PyValue, pathOf } from '../../../../src/core/python/value.ts';
import { typeText } from '../../../../src/core/schema/type.ts';
import type { SyntaxParser } from '../../../../src/core/text/syntax.ts';

let python: SyntaxParser;
beforeAll(async () => {
  python = await loadPython();
});

const imports = `
import datetime as dt
import decimal
import enum
import uuid
from typing import Annotated, Any, ClassVar, Dict, List, Literal, NewType, Optional, Union
from sqlalchemy import BigInteger, Column, DateTime, Enum, ForeignKey, Integer, JSON, String, Text, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship
from sqlmodel import Field, Relationship
`;

interface Options {
  readonly style?: 'declarative' | 'sqlmodel';
  readonly before?: string;
  readonly versions?: Partial<PackageVersions>;
  readonly files?: Readonly<Record<string, string>>;
  /** The expression of `type_annotation_map`. */
  readonly map?: string;
}

/** Each column of a class with this body: `name: type NOT NULL ← what decides the type`. */
function columns(body: string, options: Options = {}): readonly string[] {
  const { style = 'declarative', before = '', versions = {}, files = {}, map } = options;
  const head = `${imports}${before}\n${map === undefined ? '' : `the_map = ${map}\n`}`;
  const text = `${head}class Thing(Base):\n${body.replaceAll(/^/gm, '    ')}\n`;
  const file = '/app/models.py';
  const all: Readonly<Record<string, string>> = { [file]: text, ...files };
  const world = modelWorld((path) => all[path], python, newPythonCache());
  const names = world.moduleIn(file)?.names;
  const thing = names?.get('Thing') as PyClass;
  const typeMap = names?.get('the_map');
  const context: AnnotationContext = {
    ...world,
    versions: { ...unknownVersions, ...versions },
    typeMaps: typeMap === undefined ? [] : [typeMap],
  };
  return [...(thing.definition?.members ?? [])].flatMap(([name, member]) => {
    const attribute = {
      name,
      annotation: member.annotation,
      value: thing.names.get(name),
      range: member.nameRange,
      file,
      style,
    };
    const found = columnOfAttribute(attribute, context);
    if (found === undefined) return [];
    const { named, positional } = found.call;
    const type =
      found.unknownType ??
      typeOf(named.get('type_') ?? positional.find(({ kind }) => kind !== 'string'), context);
    const { start, end } = found.typeRange;
    return `${name}: ${type}${nullability(named)}${rest(named, positional)} ← ${text.slice(start, end)}`;
  });
}

function typeOf(value: PyValue | undefined, context: AnnotationContext): string {
  if (value === undefined || pathOf(value.kind === 'call' ? value.callee : value)?.endsWith('ForeignKey'))
    return 'no type';
  const { type, enums } = readType(value, context);
  const labels = enums.map(({ labels: all }) => `{${all.join(' ')}}`).join('');
  return typeText(type) + labels;
}

function nullability(named: ReadonlyMap<string, PyValue>): string {
  const nullable = named.get('nullable');
  if (nullable === undefined) return '';
  return nullable.kind !== 'bool' ? ' NULL?' : nullable.value ? '' : ' NOT NULL';
}

function rest(named: ReadonlyMap<string, PyValue>, positional: readonly PyValue[]): string {
  const names = [...named.keys()].filter((name) => !['type_', 'nullable'].includes(name));
  const targets = positional.flatMap((item) =>
    item.kind === 'call' && item.positional[0]?.kind === 'string' ? `→ ${item.positional[0].text}` : [],
  );
  return [...names, ...targets].map((one) => ` ${one}`).join('');
}

describe('Mapped[…]', () => {
  test('chooses the type that SQLAlchemy has for a Python type', () => {
    const body = `
a: Mapped[int]
b: Mapped[str]
c: Mapped[float]
d: Mapped[bool]
e: Mapped[bytes]
f: Mapped[uuid.UUID]
g: Mapped[decimal.Decimal]
h: Mapped[dt.datetime]
i: Mapped[dt.date]
j: Mapped[dt.timedelta]
k: Mapped[dt.time]`;
    expect(columns(body)).toEqual([
      'a: integer NOT NULL ← int',
      'b: character varying NOT NULL ← str',
      'c: double precision NOT NULL ← float',
      'd: boolean NOT NULL ← bool',
      'e: bytea NOT NULL ← bytes',
      'f: uuid NOT NULL ← uuid.UUID',
      'g: numeric NOT NULL ← decimal.Decimal',
      'h: timestamp without time zone NOT NULL ← dt.datetime',
      'i: date NOT NULL ← dt.date',
      'j: interval NOT NULL ← dt.timedelta',
      'k: time without time zone NOT NULL ← dt.time',
    ]);
  });

  test('allows NULL where None is one of its types', () => {
    const body = `
a: Mapped[Optional[int]]
b: Mapped[int | None]
c: Mapped[None | int]
d: Mapped[Union[int, None]]
e: Mapped["int | None"]
f: "Mapped[Optional[int]]"
g: Mapped[Optional["int"]] = mapped_column(nullable=False)
h: Mapped[int] = mapped_column(nullable=True)`;
    expect(columns(body)).toEqual([
      'a: integer ← Optional[int]',
      'b: integer ← int | None',
      'c: integer ← None | int',
      'd: integer ← Union[int, None]',
      'e: integer ← int | None',
      'f: integer ← Optional[int]',
      'g: integer NOT NULL ← Optional["int"]',
      'h: integer ← int',
    ]);
  });

  test('leaves the type to the call, and to the column that a foreign key refers to', () => {
    const body = `
a: Mapped[str] = mapped_column(String(36))
b: Mapped[str] = mapped_column("other", Text(), nullable=True)
c: Mapped[int] = mapped_column(ForeignKey("user.id"))
d = mapped_column(BigInteger)
e: Mapped[int] = Column(BigInteger)`;
    expect(columns(body)).toEqual([
      'a: character varying(36) NOT NULL ← String(36)',
      'b: text ← Text()',
      'c: no type NOT NULL → user.id ← ForeignKey("user.id")',
      'd: bigint ← BigInteger',
      'e: bigint ← BigInteger',
    ]);
  });

  test('is no column where something else is mapped', () => {
    const body = `
a: Mapped[List["User"]] = relationship()
b: WriteOnlyMapped["User"]
c: ClassVar[int] = 3
d: int = 4
e = "text"`;
    expect(columns(body)).toEqual([]);
  });

  test('says why there is no type', () => {
    const body = `
a: Mapped[dict[str, Any]]
b: Mapped[Any]
c: Mapped[Unheard]`;
    expect(columns(body)).toEqual([
      'a: SQLAlchemy has no type for dict[…] unless it is told one. NOT NULL ← dict[str, Any]',
      'b: SQLAlchemy has no type for Any unless it is told one. NOT NULL ← Any',
      'c: SQLAlchemy has no type for this annotation unless it is told one. NULL? ← Unheard',
    ]);
  });
});

describe('type_annotation_map', () => {
  const map =
    '{str: Text, dict[str, Any]: JSONB, Dict[str, int]: JSON, list[str]: ARRAY(String), Optional[float]: Integer, Any: JSON}';

  test('comes before what SQLAlchemy would choose, and knows exactly what it is told', () => {
    const body = `
a: Mapped[str]
b: Mapped[dict[str, Any]]
c: Mapped[Dict[str, int]]
d: Mapped[dict[str, int]]
e: Mapped[list[str] | None]
f: Mapped[float]
g: Mapped[Any]`;
    expect(columns(body, { map })).toEqual([
      'a: text NOT NULL ← str',
      'b: jsonb NOT NULL ← dict[str, Any]',
      'c: json NOT NULL ← Dict[str, int]',
      'd: SQLAlchemy has no type for dict[…] unless it is told one. NOT NULL ← dict[str, int]',
      'e: character varying[] ← list[str] | None',
      'f: integer NOT NULL ← float',
      'g: json NOT NULL ← Any',
    ]);
  });

  test('knows aliases, NewType and Annotated types, also those of another file', () => {
    const before = `
from app.types import str50, UserId, Name
Local = NewType("Local", int)
type Alias = int
type Other = str | None
`;
    const files = {
      '/app/types.py': `from typing import Annotated, NewType
str50 = Annotated[str, 50]
UserId = NewType("UserId", int)
Name = Annotated[str, "name"]
`,
    };
    const aliases = '{str50: String(50), UserId: BigInteger, Alias: BigInteger}';
    const body = `
a: Mapped[str50]
b: Mapped[Optional[str50]]
c: Mapped[Annotated[str, 50]]
d: Mapped[UserId]
e: Mapped[Local]
f: Mapped[Alias]
g: Mapped[Other]
h: Mapped[Name]`;
    expect(columns(body, { before, files, map: aliases })).toEqual([
      'a: character varying(50) NOT NULL ← str50',
      'b: character varying(50) ← Optional[str50]',
      'c: character varying(50) NOT NULL ← Annotated[str, 50]',
      'd: bigint NOT NULL ← UserId',
      'e: integer NOT NULL ← Local',
      'f: bigint NOT NULL ← Alias',
      'g: character varying ← Other',
      'h: character varying NOT NULL ← Name',
    ]);
  });

  test('that is computed makes every type unknown that it could be about', () => {
    const reason = 'Some keys of type_annotation_map are computed when the program runs.';
    expect(columns('a: Mapped[int]', { map: '{**other(), str: Text}' })).toEqual([
      `a: ${reason} NOT NULL ← int`,
    ]);
    expect(columns('a: Mapped[str]', { map: '{**other(), str: Text}' })).toEqual(['a: text NOT NULL ← str']);
  });
});

describe('Annotated[…] with a column in it', () => {
  const before = `
intpk = Annotated[int, mapped_column(primary_key=True)]
created = Annotated[dt.datetime, mapped_column(DateTime(timezone=True), server_default=func.now(), nullable=False)]
user_fk = Annotated[int, mapped_column(ForeignKey("user.id", ondelete="CASCADE"))]
`;

  test('gives its options to the column; the column has the last word', () => {
    const body = `
a: Mapped[intpk]
b: Mapped[created]
c: Mapped[Optional[created]]
d: Mapped[user_fk]
e: Mapped[intpk] = mapped_column(BigInteger, index=True)`;
    expect(columns(body, { before })).toEqual([
      'a: integer NOT NULL primary_key ← intpk',
      'b: timestamp with time zone NOT NULL server_default ← created',
      'c: timestamp with time zone NOT NULL server_default ← Optional[created]',
      'd: no type NOT NULL → user.id ← user_fk',
      'e: bigint NOT NULL index primary_key ← BigInteger',
    ]);
  });
});

describe('enums', () => {
  const before = `
class Color(enum.Enum):
    red = "r"
    green = "g"
    alias_of_red = "r"
class Level(str, enum.Enum):
    LOW = "low"
    HIGH = "high"
    def shout(self): ...
`;

  test('are made of their names, or by the map', () => {
    const body = `
a: Mapped[Color]
b: Mapped[Optional[Level]]
c: Mapped[Literal["x", "longer"]]`;
    expect(columns(body, { before })).toEqual([
      'a: color{red green} NOT NULL ← Color',
      'b: level{LOW HIGH} ← Optional[Level]',
      'c: character varying(6) NOT NULL ← Literal["x", "longer"]',
    ]);
    const map = '{enum.Enum: Enum(enum.Enum, values_callable=lambda x: [e.value for e in x])}';
    expect(columns(body, { before, map })).toEqual([
      'a: color{r g} NOT NULL ← Color',
      'b: level{low high} ← Optional[Level]',
      'c: character varying(6) NOT NULL ← Literal["x", "longer"]',
    ]);
    const texts = '{enum.Enum: Enum(enum.Enum, native_enum=False, length=64)}';
    expect(columns('a: Mapped[Color]', { before, map: texts })).toEqual([
      'a: character varying(64) NOT NULL ← Color',
    ]);
  });
});

describe('SQLModel', () => {
  const options = { style: 'sqlmodel' } as const;

  test('makes a column of every field', () => {
    const body = `
id: Optional[int] = Field(default=None, primary_key=True)
name: str = Field(max_length=50, index=True)
nick: str | None = None
age: int = 3
score: decimal.Decimal = Field(max_digits=8, decimal_places=3)
team_id: uuid.UUID | None = Field(default=None, foreign_key="team.id", ondelete="SET NULL")
code: Annotated[str, Field(max_length=8)]
data: dict = Field(sa_type=JSONB)
notes: str = Field(sa_column=Column(Text, nullable=False))
team: Optional["Team"] = Relationship(back_populates="things")
limit: ClassVar[int] = 3
_private: int = 3`;
    expect(columns(body, options)).toEqual([
      'id: integer NOT NULL primary_key default ← Optional[int]',
      'name: character varying(50) NOT NULL index ← str',
      'nick: character varying default ← str | None',
      'age: integer NOT NULL default ← int',
      'score: numeric(8,3) NOT NULL ← decimal.Decimal',
      'team_id: uuid default → team.id ← uuid.UUID | None',
      'code: character varying(8) NOT NULL ← Annotated[str, Field(max_length=8)]',
      'data: jsonb NOT NULL ← JSONB',
      'notes: text NOT NULL ← Text',
    ]);
  });

  test('takes the type of datetime from its version alone', () => {
    const at = (from: readonly number[], below?: readonly number[]) =>
      columns('at: dt.datetime', { ...options, versions: { sqlmodel: { from, below } } })[0];
    expect(at([0, 0, 44], [0, 0, 44, 1])).toBe('at: timestamp without time zone NOT NULL ← dt.datetime');
    expect(at([0, 0, 45])).toBe('at: timestamp with time zone NOT NULL ← dt.datetime');
    expect(at([0, 0, 20])).toMatch('SQLModel 0.0.45 changed the type of datetime');
    expect(columns('at: dt.datetime', options)[0]).toMatch('SQLModel 0.0.45 changed the type of datetime');
  });

  test('lets a default of None allow NULL only up to pydantic 1', () => {
    const body = 'name: str = None';
    const versions = { pydantic: { from: [2, 5, 0], below: undefined } };
    expect(columns(body, { ...options, versions })).toEqual([
      'name: character varying NOT NULL default ← str',
    ]);
    expect(columns(body, options)).toEqual(['name: character varying NULL? default ← str']);
    const old = { pydantic: { from: [1, 10, 19], below: [1, 10, 19, 1] } };
    expect(columns(body, { ...options, versions: old })).toEqual(['name: character varying default ← str']);
  });
});
