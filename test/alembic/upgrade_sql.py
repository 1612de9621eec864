"""The SQL that Alembic writes for upgrades and downgrades, without a database and without anybody's env.py.

Reads a JSON list of {"scripts", "versionTable", "from", "to"} (`from` is null for base) and answers with a list of
texts. A revision that asks the database something cannot be written this way.
"""
import io
import json
import sys

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory


def sql_of(job):
    config = Config()
    scripts = ScriptDirectory(job["scripts"])
    buffer = io.StringIO()
    start = job["from"]

    def steps(revision, context):
        if job["to"] == "base":
            return scripts._downgrade_revs(job["to"], start)
        return scripts._upgrade_revs(job["to"], start or revision)

    with EnvironmentContext(
        config, scripts, fn=steps, as_sql=True, starting_rev=start, destination_rev=job["to"]
    ) as environment:
        environment.configure(
            dialect_name="postgresql",
            literal_binds=True,
            output_buffer=buffer,
            version_table=job["versionTable"],
        )
        with environment.begin_transaction():
            environment.run_migrations()
    return buffer.getvalue()


json.dump([sql_of(job) for job in json.load(sys.stdin)], sys.stdout)
