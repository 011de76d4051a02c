"""What a web server loads."""

import gc
import os
import sys

from flask import Flask

from college.app import create_app
from college.operations.services import guard as operations
from config import Config, Misconfigured

os.umask(0o077)  # the database, its log and the keys are for the owner alone

try:
    settings = Config.from_environment(os.environ)
except Misconfigured as fault:
    sys.exit(str(fault))  # an operator needs the sentence, not the way the program came to it

app = create_app(settings)
"""For the `flask` command; servers load `served`, which checks what it serves."""


def served() -> Flask:
    """The college as a server's worker loads it; what must never be served is refused here."""
    with app.app_context():
        fault = operations.fault_of_serving(settings)
    if fault is not None:
        sys.exit(fault)
    gc.freeze()  # what is loaded at start is never garbage: the collector need not look at it again
    return app
