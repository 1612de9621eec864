/** Files and a run in, the lines that name what it changes out. */
import { expect, test } from 'vitest';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { newModelCache, readModels } from '../../../../src/core/models/read/readModels.ts';
import type { CodeUses } from '../../../../src/core/preview/uses/codeUse.ts';
import { findUsesInSteps } from '../../../../src/core/preview/uses/findUses.ts';
import { type Revisions, runOf } from '../../../support/rehearsals.ts';
import { apply, sql } from '../../../support/replaySql.ts';
import { filesIn, inputOf } from '../../models/read/reading.ts';

const parsers = { python: await loadPython(), sql };

interface Options {
  /** What is there before the run. */
  readonly start?: readonly string[];
  readonly withoutModels?: true;
}

function usesOf(text: string, run: Revisions, { start = [], withoutModels }: Options = {}) {
  const files = filesIn(text);
  const readFile = (path: string) => files.get(path);
  const python = [...files].filter(([path]) => path.endsWith('models.py'));
  const steps = findUsesInSteps({
    revisions: runOf(apply(start).snapshot, run).revisions,
    files: [...files.keys()],
    models: withoutModels
      ? undefined
      : readModels({ ...inputOf(files, parsers), files: python.map(([path]) => path) }, newModelCache()),
    readFile,
  });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** `code app/api.py:3 shops: return Shop()`. */
function lines(uses: CodeUses | undefined): readonly string[] {
  return (uses?.uses ?? []).map(
    ({ kind, location, line, text, objects }) =>
      `${kind} ${location.file.replace('/project/', '')}:${line} ${objects.join(', ')}: ${text}`,
  );
}

const models = `# file: app/models.py
from sqlalchemy import Column, Enum, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
import enum


class Base(DeclarativeBase):
    pass


class State(enum.Enum):
    OPEN = "open"
    ON_HOLD = "on_hold"


class PaymentMethod(Base):
    __tablename__ = "payment_methods"
    id: Mapped[int] = mapped_column(primary_key=True)
    brand: Mapped[str]


class Shop(Base):
    __tablename__ = "shops"
    id: Mapped[int] = mapped_column(primary_key=True)
    licence: Mapped[str] = mapped_column("licence_no", String(20))
    state: Mapped[State] = mapped_column(Enum(State, name="shop_state", values_callable=lambda all: [one.value for one in all]))


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    brand: Mapped[str]


tags = Table("tags", Base.metadata, Column("id", Integer))
`;

const paymentMethods = { r1: ['CREATE TABLE payment_methods (id integer, brand text)'] };

test('a table: its class where it is imported from the models, and its name in SQL', () => {
  const found = usesOf(
    `${models}# file: app/api.py
from app.models import PaymentMethod, User

# PaymentMethod in a comment
def add(user: User):
    """Adds a PaymentMethod."""
    log("PaymentMethod")
    return PaymentMethod(brand="x")
# file: app/report.py
from sqlalchemy import text

totals = text("SELECT count(*) "
              "FROM payment_methods")
inspect("payment_methods")
log("payment_methods are late")
# file: sql/report.sql
-- payment_methods
SELECT * FROM public.payment_methods WHERE note <> 'FROM payment_methods';
# file: tests/test_api.py
from app import models

def test_add():
    assert models.PaymentMethod()
# file: app/stripe.py
from stripe import PaymentMethod

PaymentMethod.create()
`,
    paymentMethods,
  );
  expect(lines(found.get('r1'))).toEqual([
    'model app/models.py:15 payment_methods: class PaymentMethod(Base):',
    'code app/api.py:7 payment_methods: return PaymentMethod(brand="x")',
    'sql app/report.py:4 payment_methods: "FROM payment_methods")',
    'sql app/report.py:5 payment_methods: inspect("payment_methods")',
    "sql sql/report.sql:2 payment_methods: SELECT * FROM public.payment_methods WHERE note <> 'FROM payment_methods';",
    'test tests/test_api.py:4 payment_methods: assert models.PaymentMethod()',
  ]);
});

test('a class through a package that passes it on, under another name; an import where nothing else names it', () => {
  const found = usesOf(
    `${models}# file: app/db/__init__.py
from ..models import *
# file: app/__init__.py
from .models import PaymentMethod
# file: app/api.py
from app.db import (
    PaymentMethod as Method,
)

def all():
    return select(Method)
# file: app/other.py
import app.models

def one():
    return app.models.PaymentMethod
`,
    paymentMethods,
  );
  expect(lines(found.get('r1')).slice(1)).toEqual([
    'code app/__init__.py:1 payment_methods: from .models import PaymentMethod',
    'code app/api.py:6 payment_methods: return select(Method)',
    'code app/other.py:4 payment_methods: return app.models.PaymentMethod',
  ]);
});

test('a class of the same name that only uses the mapped one is none of its names', () => {
  const found = usesOf(
    `${models}# file: app/services/user.py
from app.models import User as UserModel

class User:
    found = UserModel.id
# file: app/services/__init__.py
from .user import User as User
# file: app/api.py
from app.services import User as UserService

UserService.find()
`,
    { r1: ['DROP TABLE users'] },
    { start: ['CREATE TABLE users (id integer)'] },
  );
  expect(lines(found.get('r1')).slice(1)).toEqual([
    'code app/services/user.py:4 users: found = UserModel.id',
  ]);
});

test('a table that is called by a common word: no sentence counts, only SQL does', () => {
  const found = usesOf(
    `${models}# file: app/job.py
def run(users):
    """Select what comes from users."""
    log("Update users from the file")
    log("Import from users")
    for users in "users":
        execute("UPDATE users SET brand = ''")
        execute(f"DELETE FROM users WHERE id = {users}")
        execute("select brand, u.id\\nfrom shops s, users u")
    return {"users": users}
`,
    { r1: ['ALTER TABLE users RENAME TO people'] },
    { start: ['CREATE TABLE users (id integer)'] },
  );
  expect(lines(found.get('r1'))).toEqual([
    'model app/models.py:28 users: class User(Base):',
    `sql app/job.py:6 users: execute("UPDATE users SET brand = ''")`,
    'sql app/job.py:7 users: execute(f"DELETE FROM users WHERE id = {users}")',
    'sql app/job.py:8 users: execute("select brand, u.id\\nfrom shops s, users u")',
  ]);
});

test('a column only where its table is named: by its attribute in code, by its own name in SQL', () => {
  const found = usesOf(
    `${models}# file: app/api.py
from app.models import Shop

def show(shop: Shop, licence):
    shop.licence = licence
    log(shop.licence_no, shop.licence())
    return Shop(id=1, licence=licence)
# file: app/elsewhere.py
def show(car):
    return car.licence
# file: sql/shops.sql
SELECT licence_no FROM cars;
UPDATE shops SET "licence_no" = '';
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$
  DELETE FROM shops WHERE licence_no IS NULL;
$$;
`,
    { r1: ['ALTER TABLE shops ADD COLUMN licence_no varchar(20)'] },
    { start: ['CREATE TABLE shops (id integer)'] },
  );
  expect(lines(found.get('r1'))).toEqual([
    'model app/models.py:24 shops.licence_no: licence: Mapped[str] = mapped_column("licence_no", String(20))',
    'code app/api.py:4 shops.licence_no: shop.licence = licence',
    'code app/api.py:6 shops.licence_no: return Shop(id=1, licence=licence)',
    'sql sql/shops.sql:2 shops.licence_no: UPDATE shops SET "licence_no" = \'\';',
    'sql sql/shops.sql:4 shops.licence_no: DELETE FROM shops WHERE licence_no IS NULL;',
  ]);
});

test('an attribute that two classes of the file have counts only beside its own', () => {
  const found = usesOf(
    `${models}# file: app/api.py
from app.models import PaymentMethod, User

def show(one):
    select(User.brand, PaymentMethod.brand)
    return one.brand
`,
    { r1: ['ALTER TABLE users DROP COLUMN brand'] },
    { start: ['CREATE TABLE users (id integer, brand text)'] },
  );
  expect(lines(found.get('r1'))).toEqual([
    'model app/models.py:31 users.brand: brand: Mapped[str]',
    'code app/api.py:4 users.brand: select(User.brand, PaymentMethod.brand)',
  ]);
});

test('a label: the member of its enum, and the label itself beside a table that holds it', () => {
  const text = `${models}# file: app/api.py
from app.models import State

def hold(shop):
    shop.state = State.ON_HOLD
    shop.state = State.OPEN
# file: app/late.py
from app.models import Shop

late = select(Shop).where(Shop.state == "on_hold")
# file: app/queue.py
class Call(Enum):
    ON_HOLD = "on_hold"

music = Call.ON_HOLD
# file: sql/late.sql
SELECT * FROM shops WHERE state = 'on_hold';
SELECT * FROM calls WHERE state = 'on_hold';
`;
  const run = { r1: ["ALTER TYPE shop_state ADD VALUE 'on_hold'"] };
  const start = ["CREATE TYPE shop_state AS ENUM ('open')", 'CREATE TABLE shops (state shop_state)'];
  expect(lines(usesOf(text, run, { start }).get('r1'))).toEqual([
    `code app/api.py:4 'on_hold' of shop_state: shop.state = State.ON_HOLD`,
    `code app/late.py:3 'on_hold' of shop_state: late = select(Shop).where(Shop.state == "on_hold")`,
    `code app/models.py:12 'on_hold' of shop_state: ON_HOLD = "on_hold"`,
    `sql sql/late.sql:1 'on_hold' of shop_state: SELECT * FROM shops WHERE state = 'on_hold';`,
  ]);
  expect(lines(usesOf(text, run, { start, withoutModels: true }).get('r1'))).toEqual([
    `code app/models.py:12 'on_hold' of shop_state: ON_HOLD = "on_hold"`,
    `sql sql/late.sql:1 'on_hold' of shop_state: SELECT * FROM shops WHERE state = 'on_hold';`,
  ]);
});

test('a table that no class maps, by the variable that holds it', () => {
  const found = usesOf(
    `${models}# file: app/api.py
from app.models import tags

rows = select(tags.c.id)
`,
    { r1: ['DROP TABLE tags'] },
    { start: ['CREATE TABLE tags (id integer)'] },
  );
  expect(lines(found.get('r1'))).toEqual([
    'model app/models.py:34 tags: tags = Table("tags", Base.metadata, Column("id", Integer))',
    'code app/api.py:3 tags: rows = select(tags.c.id)',
  ]);
});

test('each revision has its own; what is done to indexes and rows has none', () => {
  const found = usesOf(models, {
    ...paymentMethods,
    r2: ['CREATE INDEX ON payment_methods (brand)', "UPDATE payment_methods SET brand = ''"],
    r3: ['ALTER TABLE payment_methods ADD COLUMN last_four text'],
  });
  expect([...found].map(([revision, { uses }]) => [revision, uses.length])).toEqual([
    ['r1', 1],
    ['r2', 0],
    ['r3', 0],
  ]);
});

test('more lines than anybody reads are counted', () => {
  const many = Array.from({ length: 230 }, () => 'PaymentMethod()\n').join('');
  const found = usesOf(
    `${models}# file: app/api.py\nfrom app.models import PaymentMethod\n${many}`,
    paymentMethods,
  );
  const { uses, moreUses } = found.get('r1') ?? { uses: [], moreUses: 0 };
  expect([uses.length, moreUses]).toEqual([200, 31]);
});
