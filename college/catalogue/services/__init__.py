"""Publishing, and what is built from what was published."""

from college.catalogue.services.publishing import (
    Change,
    OwnedBySite,
    Prepared,
    ReviewedByAuthor,
    lock_course,
    prepare,
    publish,
)
from college.catalogue.services.search import keep_passages, rebuild_search

__all__ = [
    "Change",
    "OwnedBySite",
    "Prepared",
    "ReviewedByAuthor",
    "keep_passages",
    "lock_course",
    "prepare",
    "publish",
    "rebuild_search",
]
