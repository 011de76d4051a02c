"""People and courses for tests, made by the same doors as in life where those are fast enough."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from college.accounts import queries
from college.accounts.models import Membership, Organisation, Person, RoleGrant, SignInSession
from college.accounts.rules import Role
from college.catalogue import services as catalogue
from college.courseware import reader
from college.courseware.edition import Edition, make_edition
from college.courseware.markup import Renderer
from college.database import db, transaction
from tests.browser_like import Client
from tests.placed_course import placed
from tests.sample_course import as_bytes, sample

_serial = itertools.count(1)


def make_organisation(*, name: str = "Customs of Freedonia", kind: str = "customs", country: str = "FR") -> int:
    with transaction() as session:
        organisation = Organisation(name=name, kind=kind, country=country)
        session.add(organisation)
        session.flush()
        return organisation.id


def make_person(
    *,
    name: str = "Amina Okafor",
    native: str | None = None,
    email: str | None = None,
    roles: tuple[Role, ...] = (Role.LEARNER,),
    state: str = "approved",
    organisation_kind: str | None = "customs",
    language: str = "en",
    now: datetime | None = None,
) -> int:
    """An approved person who serves in an organisation; the id."""
    now = now or datetime.now(UTC)
    n = next(_serial)
    organisation_id = make_organisation(kind=organisation_kind) if organisation_kind else None
    with transaction() as session:
        person = Person(
            number=f"T-{n:06d}",
            name_latin=name,
            name_native=native,
            email_now=email,
            country="FR",
            state=state,
            state_at=now,
            language=language,
            zone="UTC",
            # Without a second factor nobody has more than a learner's rights.
            totp="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" if set(roles) - {Role.LEARNER} else None,
            roles_now=" ".join(sorted(roles)) if state == "approved" else "",
            registered_at=now,
        )
        session.add(person)
        session.flush()
        for role in roles if state == "approved" else ():
            session.add(RoleGrant(person_id=person.id, role=role, from_at=now))
        if organisation_id is not None:
            session.add(
                Membership(
                    person_id=person.id,
                    organisation_id=organisation_id,
                    post="Officer",
                    from_at=now,
                    approved_by_id=person.id if state == "approved" else None,
                )
            )
        return person.id


def sign_in(client: Client, person_id: int, *, own_device: bool = False, now: datetime | None = None) -> Client:
    """Let this client be signed in as the person, without the sign-in page; the page has tests of its own."""
    now = now or datetime.now(UTC)
    token = f"token-{person_id}-{next(_serial)}"
    with client.flask.application.app_context(), transaction() as session:
        session.add(
            SignInSession(
                token_sha256=queries.token_digest(token),
                person_id=person_id,
                created_at=now,
                stepped_up_at=now,
                expires_at=now + timedelta(days=30),
                idle_seconds=30 * 24 * 3600,
                own_device=own_device,
                agent="tests",
            )
        )
    with client.flask.session_transaction() as cookie_values:
        cookie_values["_user_id"] = token
        cookie_values["_fresh"] = True
        cookie_values["seen"] = int(now.timestamp() // 60)
        cookie_values["csrf_token"] = sha256(token.encode()).hexdigest()
    client.token = ""
    return client


def lay_aside() -> None:
    """Forget what this context has read, so that the next read sees the store."""
    db.session.remove()


@cache
def sample_edition(**knobs: Any) -> Edition:
    """The sample course as an edition; rendering takes a moment, so each kind of it is rendered once."""
    return edition_of(sample(**knobs))


@cache
def placed_edition(**knobs: Any) -> Edition:
    """The sample course whose exam asks for an order and for pairs."""
    return edition_of(placed(**knobs))


def edition_of(written: dict[str, str | bytes]) -> Edition:
    files = as_bytes(written)
    reading = reader.read_files(files)
    assert reading.course is not None, [str(mistake) for mistake in reading.mistakes]
    media = {path: body for path, body in files.items() if path.startswith("media/")}
    with Renderer() as renderer:
        return make_edition(reading.course, media, renderer)


def publish_sample(*, now: datetime | None = None, **knobs: Any) -> int:
    """The sample course on offer; the id of its edition."""
    return publish(sample_edition(**knobs), now=now)


def publish(edition: Edition, *, now: datetime | None = None) -> int:
    with transaction():
        return catalogue.publish(edition, by_id=None, change="wording", now=now or datetime.now(UTC)).id
