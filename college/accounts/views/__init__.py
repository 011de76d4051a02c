"""Registration, sign-in, one's own account, and the approval queue."""

from college.accounts.views import registration, sign_in
from college.accounts.views.area import blueprint

__all__ = ["blueprint", "registration", "sign_in"]
