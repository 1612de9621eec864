"""Asks the installed Alembic what it makes of chains of revisions.

stdin: a JSON list of trees {"revisions": [{"id", "down", "depends", "labels"}], "names": [...],
"stamps": [[id, ...], ...], "up": [target, ...], "down": [target, ...]}.
stdout: a JSON list of answers in the same order; an error is the string "error".
"""

import json
import sys
import warnings

from alembic.script.revision import Revision, RevisionMap

warnings.simplefilter("ignore")


def attempt(answer):
    try:
        return answer()
    except Exception:
        return "error"


def ids(revisions):
    return [one if one is None or isinstance(one, str) else one.revision for one in revisions]


def scalar(names):
    return None if not names else names[0] if len(names) == 1 else tuple(names)


def chain_of(revisions):
    def load():
        for one in revisions:
            yield Revision(one["id"], scalar(one["down"]), scalar(one["depends"]), tuple(one["labels"]))

    return RevisionMap(load)


def answer(chain, tree):
    known = attempt(lambda: chain._revision_map)
    if known == "error":
        return "error"
    every = {name: one for name, one in known.items() if one is not None}
    upgrade = lambda stamp, target: ids(
        reversed(list(chain.iterate_revisions(target, tuple(stamp), implicit_base=True)))
    )
    downgrade = lambda stamp, target: ids(chain.iterate_revisions(tuple(stamp), target, select_for_downgrade=True))
    return {
        "heads": list(chain.heads),
        "effectiveHeads": list(chain._real_heads),
        "bases": list(chain.bases),
        "labels": {one.revision: sorted(one.branch_labels) for one in every.values() if one.branch_labels},
        "history": attempt(lambda: ids(chain.iterate_revisions("heads", "base", inclusive=True, assert_relative_length=False))),
        "names": {name: attempt(lambda: ids(chain.get_revisions(name))) for name in tree["names"]},
        "upgrades": [[attempt(lambda: upgrade(stamp, to)) for to in tree["up"]] for stamp in tree["stamps"]],
        "downgrades": [[attempt(lambda: downgrade(stamp, to)) for to in tree["down"]] for stamp in tree["stamps"]],
    }


if __name__ == "__main__":
    json.dump([answer(chain_of(tree["revisions"]), tree) for tree in json.load(sys.stdin)], sys.stdout)
