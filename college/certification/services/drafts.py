"""Certificates before they are issued: facts gathered and frozen, papers drawn, outside of every transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from college.catalogue import queries as catalogue
from college.certification import paper, queries, rules
from college.certification.paper import Size
from college.certification.queries import Ground, Held
from college.certification.rules import Facts, Kind, Supervision
from college.courseware.outline import Course
from college.errors import N_, Refused, Words

if TYPE_CHECKING:
    from config import Config

SECRET_BYTES = 32
_SUPERVISIONS = {"online": Supervision.UNSUPERVISED, "sitting": Supervision.SUPERVISED}


class CannotIssue(Refused):
    words = N_("No certificate can be issued yet. The administrator must first mend the settings: %(faults)s")


class NeedsConfirmedName(Refused):
    words = N_("The name to be printed is not confirmed yet. Once it is confirmed, the certificate can be issued.")


class NoLongerPassed(Refused):
    words = N_("The exam was graded anew and is no longer passed, so no certificate is issued for it.")


class ChangedMeanwhile(Refused):
    words = N_("The account was changed meanwhile. Load the page again, then try once more.")


class EndedAlready(Refused):
    words = N_("What this certificate would state ended on %(day)s. It can only be earned anew.")


class NotPrintable(Refused):
    words = N_("These facts cannot be printed as a certificate. Check the name, then try again.")


@dataclass(frozen=True)
class Issuer:
    """Who issues here, and where strangers verify; read from the settings once and frozen into every paper."""

    name: str
    contact: str
    verify_base: str
    demo: bool
    font_path: str = ""
    faults: tuple[str, ...] = ()

    @classmethod
    def of(cls, config: Config) -> Issuer:
        return cls(
            name=config.issuer_name,
            contact=config.issuer_contact,
            verify_base=config.verify_base.rstrip("/"),
            demo=config.demo,
            font_path=config.font_path,
            faults=tuple(config.faults_of_issuing()),
        )

    def enforce(self) -> None:
        """Raises CannotIssue, naming every setting that is missing."""
        if self.faults:
            raise CannotIssue(faults=" ".join(self.faults))
        rules.may_issue(
            issuer_name=self.name, issuer_contact=self.contact, address=self.verify_base, demo=self.demo
        ).enforce()


@dataclass(frozen=True)
class Draft:
    """A certificate drawn but not yet issued; its facts hold the verify address with the secret."""

    award_id: int
    person_id: int
    facts: Facts = field(repr=False)
    secret_sha256: str = field(repr=False)
    papers: tuple[tuple[str, bytes], ...] = field(repr=False)


def draft(award_id: int, *, issuer: Issuer, now: datetime) -> Draft:
    """The certificate of an award, in both sizes; raises Refused where it cannot be issued yet."""
    issuer.enforce()
    ground = queries.get_ground(award_id)
    _check(ground)
    course = catalogue.get_edition(ground.edition_id)
    stated = _person(ground) | _course(course, ground) | _exam(course.course, ground)
    return _drawn(ground.award_id, ground.person_id, stated, issuer=issuer, demo=ground.person_demo, now=now)


def corrected(
    old: Held, *, name_latin: str, name_native: str | None, reads: str, issuer: Issuer, now: datetime
) -> Draft:
    """The same certificate with other names, under a code of its own."""
    issuer.enforce()
    kept = {name: getattr(old.facts, name) for name in Facts.model_fields}
    stated = kept | _names(name_latin, name_native, reads) | {"replaces": old.code}
    return _drawn(old.award_id, old.person_id, stated, issuer=issuer, demo=old.facts.demo, now=now)


def why_waiting(ground: Ground, *, issuer: Issuer) -> Words | None:
    """What keeps an award from having its certificate, found without drawing it; None where nothing does."""
    fonts = paper.find_fonts(issuer.font_path or None)
    try:
        issuer.enforce()
        _check(ground)
        fonts.families(f"{ground.name_latin} {ground.name_native or ''}")
    except Refused as refusal:
        return refusal.said
    return None


def check_again(drawn: Draft) -> None:
    """What was drawn still holds; the caller holds the person. Raises Refused, among them ChangedMeanwhile."""
    ground = queries.get_ground(drawn.award_id)
    _check(ground)
    facts = drawn.facts
    now_true = (rules.clean(ground.name_latin), rules.clean(ground.name_native or "") or None, _score(ground))
    if now_true != (facts.name_latin, facts.name_native, facts.score):
        raise ChangedMeanwhile


def _check(ground: Ground) -> None:
    if ground.name_confirmed_at is None or ground.erased_at is not None:
        raise NeedsConfirmedName
    if ground.kind == Kind.ACHIEVEMENT and not ground.passed:
        raise NoLongerPassed


def _person(ground: Ground) -> dict[str, Any]:
    return {
        "kind": ground.kind,
        "learner_number": ground.number,
        "earned_on": _earned_on(ground),
        # There is no second-person rule to ask for yet: what one person gave by hand says so.
        "second_person": None if ground.by_id is None else False,
    } | _names(ground.name_latin, ground.name_native, ground.person_language)


def _earned_on(ground: Ground) -> date:
    # "Passed on" is the day of the exam, even where the last page was read a week later.
    return (ground.submitted_at or ground.earned_at).date()


def _names(latin: str, native: str | None, reads: str) -> dict[str, Any]:
    native = native if native and rules.clean(native) else None
    return {
        "name_latin": latin,
        "name_native": native,
        "native_language": None if native is None else rules.language_of_name(native, reads=reads),
    }


def _course(published: catalogue.Published, ground: Ground) -> dict[str, Any]:
    course = published.course
    wanted = ground.exam_language or ground.person_language
    language = wanted if paper.speaks(wanted) else "en"
    title = course.say(course.title, language)
    source = course.say(course.title, course.language)
    months = course.certificate.valid_months
    return {
        "language": language,
        "course_id": course.id,
        "course_title": title,
        "course_title_source": None if title == source else source,
        "edition_number": published.number,
        "edition_digest": published.digest,
        "learning_hours": f"{course.hours.normalize():f}",
        "outcomes": tuple(course.say(outcome.title, language) for outcome in course.outcomes),
        "endorsed_by": course.certificate.endorsed_by,
        "valid_until": None if months is None else rules.add_months(_earned_on(ground), months),
    }


def _exam(course: Course, ground: Ground) -> dict[str, Any]:
    score = _score(ground)
    if course.exam is None or score is None:
        return {}
    return {
        "score": score,
        "pass_mark": course.exam.pass_mark * 10,
        "exam_language": ground.exam_language,
        "supervision": _SUPERVISIONS.get(ground.supervision or ""),
    }


def _score(ground: Ground) -> int | None:
    """In thousandths, rounded down: 79.99 % is never printed as 80."""
    if ground.kind != Kind.ACHIEVEMENT or not ground.possible or ground.earned is None:
        return None
    return ground.earned * 1000 // ground.possible


def _drawn(
    award_id: int, person_id: int, stated: dict[str, Any], *, issuer: Issuer, demo: bool, now: datetime
) -> Draft:
    code = rules.new_code(secrets.token_bytes(rules.CODE_BYTES))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    page = f"{issuer.verify_base}/verify/"
    stated |= {
        "code": code,
        "issued_on": now.date(),
        "issuer_name": issuer.name,
        "issuer_contact": issuer.contact,
        "verify_url": f"{page}{code}?s={secret}",
        "verify_page": page,
        "demo": issuer.demo or demo,
    }
    facts = _facts(stated)
    fonts = paper.find_fonts(issuer.font_path or None)
    words = paper.translate_into(facts.language)
    papers = tuple((size.value, paper.draw(facts, size, fonts, words=words)) for size in Size)
    return Draft(award_id, person_id, facts, rules.secret_digest(secret), papers)


def _facts(stated: dict[str, Any]) -> Facts:
    ends: date | None = stated.get("valid_until")
    if ends is not None and ends < stated["issued_on"]:
        raise EndedAlready(day=ends)
    try:
        return Facts(**stated)
    except ValidationError:
        # Without its cause: the values that it quotes hold the secret.
        raise NotPrintable from None
