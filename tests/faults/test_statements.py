"""Each statement of each story fails in turn: what is kept is as before, and the story can be told again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from college.accounts import services as accounts
from college.accounts.rules import Role
from college.assessment import queries as attempts
from college.assessment.rules import Given
from college.catalogue import queries as catalogue
from college.catalogue import services as publishing
from college.certification import services as certification
from college.certification.rules import Kind
from college.database import db, transaction
from college.learning.services import case, exam, progress
from tests.certification.stories import ISSUER
from tests.conftest import Store
from tests.factories import sample_edition
from tests.sample_course import COURSE
from tests.world import World, answer_all, kept, read_all, world

NOW = datetime.now(UTC) + timedelta(hours=1)
MOST_STATEMENTS = 200
WORDS = "a heron upon seven wet slates"
REASON = "Found to be another person."

Values = dict[str, Any]
Tell = Callable[[Values], object]


class LineDropped(OSError):
    """The database is gone at the very moment of the commit."""


@dataclass
class Fault:
    """Lets the n-th statement of the writing engine fail in the database itself; the commit counts as the last."""

    at: int
    seen: int = 0
    met: bool = False
    statements: list[str] = field(default_factory=list)

    def statement(
        self, _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, executemany: bool
    ) -> tuple[str, Any]:
        self.statements.append(statement)
        if not self._is_now():
            return statement, parameters
        # Words that no database knows, so that the failing is the database's own, with all that follows from it.
        return "THIS FAILS", [()] if executemany else ()

    def commit(self, _connection: Any) -> None:
        self.statements.append("COMMIT")
        if self._is_now():
            raise LineDropped

    def _is_now(self) -> bool:
        self.seen += 1
        self.met = self.met or self.seen == self.at
        return self.seen == self.at


@contextmanager
def failing(engine: Engine, at: int) -> Iterator[Fault]:
    fault = Fault(at)
    event.listen(engine, "before_cursor_execute", fault.statement, retval=True)
    event.listen(engine, "commit", fault.commit)
    try:
        yield fault
    finally:
        event.remove(engine, "before_cursor_execute", fault.statement)
        event.remove(engine, "commit", fault.commit)


def fail_at_each(tell: Callable[[], object]) -> list[str]:
    """Let each statement fail until none is left and the story is told; its statements."""
    before = kept()
    for k in range(1, MOST_STATEMENTS):
        with failing(db.engines[None], k) as fault:
            try:
                tell()
            except (DBAPIError, LineDropped):
                assert fault.met, "a statement failed by itself"
            else:
                assert not fault.met, f"statement {k} failed and nobody was told: {fault.statements[-1]}"
        after = kept()
        if not fault.met:
            assert after != before, "the story changes something"
            return fault.statements
        changed = [name for name in before if before[name] != after[name]]
        assert not changed, f"statement {k} failed and {changed} changed: {fault.statements[-1]}"
    raise AssertionError("a story without an end")


def nothing(_values: Values) -> None:
    """What is needed is there."""


def published(slug: str = COURSE) -> catalogue.Published:
    found = catalogue.find_course(slug)
    assert found is not None
    return found


def ready_to_submit(values: Values) -> None:
    read_all(values["learner"], published(), NOW)
    answer_all(values["attempt"], NOW)


def drawn(values: Values) -> None:
    values["draft"] = certification.draft(values["award"], issuer=ISSUER, now=NOW)


def rendered(values: Values) -> None:
    values["edition"] = sample_edition(title="Illicit goods, told anew")


def in_transaction(tell: Tell) -> Tell:
    def told(values: Values) -> object:
        with transaction():
            return tell(values)

    return told


def registering(_values: Values) -> object:
    claim = accounts.Claim(
        name_latin="Layla Haddad",
        name_native="ليلى حداد",
        email="layla@test.example",
        country="JO",
        organisation="Jordan Customs",
        organisation_kind="customs",
        post="Inspector",
    )
    return accounts.register(claim, WORDS, now=NOW)


def marking(values: Values) -> object:
    enrolment_id = progress.enrol(values["another"], published().course_id, now=NOW)
    return progress.mark_read(enrolment_id, "telling", "start", edition_id=published().edition_id, now=NOW)


def beginning(values: Values) -> object:
    edition, wish = published(), exam.Wish("en", rules_accepted=True, name_confirmed=True)
    assert edition.course.exam is not None
    return exam.begin_exam(values["another"], edition, edition.course.exam, wish, now=NOW)


def beginning_a_case(values: Values) -> object:
    edition = published()
    return case.begin_case(values["another"], edition, edition.course.cases[0], number=1, language="en", now=NOW)


def deciding(values: Values) -> object:
    return case.decide(played(values), 1, 2, language="en", now=NOW)


def ending(values: Values) -> object:
    return case.decide(played(values), 2, 1, language="en", now=NOW)


def before_the_end(values: Values) -> None:
    with transaction():
        deciding(values)


def played(values: Values) -> attempts.Begun:
    """The learner's open attempt at the case."""
    enrolment_id = attempts.get_begun(values["attempt"]).enrolment_id
    found = attempts.find_latest(enrolment_id, "case:the-parcel")
    assert found is not None and found.state == "open"
    return found


