"""What an examination of an installation can find."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
