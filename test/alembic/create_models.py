"""The SQL with which SQLAlchemy would create the tables of models, really imported, on PostgreSQL without a database.

Reads JSON {"files": {path: text}}: the files of a project, of which every module is imported. Answers with a list of
statements, schemas first. With {"module": name, "targets": [expression]} it answers with one such list for each
MetaData, or list of them, that the module knows by an expression.
"""
import gc
import importlib
import json
import os
import sys
import tempfile

from sqlalchemy import MetaData, create_mock_engine

job = json.load(sys.stdin)
files = job["files"]
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


def statements_of(chosen):
    statements = []

    def note(sql, *_args, **_kwargs):
        statements.append(sql if isinstance(sql, str) else str(sql.compile(dialect=engine.dialect)))

    engine = create_mock_engine("postgresql+psycopg2://", note)
    for schema in sorted({table.schema for one in chosen for table in one.tables.values()} - {None}):
        statements.append(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    for one in chosen:
        one.create_all(engine, checkfirst=False)
    return statements


def all_metadata():
    return [
        one
        for one in gc.get_objects()
        # Not the catalogs of the dialect itself.
        if isinstance(one, MetaData) and one.tables and "pg_catalog.pg_class" not in one.tables
    ]


if "targets" in job:
    known = vars(importlib.import_module(job["module"]))
    found = [eval(target, known) for target in job["targets"]]
    answer = [statements_of(one if isinstance(one, list) else [one]) for one in found]
else:
    answer = statements_of(all_metadata())
json.dump(answer, sys.stdout)
