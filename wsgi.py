"""What a web server loads."""

import os

from college.app import create_app

from config import Config

app = create_app(Config.from_environment(os.environ))
