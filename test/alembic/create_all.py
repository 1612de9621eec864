"""The SQL with which SQLAlchemy would create all tables of a metadata on PostgreSQL, without a database.

Reads JSON {"folder", "module", "metadata"}: a folder to import from, a module that imports every model, and the
dotted name of the metadata in it. Answers with a list of statements.
"""
import importlib
import json
import sys
from functools import reduce

from sqlalchemy import create_mock_engine

job = json.load(sys.stdin)
sys.path.insert(0, job["folder"])
sys.dont_write_bytecode = True
module = importlib.import_module(job["module"])
metadata = reduce(getattr, job["metadata"].split("."), module)

statements = []


def note(sql, *_args, **_kwargs):
    statements.append(str(sql.compile(dialect=engine.dialect)))


engine = create_mock_engine("postgresql+psycopg2://", note)
metadata.create_all(engine, checkfirst=False)
json.dump(statements, sys.stdout)
