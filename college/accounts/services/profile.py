"""What people change about themselves: names, details, address, password; dated where it matters later."""

from __future__ import annotations

from datetime import datetime

from college.accounts import queries
from college.accounts.models import Person
from college.accounts.rules import Role, is_privileged, names
from college.accounts.rules import delays as limits
from college.accounts.services import delays, passwords
from college.accounts.services.people import lock_person, note_facts, spend_tokens
from college.accounts.services.signing_in import end_other_sessions
from college.audit import services as audit
from college.database import db, transaction
from college.errors import N_, Refused


class WrongPassword(Refused):
    status = 422
    words = N_("This is not your present password.")


class ChangedMeanwhile(Refused):
    words = N_("The account was changed meanwhile. Load the page again, then try once more.")


def change_names(person_id: int, name_latin: str, name_native: str, *, now: datetime) -> None:
    """Correct what a person is called; the name is confirmed anew before it is printed. Raises NotFound."""
    with transaction():
        person = lock_person(person_id)
        if _rename(person, name_latin, name_native, now=now):
            person.name_confirmed_at = None
            db.session.flush()


def confirm_name(person_id: int, name_latin: str, name_native: str, *, now: datetime) -> None:
    """Have a person say of the names that they were shown: this is how certificates shall print my name.

    Raises NotFound, and ChangedMeanwhile where these are not the names any more.
    """
    with transaction():
        person = lock_person(person_id)
        if (names.tidy(name_latin), names.tidy(name_native) or None) != (person.name_latin, person.name_native):
            raise ChangedMeanwhile()
        person.name_confirmed_at = now
        db.session.flush()
        subject = f"person:{person_id}"
        name = audit.commitment(subject, "name", person.name_latin)
        audit.record(subject, "name.confirmed", subject, at=now, name=name)


def _rename(person: Person, name_latin: str, name_native: str, *, now: datetime) -> bool:
    """Change and date the names where they differ; whether they did."""
    latin, native = names.tidy(name_latin), names.tidy(name_native) or None
    changed: dict[str, str | None] = {}
    if latin != person.name_latin:
        changed["name"] = latin
    if native != person.name_native:
        changed["native_name"] = native
    if not changed:
        return False
    person.name_latin, person.name_native = latin, native
    facts = note_facts(person, **changed, now=now)
    subject = f"person:{person.id}"
    audit.record(subject, "name.changed", subject, at=now, without_native=native is None, **facts)
    return True


def change_details(person_id: int, *, rank: str, service_number: str, language: str, zone: str, now: datetime) -> None:
    """Change what needs no date; raises NotFound."""
    with transaction():
        person = lock_person(person_id)
        person.rank = names.tidy(rank) or None
        person.service_number = names.tidy(service_number) or None
        person.language = language
        person.zone = zone
        db.session.flush()
        audit.record(f"person:{person_id}", "details.changed", f"person:{person_id}", at=now)


def check_own_password(person_id: int, password: str, *, now: datetime) -> str:
    """The stored hash that the password belongs to; raises NotFound, WrongPassword, TooManyTries, Crowded."""
    counted = limits.own_password_limits(person_id)
    delays.count_try(counted, now=now)
    stored = queries.get_person(person_id).password
    if not passwords.is_right(stored, password) or stored is None:
        raise WrongPassword()
    with transaction():
        delays.forgive_try(counted, now=now)
    return stored


def change_password(person_id: int, present: str, new: str, *, session_id: int, now: datetime) -> None:
    """Set a new password and end every other session.

    Raises NotFound, WrongPassword, TooManyTries, Crowded, ChangedMeanwhile.
    """
    known = check_own_password(person_id, present, now=now)
    stored = passwords.hashed(new, privileged=_is_privileged(queries.get_person(person_id)))
    with transaction():
        person = lock_person(person_id)
        if person.password != known:
            raise ChangedMeanwhile()
        keep_password(person, stored, by=f"person:{person_id}", keep_session=session_id, now=now)


def set_password(person_id: int, new: str, *, now: datetime) -> None:
    """Set a password without knowing the old one, for commands; ends every session. Raises NotFound, Crowded."""
    stored = passwords.hashed(new, privileged=_is_privileged(queries.get_person(person_id)))
    with transaction():
        keep_password(lock_person(person_id), stored, by="system", keep_session=None, now=now)


def keep_password(person: Person, stored: str, *, by: str, keep_session: int | None, now: datetime) -> None:
    """Keep a new hash; end the sessions that the old password had opened, and the codes that would replace the new.

    Inside a transaction.
    """
    person.password = stored
    db.session.flush()
    end_other_sessions(person.id, keep_session, now=now)
    spend_tokens(person.id, "reset", now=now)
    audit.record(by, "password.changed", f"person:{person.id}", at=now)


def _is_privileged(person: Person) -> bool:
    return is_privileged(frozenset(Role(name) for name in person.roles_now.split()))
