"""Who may do what: every route and method of the college, in one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from college.accounts.rules import Role
from college.web.doors import Door
from tests.accounts.people import PASSWORD
from tests.sample_course import COURSE
from tests.world import ANONYMOUS, PEOPLE, SIGNED_IN, World

OK, SIGN_IN, FORBIDDEN, NOT_FOUND, REFUSED = "ok", "sign in", "forbidden", "not found", "refused"

Values = Mapping[str, Any]

ANYONE = Door(anyone=True)
SELF = Door()
SELF_LATELY = Door(fresh=True)
LEARNER = Door(roles=frozenset({Role.LEARNER}))
LEARNER_LATELY = Door(roles=frozenset({Role.LEARNER}), fresh=True)
EVERY_ROLE = Door(roles=frozenset(Role))
AUTHORS = Door(roles=frozenset({Role.INSTRUCTOR, Role.REVIEWER, Role.ADMINISTRATOR}))
REGISTRAR = Door(roles=frozenset({Role.REGISTRAR}), fresh=True)
OFFICE = Door(roles=frozenset({Role.REGISTRAR, Role.ADMINISTRATOR}), fresh=True)
ADMINISTRATOR = Door(roles=frozenset({Role.ADMINISTRATOR}))

ROLES: Mapping[str, frozenset[str]] = {
    "anonymous": frozenset(),
    "registered": frozenset(),
    "learner": frozenset({Role.LEARNER}),
    "another": frozenset({Role.LEARNER}),
    "instructor": frozenset({Role.INSTRUCTOR}),
    "registrar": frozenset({Role.REGISTRAR}),
    "auditor": frozenset({Role.AUDITOR}),
    "administrator": frozenset({Role.ADMINISTRATOR}),
}

NOT_ANOTHERS = {"another": NOT_FOUND}
"""What is the learner's does not exist for another learner."""
HOLDER_ALONE = {who: NOT_FOUND for who in SIGNED_IN if who != "learner"}
READERS_ALONE = {"anonymous": SIGN_IN, "registered": FORBIDDEN}
"""A module that is not the open one: strangers may sign in, and those who wait for approval are told why."""


@dataclass(frozen=True)
class Row:
    """A route and a method, its door, and where the answer differs from what the door alone would say."""

    key: str
    """Method, rule and endpoint."""
    door: Door
    at: Values = field(default_factory=dict)
    """What stands for the variable parts of the address: a value, or after @ the name of one of the college's own."""
    form: Values = field(default_factory=dict)
    but: Mapping[str, str] = field(default_factory=dict)
    json: Callable[[Values], Values] | None = None

    @property
    def method(self) -> str:
        return self.key.split()[0]

    @property
    def endpoint(self) -> str:
        return self.key.split()[2]

    def expected(self, who: str) -> str:
        if self.door.anyone:
            by_door = OK
        elif who == ANONYMOUS:
            by_door = SIGN_IN
        else:
            by_door = OK if not self.door.roles or ROLES[who] & self.door.roles else FORBIDDEN
        return self.but.get(who, by_door)


def everyone(answer: str) -> dict[str, str]:
    return dict.fromkeys(PEOPLE, answer)


PAGE = {"course": COURSE, "module": "telling", "page": "start"}
CLOSED_PAGE = {"course": COURSE, "module": "proving", "page": "start"}
CASE = {"course": COURSE, "case": "the-parcel"}
ATTEMPT = {"attempt_id": "@attempt"}
CODE = {"code": "@code"}
WHO = {"person_id": "@another"}
NAMES = {"name_latin": "Amina Okafor", "name_native": ""}
STEPS = {"reason": "Found to be another person."}

