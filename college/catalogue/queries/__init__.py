"""Looking up courses on offer and what their editions yield."""

from college.catalogue.queries.editions import (
    Published,
    course_value,
    find_course,
    find_edition,
    find_medium,
    find_numbered,
    get_current,
    get_edition,
    is_in_open_module,
    media,
    part,
    sources,
)
from college.catalogue.queries.offers import Offer, courses, get_course_for, offers

__all__ = [
    "Offer",
    "Published",
    "course_value",
    "courses",
    "find_course",
    "find_edition",
    "find_medium",
    "find_numbered",
    "get_course_for",
    "get_current",
    "get_edition",
    "is_in_open_module",
    "media",
    "offers",
    "part",
    "sources",
]
