"""What of a course can be found, how words are compared, and what of a text is shown where they were found."""

from college.courseware.finding.asking import LONGEST_QUESTION, Asked, read_asked
from college.courseware.finding.excerpts import Stretch, excerpt, marked
from college.courseware.finding.normal import VERSION
from college.courseware.finding.passages import Passage, passages_of

__all__ = [
    "LONGEST_QUESTION",
    "VERSION",
    "Asked",
    "Passage",
    "Stretch",
    "excerpt",
    "marked",
    "passages_of",
    "read_asked",
]
