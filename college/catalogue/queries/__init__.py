"""Looking up courses on offer and what their editions yield."""

from college.catalogue.queries.editions import (
    Measure,
    Published,
    course_value,
    find_course,
    find_edition,
    find_measure,
    find_numbered,
    get_current,
    get_edition,
    media,
    part,
    sources,
    stretch,
)
from college.catalogue.queries.files import find_medium
from college.catalogue.queries.offers import Offer, courses, get_course_for, offers
from college.catalogue.queries.search import AT_ONCE, Findings, Found, courses_not_found, find, rendered
from college.catalogue.queries.shown import Shown, shown

__all__ = [
    "AT_ONCE",
    "Findings",
    "Found",
    "Measure",
    "Offer",
    "Published",
    "Shown",
    "course_value",
    "courses",
    "courses_not_found",
    "find",
    "find_course",
    "find_edition",
    "find_measure",
    "find_medium",
    "find_numbered",
    "get_course_for",
    "get_current",
    "get_edition",
    "media",
    "offers",
    "part",
    "rendered",
    "shown",
    "sources",
    "stretch",
]
