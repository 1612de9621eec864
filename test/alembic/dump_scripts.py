"""Loads revision files as the installed Alembic loads them, and says what it finds in each.

stdin: a JSON list of trees, each a list of folders {"path", "recursive"}.
stdout: for each tree a JSON list with an entry for each file, in Alembic's order: {"file", "revision", "down",
"depends", "labels", "doc"}, or {"file", "error"}.

Modules that are not installed are replaced by ones that have every name. What came from such a module is
{"stub": true}.
"""

import importlib.abc
import importlib.machinery
import json
import os
import sys
import tempfile
import types
import warnings
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

from alembic.script.base import Script
from alembic.script.revision import RevisionError
from alembic.util import CommandError

warnings.simplefilter("ignore")
INSTALLED = {"alembic", "sqlalchemy", "typing_extensions", "mako", "markupsafe", "greenlet"} | set(sys.stdlib_module_names)


class Fabricated(types.ModuleType):
    __path__ = []
    __all__ = []

    def __getattr__(self, name):
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        stub = MagicMock(name=f"{self.__name__}.{name}")
        setattr(self, name, stub)
        return stub


class Fabricator(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in INSTALLED:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return Fabricated(spec.name)

    def exec_module(self, module):
        pass


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
        script = Script._from_path(directory, path)
    except Exception as error:
        script = read_beginning(path, error)
        if script is None:
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


def read_beginning(path, error):
    """What the module binds before a fabricated name makes it fail; None if the file itself is what fails."""
    if isinstance(error, (SyntaxError, CommandError, RevisionError)) or "has no attribute '" in str(error):
        return None
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    except Exception:
        pass
    if not hasattr(module, "revision") or not hasattr(module, "down_revision"):
        return None
    try:
        return Script(module, module.revision, path)
    except Exception:
        return None


def dump(folders):
    entries, seen = [], set()
    for folder in folders:
        directory = SimpleNamespace(sourceless=False, recursive_version_locations=folder["recursive"])
        for path in Script._list_py_dir(directory, Path(folder["path"])):
            if path in seen or not path.is_file():
                continue
            seen.add(path)
            before = set(sys.modules)
            entry = read(directory, path)
            for name in set(sys.modules) - before:
                if isinstance(sys.modules[name], Fabricated):
                    del sys.modules[name]
            if entry is not None:
                entries.append(entry)
    return entries


sys.dont_write_bytecode = True
os.chdir(tempfile.mkdtemp())
sys.meta_path.insert(0, Fabricator())
answers, real = json.load(sys.stdin), sys.stdout
sys.stdout = open(os.devnull, "w")
answers = [dump(folders) for folders in answers]
json.dump(answers, real)
