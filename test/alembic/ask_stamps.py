"""Asks the installed Alembic what `alembic stamp` writes.

stdin: a JSON list of trees {"revisions": [{"id", "down", "depends", "labels"}], "schema": name or null,
"stamps": [[id, ...], ...], "targets": [[name, ...], ...]}.
stdout: a JSON list of, for each stamp, for each target, {"rows", "statements"}; an error is the string "error".
"""

import json
import sys
import warnings

from alembic.runtime.migration import HeadMaintainer
from alembic.script import ScriptDirectory
from ask_alembic import attempt, chain_of
from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

warnings.simplefilter("ignore")


DIALECT = postgresql.dialect()


class Context:
    """What the rows are written through: keeps the statements instead of sending them."""

    as_sql = True
    version_table = "alembic_version"

    def __init__(self, schema):
        self.impl = self
        self.statements = []
        self._version = Table(
            self.version_table,
            MetaData(),
            Column("version_num", String(32), nullable=False),
            PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
            schema=schema,
        )

    def _exec(self, statement):
        # SQLAlchemy has the row it has just written returned, which changes nothing.
        self.statements.append(str(statement.compile(dialect=DIALECT)).split(" RETURNING ")[0])


def stamp(chain, schema, rows, target):
    scripts = ScriptDirectory.__new__(ScriptDirectory)
    scripts.revision_map = chain
    context = Context(schema)
    maintainer = HeadMaintainer(context, rows)
    for step in scripts._stamp_revs(tuple(target), tuple(rows)):
        maintainer.update_to_step(step)
    return {"rows": sorted(maintainer.heads), "statements": context.statements}


def answer(tree):
    chain = chain_of(tree["revisions"])
    if attempt(lambda: chain._revision_map) == "error":
        return "error"
    return {
        "create": str(CreateTable(Context(tree["schema"])._version).compile(dialect=DIALECT)),
        "stamps": [
            [attempt(lambda: stamp(chain, tree["schema"], rows, to)) for to in tree["targets"]]
            for rows in tree["stamps"]
        ],
    }


if __name__ == "__main__":
    json.dump([answer(tree) for tree in json.load(sys.stdin)], sys.stdout)
