"""What a certificate says, its states, and who may change them."""

from __future__ import annotations

import calendar
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from ipaddress import ip_address
from typing import Annotated, Self
from urllib.parse import urlsplit

import rfc8785
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from college.accounts.rules.delays import HOUR, Limit, network_of
from college.certification.rules.codes import ALPHABET as ALPHABET
from college.certification.rules.codes import CODE_BYTES as CODE_BYTES
from college.certification.rules.codes import is_miscopied as is_miscopied
from college.certification.rules.codes import new_code as new_code
from college.certification.rules.codes import read_code as read_code
from college.courseware.texts import Said
from college.errors import N_, Refused


class Kind(StrEnum):
    ACHIEVEMENT = "achievement"  # the exam was passed
    PARTICIPATION = "participation"


class Supervision(StrEnum):
    UNSUPERVISED = "unsupervised"
    SUPERVISED = "supervised"


class State(StrEnum):
    CURRENT = "current"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class Shown(StrEnum):
    CURRENT = "current"
    EXPIRED = "expired"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    SEALED = "sealed"


_JOINERS = "\u200c\u200d"  # Persian, Urdu and Indic names are spelt with them


def clean(text: object) -> object:
    """One line in Unicode's composed form, without the invisible characters that reorder or hide others."""
    if not isinstance(text, str):
        return text
    seen = (c for c in text if c.isspace() or c in _JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())


def _clean_said(said: object) -> object:
    return [clean(part) for part in said] if isinstance(said, list | tuple) else said


Line = Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=300)]
Spoken = Annotated[Said, BeforeValidator(_clean_said)]
Thousandths = Annotated[int, Field(ge=0, le=1000)]


class Facts(BaseModel):
    """Every fact that a certificate prints, frozen at issue; nothing else is printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: int = 1  # which set of fields this is, for readers in twenty years
    code: Line
    kind: Kind
    language: Line  # of the certificate's own words
    name_latin: Line
    name_native: Line | None = None
    native_language: Line | None = None
    learner_number: Line
    course_id: Line
    course_title: Spoken
    course_title_source: Spoken | None = None  # where the course was written in another language
    edition_number: int = Field(ge=1)
    edition_digest: Line
    learning_hours: Line  # nominal, as the course states them: "12" or "1.5"
    outcomes: tuple[Spoken, ...] = ()
    score: Thousandths | None = None
    pass_mark: Thousandths | None = None
    exam_language: Line | None = None
    supervision: Supervision | None = None
    earned_on: date
    issued_on: date
    valid_until: date | None = None  # the last day on which it is current
    replaces: Line | None = None  # the code of the certificate that this one corrects
    endorsed_by: Line | None = None
    second_person: bool | None = None  # None: issued by rule, where nobody is asked
    issuer_name: Line
    issuer_contact: Line
    verify_url: Line  # the whole address in the QR, with the secret
    verify_page: Line  # where the code is typed in
    demo: bool

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        exam = (self.score, self.pass_mark, self.exam_language, self.supervision)
        if self.kind is Kind.ACHIEVEMENT and None in exam:
            raise ValueError("an achievement states score, pass mark, exam language and supervision")
        if self.kind is Kind.PARTICIPATION and exam != (None, None, None, None):
            raise ValueError("a participation states no exam")
        if self.score is not None and self.pass_mark is not None and self.score < self.pass_mark:
            raise ValueError("an achievement is a score at or above the pass mark")
        if self.valid_until is not None and self.valid_until < self.issued_on:
            raise ValueError("a certificate does not end before it is issued")
        if (self.name_native is None) != (self.native_language is None):
            raise ValueError("a native name comes with its language")
        return self


_LANGUAGES_OF_SCRIPTS = {"ARABIC": "ar", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko"}
UNDETERMINED = "und"  # BCP 47: a language, but nobody said which


def language_of_name(name: str, *, reads: str) -> str:
    """The language a native name is marked with: the person's own where it fits the script, else the script's usual."""
    script = next((unicodedata.name(c, "").partition(" ")[0] for c in name if c.isalpha()), "")
    usual = _LANGUAGES_OF_SCRIPTS.get(script, UNDETERMINED)
    if usual == "ar" and reads in {"ar", "fa", "ur"}:
        return reads
    return usual


def canonical(facts: Facts) -> str:
    """The facts as canonical JSON (RFC 8785); the same facts always give the same text."""
    return rfc8785.dumps(facts.model_dump(mode="json")).decode()


def digest(facts: Facts) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def read_facts(text: str) -> Facts:
    return Facts.model_validate_json(text)


def secret_digest(secret: str) -> str:
    """What is stored of the secret in the verify address."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def is_secret(given: str, kept_sha256: str) -> bool:
    """Compared in constant time, so that the time of an answer tells nothing."""
    return hmac.compare_digest(secret_digest(given), kept_sha256)


