"""Who was signed in when something was done to an attempt, as the ledger keeps it."""

from __future__ import annotations

from typing import Any

from college.accounts.queries import SignedIn


def sign_in_of(by: SignedIn | None) -> dict[str, Any]:
    """The sign-in that did it and when it was opened; nothing where no browser was at work."""
    return {} if by is None else {"session": by.session_id, "signed_in_at": by.signed_in_at}
