"""The learner's pages."""

from college.learning.views import course, home, page
from college.learning.views.area import blueprint

__all__ = ["blueprint", "course", "home", "page"]
