"""Loads revision files as the installed Alembic loads them, and says what it finds in each.

stdin: a JSON list of trees, each a list of folders {"path", "recursive"}.
stdout: for each tree a JSON list with an entry for each file, in Alembic's order: {"file", "revision", "down",
"depends", "labels", "doc"}, or {"file", "error"}.

Modules that are not installed are replaced by ones that have every name. What came from such a module is
{"stub": true}.
"""

import json
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

from alembic.script.base import Script
from fabricated import install, load

warnings.simplefilter("ignore")


def plain(value):
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    return {"stub": True}


def read(directory, path):
    try:
        script = load(directory, path)
    except Exception as error:
        return {"file": str(path), "error": f"{type(error).__name__}: {error}"}
    if script is None:
        return None
    module = script.module
    as_list = lambda value: [] if value is None else value if isinstance(value, (tuple, list, set)) else [value]
    return {
        "file": str(path),
        "revision": plain(script.revision),
        "down": plain(as_list(script.down_revision)),
        "depends": plain(as_list(getattr(module, "depends_on", None))),
        "labels": sorted(map(str, script.branch_labels)),
        "doc": script.doc,
    }


def dump(folders):
    entries, seen = [], set()
    for folder in folders:
        directory = SimpleNamespace(sourceless=False, recursive_version_locations=folder["recursive"])
        for path in Script._list_py_dir(directory, Path(folder["path"])):
            if path in seen or not path.is_file():
                continue
            seen.add(path)
            entry = read(directory, path)
            if entry is not None:
                entries.append(entry)
    return entries


questions, out = json.load(sys.stdin), install()
json.dump([dump(folders) for folders in questions], out)
