"""Awarding what was earned; issuing, withdrawing, replacing and sealing the certificates that say so."""

from college.certification.services.awards import award
from college.certification.services.changes import replace, seal, withdraw
from college.certification.services.drafts import (
    CannotIssue,
    ChangedMeanwhile,
    Draft,
    Issuer,
    NeedsConfirmedName,
    draft,
    why_waiting,
)
from college.certification.services.giving import IssuedBefore, NoPassedExam, NotEnrolled, give
from college.certification.services.issuing import Due, issue, issue_award, issue_due

__all__ = [
    "CannotIssue",
    "ChangedMeanwhile",
    "Draft",
    "Due",
    "IssuedBefore",
    "Issuer",
    "NeedsConfirmedName",
    "NoPassedExam",
    "NotEnrolled",
    "award",
    "draft",
    "give",
    "issue",
    "issue_award",
    "issue_due",
    "replace",
    "seal",
    "why_waiting",
    "withdraw",
]
