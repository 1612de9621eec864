"""Runs Alembic's commands on databases.

Reads a JSON list of {"folder", "url", "moves": [["upgrade", "head"], …]}: `folder` holds alembic.ini. Answers with a
list of null or the text of the error.
"""
import io
import json
import os
import sys

from alembic import command
from alembic.config import Config


def run(job):
    os.environ["DATABASE_URL"] = job["url"]
    config = Config(os.path.join(job["folder"], "alembic.ini"), stdout=io.StringIO())
    try:
        for name, revision in job["moves"]:
            getattr(command, name)(config, revision)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


json.dump([run(job) for job in json.load(sys.stdin)], sys.stdout)