POLICY = (
    # The machinery
    Row("GET /healthz web.healthz", ANYONE),
    Row("GET /readyz web.readyz", ANYONE),
    Row("GET /static/<digest>/<path:name> web.static", ANYONE, {"digest": "0", "name": "college.css"}),
    Row("GET /accessibility web.accessibility", ANYONE),
    Row("GET /service-worker.js web.service_worker", ANYONE),
    Row("GET /offline web.offline", ANYONE),
    Row("GET /manifest.webmanifest web.manifest", ANYONE),
    # Courses and reading
    Row("GET / learning.home", ANYONE),
    Row("GET /courses/ catalogue.courses", ANYONE),
    Row("GET /search catalogue.search", ANYONE, {"q": "counterfeit"}),
    Row("GET /courses/<course>/ learning.course", ANYONE, {"course": COURSE}),
    Row("GET /courses/<course>/glossary catalogue.glossary", ANYONE, {"course": COURSE}),
    Row("GET /courses/<course>/media/<short>/<name> catalogue.course_media", ANYONE,
        {"course": COURSE, "short": "@short", "name": "parcel.png"}),
    Row("GET /courses/<course>/<module>/ learning.module", ANYONE, {"course": COURSE, "module": "telling"}),
    Row("GET /courses/<course>/<module>/<page> learning.page", ANYONE, PAGE),
    Row("GET /courses/<course>/<module>/<page> learning.page", ANYONE, CLOSED_PAGE, but=READERS_ALONE),
    Row("GET /courses/<course>/<module>/print learning.printed", ANYONE, {"course": COURSE, "module": "telling"}),
    Row("GET /courses/<course>/<module>/print learning.printed", ANYONE, {"course": COURSE, "module": "proving"},
        but=READERS_ALONE),
    Row("GET /courses/<course>/<module>/<page>/check learning.check", ANYONE, CLOSED_PAGE),
    Row("POST /courses/<course>/<module>/<page>/check learning.check", ANYONE, CLOSED_PAGE,
        {"question": "is-proof", "given": "history"}, READERS_ALONE),
    Row("POST /courses/<course>/<module>/<page> learning.mark_read", LEARNER, CLOSED_PAGE),
    Row("POST /courses/<course>/enrol learning.enrol", LEARNER, {"course": COURSE}),
    Row("GET /courses/<course>/<module>/<page>/problem learning.problem", EVERY_ROLE, CLOSED_PAGE),
    Row("POST /courses/<course>/<module>/<page>/problem learning.problem", EVERY_ROLE, CLOSED_PAGE,
        {"words": "A word is missing."}),
    Row("GET /courses/<course>/problems learning.problems", AUTHORS, {"course": COURSE}),
    # Cases
    Row("GET /courses/<course>/cases/<case> learning.case", LEARNER, CASE),
    Row("POST /courses/<course>/cases/<case> learning.case", LEARNER, CASE, {"number": "1"}),
    Row("GET /courses/<course>/cases/<case>/play learning.scene", LEARNER, CASE),
    Row("POST /courses/<course>/cases/<case>/play learning.scene", LEARNER, CASE,
        {"attempt": "2", "number": "1", "choice": "2"}),
    Row("GET /courses/<course>/cases/<case>/<int:n> learning.case_end", LEARNER, {**CASE, "n": "1"}, but=NOT_ANOTHERS),
    Row("GET /courses/<course>/cases/<case>/map learning.case_map", AUTHORS, CASE),
    Row("GET /courses/<course>/cases/<case>/map.svg learning.case_drawing", AUTHORS, CASE),
    # A course taken along
    Row("GET /courses/<course>/pack learning.pack", EVERY_ROLE, {"course": COURSE}),
    # Nobody of these has said that the device is their own.
    Row("GET /courses/<course>/kept learning.kept_course", EVERY_ROLE, {"course": COURSE},
        but={who: REFUSED for who in SIGNED_IN if who != "registered"}),
    Row("GET /kept/ learning.kept", SELF),
    Row("GET /kept/reader learning.kept_reader", SELF),
    Row("POST /courses/<course>/read learning.marked_offline", LEARNER, {"course": COURSE},
        but={"another": REFUSED}, json=lambda values: {"reader": values["mark"], "pages": ["proving/start"]}),
    # Quizzes and exams
    Row("GET /courses/<course>/quizzes/<quiz> learning.quiz", LEARNER, {"course": COURSE, "quiz": "telling-quiz"}),
    Row("POST /courses/<course>/quizzes/<quiz> learning.quiz", LEARNER, {"course": COURSE, "quiz": "telling-quiz"}),
    Row("GET /courses/<course>/exam learning.exam", LEARNER_LATELY, {"course": COURSE}),
    Row("POST /courses/<course>/exam learning.exam", LEARNER_LATELY, {"course": COURSE},
        {"rules": "yes", "language": "en"}),
    Row("GET /attempts/<id:attempt_id> learning.attempt", LEARNER_LATELY, ATTEMPT, but=NOT_ANOTHERS),
    Row("GET /attempts/<id:attempt_id>/<int:n> learning.question", LEARNER_LATELY, {**ATTEMPT, "n": "@choice"},
        but=NOT_ANOTHERS),
    Row("POST /attempts/<id:attempt_id>/<int:n> learning.question", LEARNER_LATELY, {**ATTEMPT, "n": "@choice"},
        {"given-@choice": "1", "was-@choice": "0", "tab": "t", "seq": "1", "language": "en", "go": "next"},
        NOT_ANOTHERS),
    Row("POST /attempts/<id:attempt_id>/answers learning.answers", LEARNER, ATTEMPT, but=NOT_ANOTHERS,
        json=lambda values: {"question": values["question"], "tab": "t", "seq": 1, "given": ["1"]}),
    Row("GET /attempts/<id:attempt_id>/questions learning.questions", LEARNER_LATELY, ATTEMPT, but=NOT_ANOTHERS),
    Row("GET /attempts/<id:attempt_id>/check learning.check_answers", LEARNER_LATELY, ATTEMPT, but=NOT_ANOTHERS),
    Row("GET /attempts/<id:attempt_id>/submit learning.submit", LEARNER_LATELY, ATTEMPT, but=NOT_ANOTHERS),
    Row("POST /attempts/<id:attempt_id>/submit learning.submit", LEARNER_LATELY, ATTEMPT, but=NOT_ANOTHERS),
    Row("POST /attempts/<id:attempt_id>/finish learning.finish", LEARNER_LATELY, ATTEMPT, but=NOT_ANOTHERS),
    Row("GET /attempts/<id:attempt_id>/record learning.record", LEARNER_LATELY, {"attempt_id": "@passed"},
        but=NOT_ANOTHERS),
    # Certificates: the holder
    Row("GET /certificates/ certification.certificates", SELF_LATELY),
    Row("POST /certificates/issue certification.get_certificate", SELF_LATELY),
    Row("GET /certificates/<code> certification.certificate", SELF_LATELY, CODE, but=HOLDER_ALONE),
    Row("GET /certificates/<code>.pdf certification.pdf", SELF_LATELY, CODE, but={**HOLDER_ALONE, "registrar": OK}),
    Row("GET /certificates/<code>/seal certification.seal", SELF_LATELY, CODE, but=HOLDER_ALONE),
    Row("POST /certificates/<code>/seal certification.seal", SELF_LATELY, CODE, but=HOLDER_ALONE),
    # Certificates: anybody
    Row("GET /verify/ certification.verify", ANYONE),
    Row("POST /verify/ certification.verify", ANYONE, form={"code": "@code", "day": "@day", "month": "@month",
        "year": "@year"}),
    Row("GET /verify/<code> certification.verified", ANYONE, CODE),
    # Certificates: the registrar
    Row("GET /registrar/certificates/ certification.registrar", REGISTRAR),
    Row("GET /registrar/certificates/waiting certification.registrar_waiting", REGISTRAR),
    Row("GET /registrar/certificates/<code> certification.registrar_certificate", REGISTRAR, CODE),
    Row("POST /registrar/awards/<id:award_id>/issue certification.registrar_issue", REGISTRAR, {"award_id": "@award"}),
    Row("GET /registrar/certificates/give certification.registrar_give", REGISTRAR),
    Row("POST /registrar/certificates/give certification.registrar_give", REGISTRAR, form={
        "number": "@number", "course": COURSE, "kind": "participation", "reason": "Taken in the classroom."}),
    Row("GET /registrar/certificates/<code>/withdraw certification.registrar_withdraw", REGISTRAR, CODE),
    Row("POST /registrar/certificates/<code>/withdraw certification.registrar_withdraw", REGISTRAR, CODE, STEPS),
    Row("GET /registrar/certificates/<code>/replace certification.registrar_replace", REGISTRAR, CODE),
    Row("POST /registrar/certificates/<code>/replace certification.registrar_replace", REGISTRAR, CODE,
        {**NAMES, **STEPS}),
    Row("GET /registrar/certificates/<code>/seal certification.registrar_seal", REGISTRAR, CODE),
    Row("POST /registrar/certificates/<code>/seal certification.registrar_seal", REGISTRAR, CODE),
    # Learners' exams: the office
    Row("GET /learners/ learning.learners", OFFICE),
    Row("GET /learners/<id:person_id>/exams learning.adjustments", OFFICE, WHO),
    Row("GET /learners/<id:person_id>/exams/<course> learning.adjust", OFFICE,
        {"person_id": "@learner", "course": COURSE}),
    Row("POST /learners/<id:person_id>/exams/<course> learning.adjust", OFFICE,
        {"person_id": "@learner", "course": COURSE},
        {"kind": "unlock", "amount": "", "until": "", "reason": "The line broke.", "seen": ""}),
    # Coming in
    Row("GET /register accounts.register", ANYONE),
    Row("POST /register accounts.register", ANYONE, form={
        **NAMES, "country": "FR", "organisation": "Customs", "organisation_kind": "customs", "post": "Officer",
        "password": "a heron upon seven wet slates", "language": "en", "zone": "", "privacy": "y", "rules": "y"}),
    Row("GET /registered accounts.registered", ANYONE),
    Row("GET /notices/<kind> accounts.notice", ANYONE, {"kind": "privacy"}),
    Row("GET /sign-in accounts.sign_in", ANYONE),
    Row("POST /sign-in accounts.sign_in", ANYONE,
        form={"identifier": "learner@test.example", "password": PASSWORD}),
    # Nobody has given a password just now, so that everybody is sent back to the first step.
    Row("GET /sign-in/code accounts.second_step", ANYONE, but=everyone(SIGN_IN)),
    Row("POST /sign-in/code accounts.second_step", ANYONE, form={"code": "123456"}, but=everyone(SIGN_IN)),
    Row("POST /sign-out accounts.sign_out", ANYONE),
    Row("GET /reset accounts.reset", ANYONE),
    Row("POST /reset accounts.reset", ANYONE, form={"identifier": "learner@test.example"}),
    Row("GET /reset/code accounts.new_password", ANYONE),
    Row("GET /reset/<code> accounts.new_password", ANYONE, {"code": "@reset"}),
    # Its end is the sign-in page: the new password is used at once.
    Row("POST /reset/code accounts.new_password", ANYONE,
        form={"code": "@reset", "password": "a heron upon seven wet slates"}, but=everyone(SIGN_IN)),
    # One's own account
    Row("GET /account accounts.account", SELF_LATELY),
    Row("POST /account/sessions/<id:session_id>/end accounts.end_session", SELF, {"session_id": "@session"},
        but=HOLDER_ALONE),
    Row("GET /account/names accounts.own_names", SELF_LATELY),
    Row("POST /account/names accounts.own_names", SELF_LATELY, form=NAMES),
    Row("GET /account/details accounts.own_details", SELF_LATELY),
    Row("POST /account/details accounts.own_details", SELF_LATELY,
        form={"rank": "", "service_number": "", "language": "en", "zone": "UTC"}),
    Row("GET /account/email accounts.own_email", SELF_LATELY),
    # Only these two have a password, and who waits for approval is sent back to the account.
    Row("POST /account/email accounts.own_email", SELF_LATELY,
        form={"email": "elsewhere@test.example", "password": PASSWORD},
        but=dict.fromkeys(("instructor", "registrar", "auditor", "administrator"), REFUSED)),
    Row("GET /account/email/<code> accounts.proved_email", SELF_LATELY, {"code": "@email"}),
    Row("POST /account/email/<code> accounts.proved_email", SELF_LATELY, {"code": "@email"},
        but={who: REFUSED for who in SIGNED_IN if who != "learner"}),
    Row("GET /account/password accounts.own_password", SELF_LATELY),
    Row("POST /account/password accounts.own_password", SELF_LATELY,
        form={"present": PASSWORD, "password": "a heron upon seven wet slates"},
        but={who: REFUSED for who in SIGNED_IN if who not in {"learner", "another"}}),
    Row("GET /account/second-factor accounts.own_second_factor", SELF_LATELY),
    Row("POST /account/second-factor accounts.own_second_factor", SELF_LATELY, form={"password": PASSWORD},
        but={who: REFUSED for who in SIGNED_IN if who not in {"learner", "another"}}),
    Row("GET /account/second-factor/new accounts.new_second_factor", SELF_LATELY),
    Row("POST /account/second-factor/new accounts.new_second_factor", SELF_LATELY, form={"code": "123456"}),
    # People
    Row("GET /people/ accounts.people", ADMINISTRATOR),
    Row("GET /people/<id:person_id> accounts.person", ADMINISTRATOR, WHO),
    Row("POST /people/<id:person_id>/approve accounts.approve", ADMINISTRATOR, {"person_id": "@waiting"}),
    Row("POST /people/<id:person_id>/reject accounts.reject", ADMINISTRATOR, {"person_id": "@waiting"}, STEPS),
    Row("POST /people/<id:person_id>/suspend accounts.suspend", ADMINISTRATOR, WHO, STEPS),
    Row("POST /people/<id:person_id>/readmit accounts.readmit", ADMINISTRATOR, {"person_id": "@suspended"}),
    Row("POST /people/<id:person_id>/grant accounts.grant", ADMINISTRATOR, WHO, {"role": "auditor", "course": ""}),
    Row("POST /people/<id:person_id>/grants/<id:grant_id>/take accounts.take", ADMINISTRATOR,
        {**WHO, "grant_id": "@grant"}),
    Row("POST /people/<id:person_id>/end-sessions accounts.end_sessions", ADMINISTRATOR, WHO),
    Row("POST /people/<id:person_id>/take-second-factor accounts.take_second_factor", ADMINISTRATOR,
        {"person_id": "@instructor"}),
    Row("POST /people/<id:person_id>/code accounts.one_time_code", ADMINISTRATOR, WHO),
    Row("POST /people/<id:person_id>/letters/<id:letter_id> accounts.letter_link", ADMINISTRATOR,
        {**WHO, "letter_id": "@letter"}),
    Row("GET /outbox/ outbox.outbox", ADMINISTRATOR),
)  # fmt: skip


def given(college: World, values: Values) -> dict[str, Any]:
    """The values with what the college has for each name after @, in the names of fields too."""
    known = college.values
    return {
        re.sub(r"@(\w+)", lambda found: str(known[found[1]]), name): known[value[1:]]
        if isinstance(value, str) and value.startswith("@")
        else value
        for name, value in values.items()
    }
