"""Issuing: a drawn certificate becomes one, once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, text

from college.accounts.models import Person
from college.audit import services as audit
from college.catalogue import queries as catalogue
from college.certification import queries, rules
from college.certification.models import Certificate, Paper
from college.certification.rules import Facts, State
from college.certification.services.drafts import ChangedMeanwhile, Draft, Issuer, check_again, draft
from college.database import db, insert, transaction
from college.errors import NotFound, Refused, Words
from college.outbox import services as outbox


@dataclass(frozen=True)
class Due:
    """What became of a person's awards: codes of what was issued, and why the others still wait."""

    codes: tuple[str, ...] = ()
    waiting: tuple[Words, ...] = ()


def lock_holder(person_id: int) -> Person:
    """The person, held until the transaction ends: the first statement of every certificate's story."""
    query = select(Person).where(Person.id == person_id).with_for_update(key_share=True)
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound(f"person {person_id}")
    return found


def issue(drawn: Draft, *, by_id: int | None, now: datetime) -> str:
    """The code of the award's certificate: this one, or the one that was issued while it was drawn.

    Raises Refused where the name or the grade no longer holds, ChangedMeanwhile where it is to be drawn anew.
    """
    holder = lock_holder(drawn.person_id)
    if code := find_issued(drawn.award_id):
        return code
    check_again(drawn)
    return insert_certificate(drawn, holder, by_id=by_id, replaces=None, now=now)


def find_issued(award_id: int) -> str | None:
    """The newest certificate of the award in any state: what was withdrawn is not issued again by itself."""
    query = select(Certificate.code).where(Certificate.award_id == award_id).order_by(Certificate.id.desc()).limit(1)
    return db.session.scalars(query).one_or_none()


def insert_certificate(
    drawn: Draft, holder: Person, *, by_id: int | None, replaces: Certificate | None, now: datetime
) -> str:
    """Write the certificate, its papers, its entry in the ledger and its letter; the caller holds the person."""
    facts = drawn.facts
    sealed = holder.sealed_at is not None or (replaces is not None and replaces.sealed_at is not None)
    certificate_id = _insert_row(drawn, by_id=by_id, replaces=replaces, sealed_at=now if sealed else None, now=now)
    if certificate_id is None:
        return find_issued(drawn.award_id) or facts.code
    papers = {size: hashlib.sha256(pdf).hexdigest() for size, pdf in drawn.papers}
    rows = [
        {"certificate_id": certificate_id, "size": size, "sha256": papers[size], "pdf": pdf}
        for size, pdf in drawn.papers
    ]
    db.session.execute(plain_insert(Paper), rows)
    audit.record(
        actor(by_id),
        "certificate.issued",
        f"certificate:{facts.code}",
        at=now,
        award=drawn.award_id,
        person=holder.id,
        kind=facts.kind.value,
        facts=rules.digest(facts),
        papers=papers,
        replaces=None if replaces is None else replaces.code,
        sealed=sealed,
        demo=facts.demo,
    )
    tell("certificate-issued", certificate_id, holder, facts=facts, now=now)
    return facts.code


def _insert_row(
    drawn: Draft, *, by_id: int | None, replaces: Certificate | None, sealed_at: datetime | None, now: datetime
) -> int | None:
    """The id of the new row; None where the award has a current certificate already."""
    facts = drawn.facts
    made: int | None = db.session.execute(
        insert(Certificate)
        .values(
            code=facts.code,
            award_id=drawn.award_id,
            person_id=drawn.person_id,
            kind=facts.kind.value,
            facts=rules.canonical(facts),
            facts_sha256=rules.digest(facts),
            issued_at=now,
            issued_on=facts.issued_on,
            valid_until=facts.valid_until,
            by_id=by_id,
            secret_sha256=drawn.secret_sha256,
            state=State.CURRENT.value,
            state_at=now,
            sealed_at=sealed_at,
            demo=facts.demo,
            replaces_id=None if replaces is None else replaces.id,
        )
        .on_conflict_do_nothing(index_elements=["award_id"], index_where=text("state = 'current'"))
        .returning(Certificate.id)
    ).scalar_one_or_none()
    return made


def tell(kind: str, certificate_id: int, holder: Person, *, facts: Facts, now: datetime) -> None:
    """Write to the holder, once for each certificate and kind of news; whoever has no mailbox sees it on signing in."""
    if holder.email_now:
        outbox.post(
            kind,
            key=f"{kind}:{certificate_id}",
            to=holder.email_now,
            language=holder.language,
            values={"code": facts.code, "course": _title_in(holder.language, facts)},
            person_id=holder.id,
            now=now,
        )


def _title_in(language: str, facts: Facts) -> str:
    """The course's title in the letter's language where its edition has it, else as printed."""
    published = catalogue.find_numbered(facts.course_id, facts.edition_number)
    if published is None:
        return facts.course_title.words
    said = published.course.say(published.course.title, language)
    return said.words if said.language == language else facts.course_title.words


def actor(by_id: int | None) -> str:
    return "system" if by_id is None else f"person:{by_id}"


def issue_due(person_id: int, *, issuer: Issuer, now: datetime) -> Due:
    """Issue every award of this person that has no certificate yet; opens a transaction of its own for each.

    Run as often as you like. What cannot be issued yet is told, not raised.
    """
    codes: list[str] = []
    waiting: list[Words] = []
    for award_id in queries.awards_waiting_of(person_id):
        try:
            codes.append(issue_award(award_id, by_id=None, issuer=issuer, now=now))
        except Refused as refusal:
            if refusal.said not in waiting:
                waiting.append(refusal.said)
    return Due(tuple(codes), tuple(waiting))


def issue_award(award_id: int, *, by_id: int | None, issuer: Issuer, now: datetime) -> str:
    """Draw, then issue in a transaction of its own; the code. Raises Refused where it cannot be issued yet.

    What changed while it was drawn is drawn once more.
    """
    try:
        return _draw_and_issue(award_id, by_id=by_id, issuer=issuer, now=now)
    except ChangedMeanwhile:
        return _draw_and_issue(award_id, by_id=by_id, issuer=issuer, now=now)


def _draw_and_issue(award_id: int, *, by_id: int | None, issuer: Issuer, now: datetime) -> str:
    drawn = draft(award_id, issuer=issuer, now=now)
    with transaction():
        return issue(drawn, by_id=by_id, now=now)
