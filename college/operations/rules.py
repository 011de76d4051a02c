"""What an examination of an installation can find, and who plays in a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from college.errors import Words


class Weight(StrEnum):
    FINE = "fine"
    NOTE = "note"  # works, but should be known
    FAULT = "fault"  # must be mended


@dataclass(frozen=True)
class Finding:
    weight: Weight
    words: Words


def has_faults(findings: list[Finding]) -> bool:
    return any(finding.weight is Weight.FAULT for finding in findings)


COURSE = "illicit-goods-introduction"
"""The course that the demo people take."""


class History(Enum):
    """What a demo learner has behind them; the value is the share of the course that was read."""

    NONE = 0.0
    WAITING = -1.0
    READING = 0.4
    READ = 1.0
    SITTING = 1.01
    CERTIFIED = 1.02

    @property
    def share_read(self) -> float:
        return min(max(self.value, 0.0), 1.0)


@dataclass(frozen=True, kw_only=True)
class Played:
    """A person of the demonstration; none of them is real."""

    role: str
    name: str
    email: str
    start: str
    organisation: str
    kind: str
    country: str
    post: str
    native: str = ""
    language: str = "en"
    zone: str = "UTC"
    history: History = History.NONE
    days: int = 30  # since registration

    @property
    def is_staff(self) -> bool:
        return self.role != "learner"


CAST = (
    Played(
        role="administrator", name="Adaeze Nwosu", email="administrator@demo.example", start="/people/",
        organisation="The College", kind="international", country="CH", post="Administrator", days=90,
        zone="Europe/Zurich",
    ),
    Played(
        role="registrar", name="Henrik Lindqvist", email="registrar@demo.example", start="/registrar/certificates/",
        organisation="The College", kind="international", country="CH", post="Registrar", days=89,
        zone="Europe/Zurich",
    ),
    Played(
        role="instructor", name="Camila Duarte", email="instructor@demo.example", start=f"/courses/{COURSE}/problems",
        organisation="The College", kind="international", country="BR", post="Instructor", days=88,
        zone="America/Sao_Paulo",
    ),
    Played(
        role="learner", name="Tomasz Zieliński", email="new@demo.example", start="/courses/",
        organisation="Customs of Freedonia", kind="customs", country="PL", post="Customs officer",
        zone="Europe/Warsaw",
    ),
    Played(
        role="learner", name="Amina Okafor", email="reading@demo.example", start="/",
        organisation="Market Surveillance Office", kind="market", country="NG", post="Inspector",
        history=History.READING, zone="Africa/Lagos",
    ),
    Played(
        role="learner", name="Nguyễn Thị Hoa", email="ready@demo.example", start=f"/courses/{COURSE}/exam",
        organisation="National Police, Economic Crime", kind="police", country="VN", post="Detective",
        history=History.READ, zone="Asia/Ho_Chi_Minh",
    ),
    Played(
        role="learner", name="Kwame Mensah", email="sitting@demo.example", start=f"/courses/{COURSE}/exam",
        organisation="Revenue Authority", kind="tax", country="GH", post="Auditor",
        history=History.SITTING, zone="Africa/Accra",
    ),
    Played(
        role="learner", name="Layla Al-Khatib", native="ليلى الخطيب", email="certified@demo.example", language="ar",
        start="/certificates/", organisation="General Customs Directorate", kind="customs", country="JO",
        post="Inspector", history=History.CERTIFIED, zone="Asia/Amman",
    ),
    Played(
        role="learner", name="Wang Xiaoming", native="王小明", email="waiting@demo.example", start="/",
        organisation="Public Prosecutor's Office", kind="prosecution", country="CN", post="Prosecutor",
        history=History.WAITING, days=1, zone="Asia/Shanghai",
    ),
)  # fmt: skip
