"""Playing a case: one decision after another, each kept as it was taken, until an end is reached."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import Enum, auto

import rfc8785
from sqlalchemy import update

from college.assessment import queries
from college.assessment.models import Answer, Attempt, Grade
from college.assessment.queries import Begun
from college.assessment.rules import DECIDED
from college.assessment.services.beginning import insert_attempt, open_id
from college.catalogue.queries import Published
from college.courseware import scenario
from college.courseware.scenario import SCORER, Case, Scene, Walk
from college.database import db, fixed
from college.errors import N_, Refused

THOUSANDTHS = 1000


class NothingOffered(Refused):
    status = 400
    words = N_("This choice does not belong to the scene. Load the page again and choose there.")


class Heard(Enum):
    """What became of a decision that was sent."""

    TAKEN = auto()
    KNOWN = auto()  # sent twice: it was taken the first time
    LATE = auto()  # the case has gone on since the page was loaded; nothing changes
    ENDED = auto()  # taken, and with it the case is over


def begin_case(
    enrolment_id: int, edition: Published, case: Case, *, number: int, language: str, now: datetime
) -> Begun:
    """Begin the case for the `number`-th time; where that has been done already, the newest attempt.

    The caller holds the enrolment.
    """
    latest = queries.find_latest(enrolment_id, case.address)
    following = latest.number + 1 if latest else 1
    if latest is not None and (latest.state == "open" or number != following):
        return latest
    values = {
        "enrolment_id": enrolment_id,
        "exam_id": case.address,
        "kind": "case",
        "edition_id": edition.edition_id,
        "number": following,
        "language": language,
        "seed": "",  # nothing is drawn
        "drawn": [],
        "rules_accepted": {},
        "settings": {},
        "supervision": "online",
        "began_at": now,
        "state": "open",
    }
    made = insert_attempt(values)
    return queries.get_begun(open_id(enrolment_id, case.address) if made is None else made)


def decide(attempt: Begun, number: int, place: int, *, language: str, now: datetime) -> Heard:
    """Take the `number`-th decision of the attempt, the choice at that `place` of its scene, counted from 1.

    What answers another number than the next changes nothing. Raises NothingOffered. The caller holds the enrolment.
    """
    walk = queries.walk_of(attempt)
    if number != walk.next_number or walk.is_over:
        taken = walk.taken[number - 1] if 0 < number <= len(walk.taken) else None
        return Heard.KNOWN if taken and _chosen(taken.scene, place) == taken.decision.id else Heard.LATE
    choice = _chosen(walk.scene, place)
    if choice is None:
        raise NothingOffered
    db.session.add(
        Answer(
            attempt_id=attempt.id,
            question_id=walk.scene.id,
            tab=DECIDED,
            seq=number,
            given={"choice": choice},
            counts=True,
            language=language,
            saved_at=now,
        )
    )
    db.session.flush()
    gone = scenario.walk(attempt.case, [*walk.chosen, choice])
    if not gone.is_over:
        return Heard.TAKEN
    _close(attempt, gone, now)
    return Heard.ENDED


def _chosen(scene: Scene, place: int) -> str | None:
    """The id of the choice; pages know its place only, since ids may say what they lead to."""
    return scene.decisions[place - 1].id if 1 <= place <= len(scene.decisions) else None


def _close(attempt: Begun, walk: Walk, now: datetime) -> None:
    db.session.execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state == fixed("open"))
        .values(state="graded", submitted_at=now)
        .execution_options(synchronize_session=False)
    )
    share = walk.share()
    per_outcome = {
        outcome: [each.earned * THOUSANDTHS, each.possible * THOUSANDTHS] for outcome, each in walk.shares().items()
    }
    db.session.add(
        Grade(
            attempt_id=attempt.id,
            number=1,
            grader=SCORER,
            edition_id=attempt.edition_id,
            key_digest=key_of(attempt.case),
            earned=share.earned * THOUSANDTHS,
            possible=share.possible * THOUSANDTHS,
            passed=walk.passed,
            per_question=per_outcome,
            why="first",
            at=now,
        )
    )
    db.session.flush()


def key_of(case: Case) -> str:
    """The digest of all that decides about the score: SHA-256 over its canonical JSON (RFC 8785)."""
    key = [
        {
            "id": scene.id,
            "end": scene.end.value if scene.end else None,
            "ways": [[each.id, each.target, each.score, each.outcome] for each in scene.decisions],
        }
        for scene in case.scenes
    ]
    return hashlib.sha256(rfc8785.dumps({"start": case.start, "scenes": key})).hexdigest()
