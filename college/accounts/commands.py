"""`flask people …`"""

from flask.cli import AppGroup

group = AppGroup("people")
