"""Registration, sign-in, one's own account, and the approval queue."""

from college.accounts.views import account, decisions, people, registration, reset, sign_in
from college.accounts.views.area import blueprint

__all__ = ["account", "blueprint", "decisions", "people", "registration", "reset", "sign_in"]
