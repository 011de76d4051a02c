"""The stories of people: registering, being approved, signing in, changing, being helped back in."""

from college.accounts.services.people import OwnCase, lock_person, publish_notices
from college.accounts.services.signing_in import (
    SECOND_STEP,
    Known,
    Opened,
    SignInLost,
    WrongCode,
    WrongSignIn,
    check_code,
    check_password,
    end_session,
    enrol_second_factor,
    find_known,
    open_session,
    sign_out,
)

__all__ = [
    "SECOND_STEP",
    "Known",
    "Opened",
    "OwnCase",
    "SignInLost",
    "WrongCode",
    "WrongSignIn",
    "check_code",
    "check_password",
    "end_session",
    "enrol_second_factor",
    "find_known",
    "lock_person",
    "open_session",
    "publish_notices",
    "sign_out",
]