def verify_limits(code: str, address: str) -> tuple[Limit, ...]:
    """A year has 365 days to guess; the wide limit leaves room, so that nobody can keep others from verifying."""
    return (
        Limit(f"verify:{code}:{network_of(address)}", 10, HOUR),
        Limit(f"verify:{code}", 100, HOUR),
    )


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def shown_state(state: State, *, valid_until: date | None, sealed_at: datetime | None, today: date) -> Shown:
    """The state in which a stranger sees a certificate; a seal hides every other."""
    if sealed_at is not None:
        return Shown.SEALED
    if state is State.CURRENT and valid_until is not None and today > valid_until:
        return Shown.EXPIRED
    return Shown(state)


class NotCurrent(Refused):
    words = N_("This certificate is already replaced or withdrawn. Reload the page to see its present state.")


class AlreadySealed(Refused):
    words = N_("This certificate is already sealed. Nothing more needs to be done.")


class NeedsReason(Refused):
    words = N_("This needs a reason. Write in a sentence why it is done; it is recorded and never published.")


class NotForYourself(Refused):
    words = N_("Nobody decides about a certificate of their own. Ask another registrar.")


class NeedsIssuer(Refused):
    words = N_("No certificate can be issued before the issuer's name and contact are set. Ask the administrator.")


class NeedsAddress(Refused):
    words = N_(
        "No certificate can be issued before the college has a public https address of its own, "
        "because the address is printed for ever. Ask the administrator."
    )


@dataclass(frozen=True)
class Decision:
    """True where something may be done; where not, it carries the refusal."""

    refusal: Refused | None = None

    def __bool__(self) -> bool:
        return self.refusal is None

    def enforce(self) -> None:
        """Raises the refusal, if there is one."""
        if self.refusal is not None:
            raise self.refusal


def may_withdraw(state: State, *, reason: str, actor_id: int, holder_id: int) -> Decision:
    return _may_change(state, reason=reason, actor_id=actor_id, holder_id=holder_id)


def may_replace(state: State, *, reason: str, actor_id: int, holder_id: int) -> Decision:
    return _may_change(state, reason=reason, actor_id=actor_id, holder_id=holder_id)


def _may_change(state: State, *, reason: str, actor_id: int, holder_id: int) -> Decision:
    if actor_id == holder_id:
        return Decision(NotForYourself())
    if state is not State.CURRENT:
        return Decision(NotCurrent())
    return Decision(None if reason.strip() else NeedsReason())


def may_seal(sealed_at: datetime | None) -> Decision:
    """A certificate in any state may be sealed, by its holder too, and for ever."""
    return Decision(None if sealed_at is None else AlreadySealed())


def may_issue_by_hand(*, reason: str, actor_id: int, holder_id: int) -> Decision:
    if actor_id == holder_id:
        return Decision(NotForYourself())
    return Decision(None if reason.strip() else NeedsReason())


def may_issue(*, issuer_name: str, issuer_contact: str, address: str, demo: bool) -> Decision:
    """A demonstration may always; a college only with its own name, contact and public address."""
    if demo:
        return Decision()
    if not issuer_name.strip() or not issuer_contact.strip():
        return Decision(NeedsIssuer())
    return Decision(None if is_public_address(address) else NeedsAddress())


def is_public_address(address: str) -> bool:
    """Whether an https address names a host of its own, not this machine, a bare number or a name without a dot."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if parts.scheme != "https" or "." not in host:
        return False
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2] not in {"localhost", "local", "internal", "invalid"}
    return False
