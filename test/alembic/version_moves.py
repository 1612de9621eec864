"""What Alembic writes into its version table on the way through chains of revisions.

Reads a JSON list of {"revisions": [{"id", "down", "depends", "labels"}], "at": [id, …], "to": target, "up": bool}.
Answers with a list of "error", or for each revision that is run [id, [statement, …]].
"""

import json
import sys

from alembic.runtime.migration import HeadMaintainer, RevisionStep
from ask_alembic import attempt, chain_of


class Script:
    """A revision whose module does nothing."""

    def __init__(self, revision):
        self.revision = revision.revision
        self._normalized_down_revisions = revision._normalized_down_revisions
        self._versioned_down_revisions = revision._versioned_down_revisions
        self.module = type("module", (), {"upgrade": None, "downgrade": None})


class Maintainer(HeadMaintainer):
    def __init__(self, heads):
        self.heads = set(heads)
        self.written = []

    def _insert_version(self, version):
        assert version not in self.heads
        self.heads.add(version)
        self.written.append(f"insert {version}")

    def _delete_version(self, version):
        self.heads.remove(version)
        self.written.append(f"delete {version}")

    def _update_version(self, from_, to_):
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)
        self.written.append(f"update {from_} {to_}")


def moves(job):
    chain = chain_of(job["revisions"])
    at = tuple(job["at"])
    if job["up"]:
        path = reversed(list(chain.iterate_revisions(job["to"], at, implicit_base=True)))
    else:
        path = chain.iterate_revisions(at, job["to"], select_for_downgrade=True)
    maintainer = Maintainer(at)
    answer = []
    for revision in path:
        if revision is None:
            continue
        maintainer.written = []
        maintainer.update_to_step(RevisionStep(chain, Script(revision), job["up"]))
        answer.append([revision.revision, maintainer.written])
    return answer


json.dump([attempt(lambda: moves(job)) for job in json.load(sys.stdin)], sys.stdout)
