"""`flask courses …`"""

from flask.cli import AppGroup

group = AppGroup("courses")
