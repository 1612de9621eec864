"""Answers with the text of the template for revisions that Alembic brings."""
import json
import os
import sys

import alembic

path = os.path.join(os.path.dirname(alembic.__file__), "templates", "generic", "script.py.mako")
with open(path) as file:
    json.dump(file.read(), sys.stdout)