def saving(values: Values) -> object:
    begun = attempts.get_begun(values["attempt"])
    given = [Given(one.id, {"choices": []}, f"tab.{n}", 1) for n, one in enumerate(begun.questions[:3], start=1)]
    return exam.save_answer(begun, given, language="en", grace=timedelta(0), now=NOW)


def submitting(values: Values) -> object:
    return exam.submit_exam(attempts.get_begun(values["attempt"]), believed=None, now=NOW)


def giving(values: Values) -> object:
    return certification.give(
        values["learner"],
        course=COURSE,
        kind=Kind.PARTICIPATION,
        reason="Taken in the classroom.",
        by_id=values["registrar"],
        now=NOW,
    )


def replacing(values: Values) -> object:
    return certification.replace(
        values["code"],
        name_latin="Amina Bello",
        name_native=None,
        reason="Misspelt.",
        by_id=values["registrar"],
        issuer=ISSUER,
        now=NOW,
    )


STORIES: dict[str, tuple[Callable[[Values], None], Tell]] = {
    "register": (nothing, registering),
    "approve": (nothing, lambda v: accounts.approve(v["waiting"], by=v["administrator"], now=NOW)),
    "reject": (nothing, lambda v: accounts.reject(v["waiting"], REASON, by=v["administrator"], now=NOW)),
    "suspend": (nothing, lambda v: accounts.suspend(v["another"], REASON, by=v["administrator"], now=NOW)),
    "grant": (nothing, lambda v: accounts.grant(v["another"], Role.AUDITOR, by=v["administrator"], now=NOW)),
    "correct one's names": (nothing, lambda v: accounts.change_names(v["learner"], "Amina Bello", "أمينة", now=NOW)),
    "make a code": (nothing, lambda v: accounts.make_reset(v["another"], by=v["administrator"], now=NOW)),
    "enrol": (nothing, in_transaction(lambda v: progress.enrol(v["another"], published().course_id, now=NOW))),
    "mark a page as read": (nothing, in_transaction(marking)),
    "begin an exam": (nothing, in_transaction(beginning)),
    "begin a case": (nothing, in_transaction(beginning_a_case)),
    "decide in a case": (nothing, in_transaction(deciding)),
    "end a case": (before_the_end, in_transaction(ending)),
    "save answers": (nothing, in_transaction(saving)),
    "submit an exam": (ready_to_submit, in_transaction(submitting)),
    "give by hand": (nothing, in_transaction(giving)),
    "issue": (drawn, in_transaction(lambda v: certification.issue(v["draft"], by_id=v["registrar"], now=NOW))),
    "withdraw": (
        nothing,
        in_transaction(lambda v: certification.withdraw(v["code"], reason=REASON, by_id=v["registrar"], now=NOW)),
    ),
    "replace": (nothing, replacing),
    "seal": (
        nothing,
        in_transaction(lambda v: certification.seal(v["code"], by_id=v["registrar"], as_registrar=True, now=NOW)),
    ),
    "publish": (
        rendered,
        in_transaction(lambda v: publishing.publish(v["edition"], by_id=None, change="wording", now=NOW)),
    ),
}
"""What has to be there before, and the story itself, in one transaction."""


WITHOUT_ENTRY = {"save answers", "mark a page as read", "decide in a case", "end a case"}
"""What is no entry of the ledger by itself."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def college(request: pytest.FixtureRequest) -> Iterator[World]:
    name = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    store: Store = request.getfixturevalue(name)
    with world(store) as made:
        yield made


@pytest.fixture
def values(college: World) -> Iterator[Values]:
    """A college laid anew, and what is in it; the test runs inside its application context."""
    college.lay()
    with college.store.app.app_context():
        yield dict(college.values)
        db.session.remove()


@pytest.mark.parametrize("story", STORIES)
def test_a_statement_that_fails_leaves_everything_as_before(story: str, values: Values) -> None:
    prepare, tell = STORIES[story]
    prepare(values)
    statements = fail_at_each(lambda: tell(values))
    assert statements[-1] == "COMMIT" and statements.count("COMMIT") == 1
    assert len(statements) > 2
    if story not in WITHOUT_ENTRY:
        assert any("ledger_head" in statement for statement in statements), "the ledger tells of it"


def test_a_story_in_two_transactions_is_found_out(values: Values) -> None:
    def tell() -> None:
        for name in ("one", "other"):
            with transaction() as session:
                session.execute(text("UPDATE person SET rank = :name WHERE id = :id"), {"name": name, "id": 1})

    with pytest.raises(AssertionError, match=r"statement \d failed and \['person'\] changed"):
        fail_at_each(tell)


def test_a_failure_that_is_hushed_up_is_found_out(values: Values) -> None:
    def tell() -> None:
        try:
            with transaction() as session:
                session.execute(text("UPDATE person SET rank = 'x'"))
        except DBAPIError:
            return

    with pytest.raises(AssertionError, match="nobody was told"):
        fail_at_each(tell)
