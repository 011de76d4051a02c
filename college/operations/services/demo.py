"""A demonstration: people of every role, with histories told through the same stories as in life."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pyotp
from sqlalchemy import func, select

from college.accounts import services as accounts
from college.accounts.models import Person
from college.accounts.rules import Role
from college.accounts.services import Claim
from college.assessment import queries as attempts
from college.assessment.rules import Given
from college.catalogue import queries as catalogue
from college.catalogue import services as publishing
from college.certification import services as certification
from college.certification.services import Issuer
from college.courseware.markup import Renderer
from college.courseware.outline import Question
from college.database import db, transaction
from college.errors import N_, Refused
from college.learning import rules as learning
from college.learning.services import exam, progress
from college.operations import rules
from config import Config

T = TypeVar("T")

Tell = Callable[[str], None]
FILE = "demo.json"
EXAM_TAKES = timedelta(minutes=50)


class CourseRefused(Refused):
    words = N_("The course in %(folder)s has errors. Run: flask courses check %(folder)s")


class SecretsLost(Refused):
    words = N_("The demo people are there, but %(file)s with their passwords is not. Empty the database to start anew.")


@dataclass(frozen=True)
class DemoPerson:
    """Someone to sign in as, and the page that shows what the role is for."""

    role: str
    name: str
    number: str
    email: str
    password: str
    totp_secret: str | None
    start: str
    sign_in_as: str


@dataclass(frozen=True)
class Secrets:
    password: str
    totp: str | None


def set_up(config: Config, *, courses: Path, now: datetime, tell: Tell) -> list[DemoPerson]:
    """Make what is not there yet, and return the demo people; raises Refused."""
    publish(courses, now=now, tell=tell)
    known = _secrets(config.instance / FILE)
    people = []
    for one in rules.CAST:
        person = db.session.scalars(select(Person).where(func.lower(Person.email_now) == one.email)).one_or_none()
        if person is None:
            tell(f"Adding {one.name} …")
            _add(one, known[one.email], now=now - timedelta(days=one.days))
            _live(one, config, now=now)
            person = db.session.scalars(select(Person).where(func.lower(Person.email_now) == one.email)).one()
        people.append(_shown(one, person.number, known[one.email]))
    _keep(config.instance / FILE, people)
    return people


def publish(courses: Path, *, now: datetime, tell: Tell) -> None:
    """Publish every course folder that has changed."""
    with Renderer() as renderer:
        for folder in sorted(found.parent for found in courses.glob("*/course.yaml")):
            prepared = publishing.prepare(folder, renderer)
            if prepared.refused:
                raise CourseRefused(folder=str(folder))
            if prepared.edition is not None:
                with transaction():
                    edition = publishing.publish(prepared.edition, by_id=None, change="material", now=now)
                    tell(f"Published {prepared.edition.course.id}, edition {edition.number}")


def _secrets(path: Path) -> dict[str, Secrets]:
    """What was drawn before, else new; a demonstration's people without their passwords are of no use."""
    if path.exists():
        return {row["email"]: Secrets(row["password"], row["totp_secret"]) for row in json.loads(path.read_text())}
    if accounts.demo_people_exist():
        raise SecretsLost(file=str(path))
    drawn = {
        one.email: Secrets(secrets.token_urlsafe(12), pyotp.random_base32() if one.is_staff else None)
        for one in rules.CAST
    }
    _keep(path, [_shown(one, "", drawn[one.email]) for one in rules.CAST])
    return drawn


def _shown(one: rules.Played, number: str, secret: Secrets) -> DemoPerson:
    # Who waits for approval has shown no mailbox to be their own yet, and signs in by number.
    name = number if one.history is rules.History.WAITING else one.email
    return DemoPerson(one.role, one.name, number, one.email, secret.password, secret.totp, one.start, name)


def _keep(path: Path, people: list[DemoPerson]) -> None:
    text = json.dumps([asdict(person) for person in people], indent=2)
    if path.exists() and path.read_text() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)


def _add(one: rules.Played, secret: Secrets, *, now: datetime) -> None:
    claim = Claim(
        name_latin=one.name,
        name_native=one.native,
        email=one.email,
        country=one.country,
        organisation=one.organisation,
        organisation_kind=one.kind,
        post=one.post,
        language=one.language,
        zone=one.zone,
    )
    if one.is_staff:
        accounts.add(claim, secret.password, roles=(Role(one.role),), totp=secret.totp, demo=True, now=now)
        return
    person = accounts.register(claim, secret.password, demo=True, now=now)
    if one.history is not rules.History.WAITING:
        accounts.approve(person.id, by=_administrator(), now=now + timedelta(hours=2))


