"""Makes revision files loadable where what they import is not installed: modules that have every name."""

import importlib.abc
import importlib.machinery
import os
import sys
import tempfile
import types
from unittest.mock import MagicMock

from alembic.script.base import Script
from alembic.script.revision import RevisionError
from alembic.util import CommandError

INSTALLED = {"alembic", "sqlalchemy", "typing_extensions", "mako", "markupsafe", "greenlet"} | set(sys.stdlib_module_names)
from_path = Script._from_path


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


def load(directory, path):
    """As `Script._from_path`; what was fabricated for one file is not there for the next."""
    before = set(sys.modules)
    try:
        return from_path(directory, path)
    except Exception as error:
        script = read_beginning(path, error)
        if script is None:
            raise
        return script
    finally:
        for name in set(sys.modules) - before:
            if isinstance(sys.modules[name], Fabricated):
                del sys.modules[name]


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


def install():
    """What the files themselves print or write goes nowhere; returns where the answer is to be written."""
    sys.dont_write_bytecode = True
    os.chdir(tempfile.mkdtemp())
    sys.meta_path.insert(0, Fabricator())
    real, sys.stdout = sys.stdout, open(os.devnull, "w")
    return real
