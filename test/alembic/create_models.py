"""The SQL with which SQLAlchemy would create the tables of models, really imported, on PostgreSQL without a database.

Reads JSON {"files": {path: text}}: the files of a project, of which every module is imported. Answers with a list of
statements, schemas first.
"""
import gc
import importlib
import json
import os
import sys
import tempfile

from sqlalchemy import MetaData, create_mock_engine

files = json.load(sys.stdin)["files"]
folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
sys.dont_write_bytecode = True
for path, text in files.items():
    target = os.path.join(folder, path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "w") as file:
        file.write(text)
for path in files:
    importlib.import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))

statements = []


def note(sql, *_args, **_kwargs):
    statements.append(sql if isinstance(sql, str) else str(sql.compile(dialect=engine.dialect)))


engine = create_mock_engine("postgresql+psycopg2://", note)
metadata = [
    one
    for one in gc.get_objects()
    # Not the catalogs of the dialect itself.
    if isinstance(one, MetaData) and one.tables and "pg_catalog.pg_class" not in one.tables
]
for schema in sorted({table.schema for one in metadata for table in one.tables.values()} - {None}):
    statements.append(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
for one in metadata:
    one.create_all(engine, checkfirst=False)
json.dump(statements, sys.stdout)