def _administrator() -> int:
    first = rules.CAST[0].email
    return db.session.scalars(select(Person.id).where(func.lower(Person.email_now) == first)).one()


def _live(one: rules.Played, config: Config, *, now: datetime) -> None:
    """Tell the person's history, from registration until today."""
    if one.history in {rules.History.NONE, rules.History.WAITING}:
        return
    edition = catalogue.find_course(rules.COURSE)
    if edition is None:
        return
    person_id = db.session.scalars(select(Person.id).where(func.lower(Person.email_now) == one.email)).one()
    pages = learning.pages_of(edition.course)
    share = one.history.share_read
    read_at = now - timedelta(days=one.days - 2)
    for number, address in enumerate(pages[: round(len(pages) * share)]):
        module_id, page_id = address.split("/")
        with transaction():
            enrolment_id = progress.enrol(person_id, edition.course_id, now=read_at)
            progress.mark_read(
                enrolment_id,
                module_id,
                page_id,
                edition_id=edition.edition_id,
                now=read_at + timedelta(minutes=6 * number),
            )
    if one.history is rules.History.SITTING:
        _sit(person_id, edition, right=0.5, answered=0.3, now=now - timedelta(minutes=20))
    elif one.history is rules.History.CERTIFIED:
        _sit(person_id, edition, right=0.6, answered=1, now=now - timedelta(days=5))
        _sit(person_id, edition, right=0.92, answered=1, now=now - timedelta(days=3))
        passed_at = now - timedelta(days=3) + EXAM_TAKES
        certification.issue_due(person_id, issuer=Issuer.of(config), now=passed_at)


def _sit(person_id: int, edition: catalogue.Published, *, right: float, answered: float, now: datetime) -> None:
    """One attempt at the exam, with a share of right answers; it stays open where not all are answered."""
    quiz = edition.course.exam
    if quiz is None:
        return
    person = db.session.get_one(Person, person_id)
    accounts.confirm_name(person_id, person.name_latin, person.name_native or "", now=now)
    wish = exam.Wish(edition.course.language, rules_accepted=True, name_confirmed=True)
    with transaction():
        attempt_id = exam.begin_exam(person_id, edition, quiz, wish, now=now)
    attempt = attempts.get_begun(attempt_id)
    count = len(attempt.questions)
    given = [
        Given(question.id, _answer(question, is_right=n < right * count), "demo", n + 1)
        for n, question in enumerate(attempt.questions[: round(answered * count)])
    ]
    with transaction():
        exam.save_answer(attempt, given, language=edition.course.language, grace=timedelta(0), now=now)
    if answered == 1:
        with transaction():
            exam.submit_exam(attempt, believed=None, now=now + EXAM_TAKES)


def _answer(question: Question, *, is_right: bool) -> dict[str, Any]:
    if question.choices:
        chosen = sorted(choice.id for choice in question.choices if choice.right is is_right)
        return {"choices": chosen[:1] if question.kind == "one" else chosen}
    if question.items:
        return {"places": {item.id: place for place, item in enumerate(_turned(question.items, is_right), start=1)}}
    if question.pairs:
        partners = _turned(question.pairs, is_right)
        return {"pairs": {pair.id: partner.id for pair, partner in zip(question.pairs, partners, strict=True)}}
    accepted = question.accepted[0]
    spelling = next(iter(accepted.spellings.values()), (str(accepted.low),))[0]
    return {"text": spelling if is_right else "0"}


def _turned(ones: tuple[T, ...], is_right: bool) -> tuple[T, ...]:
    """As they are, or each in the place of another."""
    return ones if is_right else (*ones[1:], *ones[:1])


def told(people: list[DemoPerson], url: str) -> str:
    """The address and the people, for a terminal."""
    width = max(len(person.role) for person in people)
    lines = [
        "",
        f"  The college is at {url}",
        "",
        "  Sign in with what stands in the second column, and the password:",
        "",
    ]
    for person in people:
        lines.append(f"  {person.role:<{width}}  {person.sign_in_as:<26} {person.password}  {person.name}")
        if person.totp_secret:
            code = pyotp.TOTP(person.totp_secret)
            lines.append(f"  {'':<{width}}  second factor: {person.totp_secret} ({code.now()} just now)")
    return "\n".join([*lines, "", "  flask demo --json prints this for programs; flask demo prints it again.", ""])
