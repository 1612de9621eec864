"""Asks the installed Alembic what it makes of folders of revision files (its own `ScriptDirectory`).

stdin: a JSON list of trees {"folders": [{"path", "recursive"}], "declared": {"file", "section"} or null} with
the questions of ask_alembic.py.
stdout: for each tree {"answers": as ask_alembic.py, "merges", "branchPoints", "refused": files that cannot be
loaded and are left out, "unlabelled": files whose labels are left out, "locations": where Alembic itself would
look, as folders; null where it finds nothing}.

Modules that are not installed are replaced by ones that have every name; labels from such a module are left out.
"""

import json
import os
import sys
import warnings
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.script.base import Script
from ask_alembic import answer, attempt
from fabricated import install, load

warnings.simplefilter("ignore")


def directory_of(folders, refused, unlabelled):
    def from_path(directory, path):
        try:
            script = load(directory, path)
        except Exception:
            refused.append(str(path))
            return None
        if script is not None and not all(isinstance(label, str) for label in script._orig_branch_labels):
            script._orig_branch_labels, script.branch_labels = (), set()
            unlabelled.append(str(path))
        return script

    Script._from_path = from_path
    paths = [folder["path"] for folder in folders]
    recursive = any(folder["recursive"] for folder in folders)
    return ScriptDirectory(os.curdir, version_locations=paths, recursive_version_locations=recursive)


def locations(declared):
    """As if started beside the file that declares the project."""
    if declared is None:
        return None
    os.chdir(Path(declared["file"]).parent)
    directory = ScriptDirectory.from_config(Config(declared["file"], ini_section=declared["section"]))
    recursive = directory.recursive_version_locations
    found = [{"path": os.path.abspath(path), "recursive": recursive} for path in directory._version_locations]
    return found if found and all(os.path.isdir(one["path"]) for one in found) else None


def ask(tree):
    refused, unlabelled = [], []
    chain = directory_of(tree["folders"], refused, unlabelled).revision_map
    answers = answer(chain, tree)
    every = [] if answers == "error" else [one for name, one in chain._revision_map.items() if one and name == one.revision]
    where = attempt(lambda: locations(tree["declared"]))
    return {
        "answers": answers,
        "merges": sorted(one.revision for one in every if one.is_merge_point),
        "branchPoints": sorted(one.revision for one in every if one.is_branch_point),
        "refused": refused,
        "unlabelled": unlabelled,
        "locations": None if where == "error" else where,
    }


questions, out = json.load(sys.stdin), install()
json.dump([ask(tree) for tree in questions], out)
