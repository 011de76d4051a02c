"""What a web server loads."""

import os
import sys

from college.app import create_app
from config import Config, Misconfigured

try:
    settings = Config.from_environment(os.environ)
except Misconfigured as fault:
    sys.exit(str(fault))  # an operator needs the sentence, not the way the program came to it

app = create_app(settings)
