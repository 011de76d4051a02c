"""Issuing, withdrawing, replacing and sealing, on the real databases."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pypdf
import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from college.accounts.models import Person
from college.accounts.rules import Role
from college.accounts.services import profile
from college.assessment.models import Grade
from college.audit import queries as audit
from college.certification import queries, rules, services
from college.certification.models import Award, Certificate, Paper
from college.certification.rules import AlreadySealed, Kind, NeedsAddress, NeedsReason, NotCurrent, NotForYourself
from college.certification.services import CannotIssue, ChangedMeanwhile, Issuer, NeedsConfirmedName
from college.database import db, transaction
from college.errors import NotFound, Refused
from college.outbox import paper as letters
from college.outbox.models import Letter
from config import Config
from tests.certification.stories import (
    ISSUER,
    NOW,
    earn,
    enrol,
    facts_of,
    hold,
    make_learner,
    publish_sample,
    row_of,
    sit,
)
from tests.conftest import Store
from tests.factories import make_person
from tests.sample_course import ARABIC_TITLE

REGISTRAR = (Role.LEARNER, Role.REGISTRAR)


def withdraw(code: str, by_id: int, reason: str = "Issued in error") -> None:
    with transaction():
        services.withdraw(code, reason=reason, by_id=by_id, now=NOW)


def seal(code: str, by_id: int, *, as_registrar: bool = False) -> None:
    with transaction():
        services.seal(code, by_id=by_id, as_registrar=as_registrar, now=NOW)


def replace(code: str, by_id: int, *, name: str = "Amina N. Okafor", reason: str = "Second name missing") -> str:
    return services.replace(
        code, name_latin=name, name_native=None, reason=reason, by_id=by_id, issuer=ISSUER, now=NOW + timedelta(days=9)
    )


def regrade(*, earned: int, passed: bool, number: int) -> None:
    with transaction() as session:
        first = session.scalars(select(Grade).where(Grade.number == 1)).one()
        session.add(
            Grade(
                attempt_id=first.attempt_id,
                number=number,
                grader="1",
                edition_id=first.edition_id,
                key_digest="0" * 64,
                earned=earned,
                possible=10000,
                passed=passed,
                per_question={},
                why="regrade",
                at=NOW,
            )
        )


@dataclass(frozen=True)
class InterruptedOffice(Issuer):
    """An issuing office in which other things happen while a certificate is drawn, one at each drawing."""

    meanwhile: list[Callable[[], None]] = field(default_factory=list)

    def __getattribute__(self, name: str) -> object:
        # Fonts are asked for last: what is to be printed has been read by then.
        if name == "font_path" and self.meanwhile:
            self.meanwhile.pop(0)()
        return super().__getattribute__(name)


def office_where(*meanwhile: Callable[[], None]) -> Issuer:
    stated = {one.name: getattr(ISSUER, one.name) for one in dataclasses.fields(ISSUER)}
    return InterruptedOffice(**stated, meanwhile=list(meanwhile))


def entries(code: str) -> list[dict[str, object]]:
    return [json.loads(row.entry) for row in audit.entries_about(f"certificate:{code}")]


def test_a_certificate_states_what_was_earned(app: Flask) -> None:
    code = hold(make_learner(name="Amina Okafor"))
    facts = facts_of(code)
    assert (facts.name_latin, facts.score, facts.pass_mark, facts.exam_language) == ("Amina Okafor", 900, 800, "en")
    assert (facts.course_id, facts.learning_hours, facts.edition_number) == ("sample-course", "1", 1)
    assert (facts.earned_on, facts.valid_until) == (NOW.date(), date(2029, 3, 2))
    assert facts.second_person is None and facts.demo is False
    assert facts.verify_url.startswith(f"https://verify.test.example/verify/{code}?s=")


def test_a_score_is_rounded_down(app: Flask) -> None:
    person_id = make_learner()
    course_id, edition_id = publish_sample()
    enrolment_id = enrol(person_id, course_id)
    attempt_id, grade_id = sit(enrolment_id, edition_id, earned=89999, possible=100000)
    with transaction():
        award_id = services.award(
            enrolment_id,
            edition_id=edition_id,
            attempt_id=attempt_id,
            grade_id=grade_id,
            kind="achievement",
            earned_at=NOW,
        )
    assert facts_of(services.issue_award(award_id, by_id=None, issuer=ISSUER, now=NOW)).score == 899


def test_issuing_keeps_both_papers_their_digests_in_the_ledger_and_a_letter(app: Flask) -> None:
    person_id = make_learner(email="amina@customs.example")
    code = hold(person_id)
    row = row_of(code)
    papers = {paper.size: paper for paper in db.session.scalars(select(Paper))}
    assert set(papers) == {"a4", "letter"}
    assert all(hashlib.sha256(paper.pdf).hexdigest() == paper.sha256 for paper in papers.values())
    (entry,) = entries(code)
    told = entry["facts"]
    assert isinstance(told, dict)
    assert told["papers"] == {size: paper.sha256 for size, paper in papers.items()}
    assert told["facts"] == row.facts_sha256 == rules.digest(rules.read_facts(row.facts))
    letter = db.session.scalars(select(Letter)).one()
    assert letter.key == f"certificate-issued:{row.id}" and letter.to == "amina@customs.example"


@pytest.mark.parametrize(
    ("language", "title"), [("ar", ARABIC_TITLE), ("en", "Illicit goods"), ("fr", "Illicit goods")]
)
def test_a_letter_names_the_course_in_its_own_language_where_the_edition_has_it(
    app: Flask, language: str, title: str
) -> None:
    holder = make_learner(email="a@customs.example", language=language)
    seal(hold(holder), holder)
    letters_posted = db.session.scalars(select(Letter)).all()
    assert {letter.kind for letter in letters_posted} == {"certificate-issued", "certificate-sealed"}
    assert all(title in letter.values["course"] and letter.language == language for letter in letters_posted)


def test_neither_ledger_nor_letter_holds_the_name_or_the_secret(app: Flask) -> None:
    code = hold(make_learner(name="Amina Okafor", email="a@customs.example"))
    secret = facts_of(code).verify_url.rpartition("?s=")[2]
    written = json.dumps(entries(code)) + json.dumps(db.session.scalars(select(Letter)).one().values)
    assert secret not in written and "Okafor" not in written
    assert secret not in row_of(code).secret_sha256


def test_what_is_due_is_issued_once(app: Flask) -> None:
    person_id = make_learner()
    earn(person_id)
    first = services.issue_due(person_id, issuer=ISSUER, now=NOW)
    again = services.issue_due(person_id, issuer=ISSUER, now=NOW)
    assert len(first.codes) == 1 and first.waiting == ()
    assert again == services.Due()
    assert [held.code for held in queries.certificates_of(person_id)] == list(first.codes)


def test_without_a_confirmed_name_the_award_waits(app: Flask) -> None:
    person_id = make_learner(confirmed=False)
    award_id = earn(person_id)
    due = services.issue_due(person_id, issuer=ISSUER, now=NOW)
    assert due.codes == () and due.waiting == (NeedsConfirmedName().said,)
    assert list(queries.awards_waiting_of(person_id)) == [award_id]


def test_a_production_college_without_an_issuer_says_what_is_missing(app: Flask) -> None:
    config = Config(secret_key="s" * 40, database_url="sqlite://", public_url="http://localhost")
    with pytest.raises(CannotIssue) as caught:
        services.draft(earn(make_learner()), issuer=services.Issuer.of(config), now=NOW)
    faults = str(caught.value.said.values["faults"])
    assert "ISSUER_NAME" in faults and "ISSUER_CONTACT" in faults and "VERIFY_URL" in faults


def test_a_name_of_this_network_alone_is_no_address_to_print(app: Flask) -> None:
    issuer = dataclasses.replace(ISSUER, verify_base="https://college.internal")
    with pytest.raises(NeedsAddress):
        services.draft(earn(make_learner()), issuer=issuer, now=NOW)


def test_a_demonstration_marks_its_certificates(app: Flask) -> None:
    issuer = dataclasses.replace(ISSUER, demo=True, verify_base="http://127.0.0.1:8000")
    code = hold(make_learner(), issuer=issuer)
    assert row_of(code).demo and facts_of(code).demo
    for size in ("a4", "letter"):
        pdf = queries.get_paper(row_of(code).id, size).pdf
        assert "DEMONSTRATION" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_a_demonstration_stays_one_when_it_is_replaced(app: Flask) -> None:
    old = hold(make_learner(), issuer=dataclasses.replace(ISSUER, demo=True))
    new = replace(old, make_person(roles=REGISTRAR))
    assert facts_of(new).demo and row_of(new).demo


def test_a_grade_that_fell_under_the_mark_is_not_certified(app: Flask) -> None:
    person_id = make_learner()
    award_id = earn(person_id)
    regrade(earned=1000, passed=False, number=2)
    with pytest.raises(Refused, match="no longer passed"):
        services.draft(award_id, issuer=ISSUER, now=NOW)


def test_a_certificate_opens_courses_until_its_last_day(app: Flask) -> None:
    ended, holder = make_learner(), make_learner(name="Bilal Haddad")
    code = hold(ended, now=datetime(2020, 1, 1, tzinfo=UTC))
    hold(holder, now=datetime.now(UTC))
    assert row_of(code).state == "current"
    assert queries.courses_certified(ended) == frozenset()
    assert queries.courses_certified(holder) == {"sample-course"}


def test_what_ended_before_it_was_issued_is_refused_in_words(app: Flask) -> None:
    award_id = earn(make_learner())
    with pytest.raises(Refused, match="ended on"):
        services.draft(award_id, issuer=ISSUER, now=NOW + timedelta(days=365 * 4))


def rename(person_id: int, latin: str, native: str = "") -> None:
    """Correct the name, and have it confirmed anew."""
    profile.change_names(person_id, latin, native, now=NOW)
    profile.confirm_name(person_id, latin, native, now=NOW)


def test_a_name_changed_after_the_drawing_is_not_printed(app: Flask) -> None:
    person_id = make_learner(name="Amina Okafor")
    drawn = services.draft(earn(person_id), issuer=ISSUER, now=NOW)
    profile.change_names(person_id, "Amina N. Okafor", "", now=NOW)
    with pytest.raises(NeedsConfirmedName), transaction():
        services.issue(drawn, by_id=None, now=NOW)
    profile.confirm_name(person_id, "Amina N. Okafor", "", now=NOW)
    with pytest.raises(ChangedMeanwhile), transaction():
        services.issue(drawn, by_id=None, now=NOW)
    rename(person_id, "Amina Okafor", "أمينة")
    with pytest.raises(ChangedMeanwhile), transaction():
        services.issue(drawn, by_id=None, now=NOW)
    assert queries.certificates_of(person_id) == []


def test_a_grade_changed_after_the_drawing_is_not_printed(app: Flask) -> None:
    person_id = make_learner()
    drawn = services.draft(earn(person_id), issuer=ISSUER, now=NOW)
    regrade(earned=9500, passed=True, number=2)
    with pytest.raises(ChangedMeanwhile), transaction():
        services.issue(drawn, by_id=None, now=NOW)
    regrade(earned=1000, passed=False, number=3)
    with pytest.raises(Refused, match="no longer passed"), transaction():
        services.issue(drawn, by_id=None, now=NOW)
    assert queries.certificates_of(person_id) == []


def test_a_name_changed_while_the_certificate_is_drawn_is_drawn_anew(app: Flask) -> None:
    person_id = make_learner(name="Amina Okafor")
    award_id = earn(person_id)
    once, twice, thrice = (partial(rename, person_id, name) for name in ("A. Okafor", "B. Okafor", "C. Okafor"))
    with pytest.raises(ChangedMeanwhile):
        services.issue_award(award_id, by_id=None, issuer=office_where(once, twice), now=NOW)
    code = services.issue_award(award_id, by_id=None, issuer=office_where(thrice), now=NOW)
    assert facts_of(code).name_latin == "C. Okafor"


def test_twenty_at_once_issue_one_certificate(app: Flask) -> None:
    award_id = earn(make_learner())
    drafts = [services.draft(award_id, issuer=ISSUER, now=NOW) for _ in range(5)]

    def issue(turn: int) -> str:
        with app.app_context():
            try:
                with transaction():
                    return services.issue(drafts[turn % 5], by_id=None, now=NOW)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(20) as pool:
        codes = set(pool.map(issue, range(20)))
    db.session.remove()
    assert len(codes) == 1
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1
    assert db.session.scalar(select(func.count()).select_from(Paper)) == 2
    assert len(entries(codes.pop())) == 1


@pytest.mark.parametrize(
    "change",
    [
        update(Certificate).values(facts="{}"),
        update(Certificate).values(issued_on=date(2020, 1, 1)),
        update(Certificate).values(secret_sha256="0" * 64),
        delete(Certificate),
        update(Paper).values(pdf=b"other"),
        delete(Paper),
        update(Award).values(kind="participation"),
    ],
    ids=str,
)
def test_the_database_itself_refuses_to_change_what_was_issued(app: Flask, change: object) -> None:
    hold(make_learner())
    with pytest.raises(DBAPIError, match=r"fixed|append-only"), transaction() as session:
        session.execute(change)  # type: ignore[call-overload]


def test_a_withdrawn_certificate_never_becomes_current_again(app: Flask) -> None:
    person_id = make_learner()
    code = hold(person_id)
    withdraw(code, make_person(roles=REGISTRAR))
    with pytest.raises(DBAPIError, match="fixed"), transaction() as session:
        session.execute(text("UPDATE certificate SET state = 'current'"))
    assert services.issue_due(person_id, issuer=ISSUER, now=NOW) == services.Due()
    assert row_of(code).state == "withdrawn"


def test_withdrawing_is_recorded_without_the_words_of_its_reason(app: Flask) -> None:
    registrar = make_person(roles=REGISTRAR)
    code = hold(make_learner(email="a@customs.example"))
    withdraw(code, registrar, reason="Sat by another person")
    row = row_of(code)
    assert (row.state, row.reason) == ("withdrawn", "Sat by another person")
    _, withdrawn = entries(code)
    assert (withdrawn["action"], withdrawn["actor"]) == ("certificate.withdrawn", f"person:{registrar}")
    assert "another person" not in json.dumps(withdrawn)
    assert {letter.kind for letter in db.session.scalars(select(Letter))} == {
        "certificate-issued",
        "certificate-withdrawn",
    }


def test_a_certificate_is_withdrawn_once(app: Flask) -> None:
    registrar = make_person(roles=REGISTRAR)
    code = hold(make_learner())
    withdraw(code, registrar)
    with pytest.raises(NotCurrent):
        withdraw(code, registrar)
    with pytest.raises(NotCurrent):
        replace(code, registrar)


def test_withdrawing_needs_a_reason_and_another_person(app: Flask) -> None:
    holder = make_learner(roles=REGISTRAR)
    code = hold(holder)
    with pytest.raises(NeedsReason):
        withdraw(code, make_person(roles=REGISTRAR), reason="  ")
    with pytest.raises(NotForYourself):
        withdraw(code, holder)
    with pytest.raises(NotForYourself):
        replace(code, holder)
    assert row_of(code).state == "current"


def test_a_replacement_corrects_the_name_and_names_what_it_replaces(app: Flask) -> None:
    old = hold(make_learner(name="Amina Okafor"))
    new = replace(old, make_person(roles=REGISTRAR), name="Amina N. Okafor")
    before, after = facts_of(old), facts_of(new)
    assert after.name_latin == "Amina N. Okafor" and after.replaces == old and before.replaces is None
    changed = {"code", "name_latin", "replaces", "issued_on", "verify_url"}
    assert {name for name in type(after).model_fields if getattr(after, name) != getattr(before, name)} == changed
    assert (row_of(old).state, row_of(new).state) == ("replaced", "current")
    assert row_of(new).replaces_id == row_of(old).id
    assert [entry["action"] for entry in entries(old)] == ["certificate.issued", "certificate.replaced"]
    pdf = queries.get_paper(row_of(new).id, "a4").pdf
    assert old in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_a_sealed_certificate_is_replaced_by_a_sealed_one(app: Flask) -> None:
    holder = make_learner()
    old = hold(holder)
    seal(old, holder)
    assert row_of(replace(old, make_person(roles=REGISTRAR))).sealed_at is not None


@pytest.mark.parametrize("asked", ["the first", "the corrected", "the last"])
def test_a_seal_covers_every_certificate_of_the_award_and_each_is_recorded(app: Flask, asked: str) -> None:
    holder, registrar = make_learner(email="amina@customs.example"), make_person(roles=REGISTRAR)
    first = hold(holder)
    corrected = replace(first, registrar)
    last = replace(corrected, registrar, name="A. Okafor")
    chain = {"the first": first, "the corrected": corrected, "the last": last}
    seal(chain[asked], holder)
    assert {row_of(code).sealed_at for code in chain.values()} == {NOW}
    for name, code in chain.items():
        entry = entries(code)[-1]
        assert entry["action"] == "certificate.sealed" and entry["actor"] == f"person:{holder}"
        assert entry["facts"] == ({} if name == asked else {"along_with": chain[asked]})
    kinds = db.session.scalars(select(Letter.key).where(Letter.kind == "certificate-sealed")).all()
    assert kinds == [f"certificate-sealed:{row_of(chain[asked]).id}"]


def test_a_seal_leaves_the_certificates_of_other_awards_open(app: Flask) -> None:
    holder, registrar = make_learner(), make_person(roles=REGISTRAR)
    code, foreign = hold(holder), hold(make_learner())
    with transaction():
        given = services.give(
            holder, course="sample-course", kind=Kind.PARTICIPATION, reason="Workshop", by_id=registrar, now=NOW
        )
    other = services.issue_award(given, by_id=registrar, issuer=ISSUER, now=NOW)
    seal(code, holder)
    assert row_of(code).sealed_at == NOW and row_of(other).sealed_at is None and row_of(foreign).sealed_at is None


def test_replacing_a_certificate_of_a_sealed_person_seals_the_old_one_too(app: Flask) -> None:
    holder = make_learner()
    old = hold(holder)
    with transaction() as session:
        session.get_one(Person, holder).sealed_at = NOW
    new = replace(old, make_person(roles=REGISTRAR))
    assert row_of(old).sealed_at is not None and row_of(new).sealed_at is not None


def test_certificates_of_a_sealed_person_are_issued_sealed(app: Flask) -> None:
    holder = make_learner()
    with transaction() as session:
        session.get_one(Person, holder).sealed_at = NOW
    assert row_of(hold(holder)).sealed_at is not None


def test_a_holder_seals_once_and_a_stranger_never(app: Flask) -> None:
    holder = make_learner()
    code = hold(holder)
    with pytest.raises(NotFound):
        seal(code, make_learner())
    assert row_of(code).sealed_at is None
    seal(code, holder)
    assert row_of(code).sealed_at == NOW
    with pytest.raises(AlreadySealed):
        seal(code, make_person(roles=REGISTRAR), as_registrar=True)


def test_participation_is_given_by_hand_and_says_that_nobody_confirmed_it(app: Flask) -> None:
    registrar, person_id = make_person(roles=REGISTRAR), make_learner()
    course_id, _ = publish_sample()
    enrol(person_id, course_id)
    with transaction():
        award_id = services.give(
            person_id, course="sample-course", kind=Kind.PARTICIPATION, reason="Workshop", by_id=registrar, now=NOW
        )
    facts = facts_of(services.issue_award(award_id, by_id=registrar, issuer=ISSUER, now=NOW))
    assert facts.kind is Kind.PARTICIPATION and facts.second_person is False and facts.score is None
    with pytest.raises(services.IssuedBefore), transaction():
        services.give(
            person_id, course="sample-course", kind=Kind.PARTICIPATION, reason="Again", by_id=registrar, now=NOW
        )


def test_achievement_by_hand_rests_on_a_passed_exam(app: Flask) -> None:
    registrar, person_id = make_person(roles=REGISTRAR), make_learner()
    course_id, edition_id = publish_sample()
    enrolment_id = enrol(person_id, course_id)

    def give() -> int:
        with transaction():
            return services.give(
                person_id, course="sample-course", kind=Kind.ACHIEVEMENT, reason="Ill", by_id=registrar, now=NOW
            )

    sit(enrolment_id, edition_id, earned=1000, passed=False)
    with pytest.raises(services.NoPassedExam):
        give()
    sit(enrolment_id, edition_id, number=2)
    assert facts_of(services.issue_award(give(), by_id=registrar, issuer=ISSUER, now=NOW)).score == 900


def test_nobody_gives_to_themselves_without_reason_or_without_the_course(app: Flask) -> None:
    registrar, person_id = make_learner(roles=REGISTRAR), make_learner()
    course_id, _ = publish_sample()
    enrol(registrar, course_id)

    def give(to: int, reason: str = "Workshop", course: str = "sample-course") -> None:
        with transaction():
            services.give(to, course=course, kind=Kind.PARTICIPATION, reason=reason, by_id=registrar, now=NOW)

    with pytest.raises(NotForYourself):
        give(registrar)
    with pytest.raises(services.NotEnrolled):
        give(person_id)
    with pytest.raises(services.NotEnrolled):
        give(person_id, course="no-such-course")
    enrol(person_id, course_id)
    with pytest.raises(NeedsReason):
        give(person_id, reason=" \n")
    assert db.session.scalar(select(func.count()).select_from(Award)) == 0


def test_a_native_name_is_printed_with_the_language_of_its_script(app: Flask) -> None:
    facts = facts_of(hold(make_learner(name="Amina Haddad", native="أمينة حداد")))
    assert (facts.name_native, facts.native_language) == ("أمينة حداد", "ar")


@pytest.mark.parametrize(
    ("name", "reads", "language"),
    [("أمينة", "en", "ar"), ("امینه", "fa", "fa"), ("王小明", "en", "zh"), ("Олена", "ar", "und"), ("—", "en", "und")],
)
def test_a_native_name_has_the_language_of_its_script(name: str, reads: str, language: str) -> None:
    assert rules.language_of_name(name, reads=reads) == language


@pytest.mark.parametrize("kind", ["certificate-issued", "certificate-withdrawn", "certificate-sealed"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_letters_about_a_certificate_are_worded(sqlite_store: Store, kind: str, language: str) -> None:
    values = {"code": "K7QM-2D9X-4TRW-8BHN-F", "course": "Goods & <marks>"}
    with sqlite_store.app.test_request_context("/"):
        letter = letters.word(kind, language, values)
    assert letter.subject and letter.subject != kind
    assert "Goods & <marks>" in letter.body
    assert letter.body.rstrip().endswith("http://localhost/certificates/K7QM-2D9X-4TRW-8BHN-F")
