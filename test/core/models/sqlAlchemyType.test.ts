/** Types as SQLAlchemy code writes them, and as PostgreSQL prints them. */
import { beforeAll, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../../src/adapters/treeSitter.ts';
import { typeText } from '../../../src/core/schema/type.ts';
import { readScript, type ScriptReading } from '../migration/alembic/operations/reading.ts';

let reading: ScriptReading;
beforeAll(async () => {
  reading = { python: await loadPython(), sql: await loadSql() };
});

const head = `
import enum
import uuid
import fastapi_users_db_sqlalchemy
import geoalchemy2
import sqlalchemy as sa
import sqlalchemy_utils
import sqlmodel
from alembic import op
from pgvector.sqlalchemy import Vector
from sqlalchemy import Integer, String
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.types import TypeDecorator, UserDefinedType

class Color(enum.Enum):
    red = "r"
    green = "g"

class Guid(TypeDecorator):
    impl = sa.CHAR
    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(pg.UUID())
        return dialect.type_descriptor(sa.CHAR(32))

class Secret(TypeDecorator):
    impl = String

class Sized(TypeDecorator):
    impl = String
    def __init__(self, size):
        super().__init__(length=size * 2)

class Point(UserDefinedType):
    def get_col_spec(self, **kw):
        return "point"
`;

function typeOf(code: string): string {
  const { upgrade } = readScript(
    `${head}\ndef upgrade():\n    op.add_column("t", sa.Column("c", ${code}))\n`,
    reading,
  );
  const [step] = upgrade;
  return step?.kind === 'addColumn' && step.column.type.kind === 'named'
    ? typeText(step.column.type)
    : 'unresolved';
}

test.each([
  ['sa.String', 'character varying'],
  ['String(length=36)', 'character varying(36)'],
  ['sa.Unicode(20)', 'character varying(20)'],
  ['sa.UnicodeText()', 'text'],
  ['sa.CHAR()', 'character(1)'],
  ['Integer()', 'integer'],
  ['sa.Numeric(10)', 'numeric(10,0)'],
  ['sa.DECIMAL(precision=10, scale=2)', 'numeric(10,2)'],
  ['sa.Float()', 'double precision'],
  ['sa.Float(24)', 'real'],
  ['sa.DateTime(True)', 'timestamp with time zone'],
  ['pg.TIMESTAMP(precision=0)', 'timestamp(0) without time zone'],
  ['sa.Time()', 'time without time zone'],
  ['sa.Interval()', 'interval'],
  ['sa.Interval(native=False)', 'timestamp without time zone'],
  ['pg.INTERVAL(fields="YEAR TO MONTH")', 'interval year to month'],
  ['sa.LargeBinary(100)', 'bytea'],
  ['sa.PickleType()', 'bytea'],
  ['pg.JSONB(astext_type=sa.Text())', 'jsonb'],
  ['sa.JSON().with_variant(pg.JSONB(), "postgresql")', 'jsonb'],
  ['sa.JSON().with_variant(sa.Text(), "sqlite")', 'json'],
  ['sa.Uuid(native_uuid=False)', 'character(32)'],
  ['pg.UUID(as_uuid=True)', 'uuid'],
  ['pg.ARRAY(sa.String(10), dimensions=2)', 'character varying(10)[]'],
  ['pg.BIT(3, varying=True)', 'bit varying(3)'],
  ['sa.Enum(Color)', 'color'],
  ['sa.Enum("a", "b", name="mood", schema="es")', 'es.mood'],
  ['sa.Enum(Color, native_enum=False)', 'character varying(5)'],
  ['sa.Enum(Color, native_enum=False, length=50)', 'character varying(50)'],
  ['sqlmodel.sql.sqltypes.AutoString(length=9)', 'character varying(9)'],
  ['Vector(3)', 'vector(3)'],
  ['geoalchemy2.types.Geometry(geometry_type="POINT", srid=4326)', 'geometry(Point,4326)'],
  ['sqlalchemy_utils.types.uuid.UUIDType(binary=False)', 'uuid'],
  ['sqlalchemy_utils.EmailType()', 'character varying(255)'],
  ['fastapi_users_db_sqlalchemy.generics.GUID()', 'uuid'],
  ['Guid()', 'uuid'],
  ['Secret(40)', 'character varying(40)'],
  ['Point()', 'point'],
])('%s is %s', (code, expected) => {
  expect(typeOf(code)).toBe(expected);
});

test.each(['Sized(4)', 'sa.String(length=uuid.uuid4().int)', 'elsewhere.Thing()', 'sa.Enum(name=some_name)'])(
  '%s is not known for certain',
  (code) => {
    expect(typeOf(code)).toBe('unresolved');
  },
);
