"""The revisions that Alembic writes, at a fixed time.

Reads a list of {"folder", "id", "message", "head", "upgrades", "downgrades", "imports", "epochMs", "offsetMinutes"} and
answers with a list of [path below the folder, text], or of the text of an error. A folder holds alembic.ini and scripts.
"""
import contextlib
import datetime
import json
import os
import sys

from alembic.config import Config
from alembic.script import ScriptDirectory, base


def fixed(job):
    utc = datetime.datetime.fromtimestamp(0, datetime.timezone.utc) + datetime.timedelta(milliseconds=job["epochMs"])

    class Fixed(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            if tz is not None:
                return utc.astimezone(tz)
            return utc.replace(tzinfo=None) + datetime.timedelta(minutes=job["offsetMinutes"])

    class Module:
        timezone = datetime.timezone

    Module.datetime = Fixed
    return Module


def write(job):
    base.datetime = fixed(job)
    try:
        scripts = ScriptDirectory.from_config(Config(os.path.join(job["folder"], "alembic.ini")))
        script = scripts.generate_revision(
            job["id"],
            job["message"],
            head=job["head"],
            upgrades=job["upgrades"],
            downgrades=job["downgrades"],
            imports=job["imports"],
            toplevel_code=None,
        )
        with open(script.path) as file:
            return [os.path.relpath(script.path, job["folder"]), file.read()]
    except Exception as error:
        return f"{type(error).__name__}: {error}"


with contextlib.redirect_stdout(sys.stderr):
    answers = [write(job) for job in json.load(sys.stdin)]
json.dump(answers, sys.stdout)
