"""Looking up awards, certificates and their papers."""

from college.certification.queries.desk import Listed, find_person_numbered, numbers_of, search
from college.certification.queries.ground import (
    Ground,
    awards_waiting,
    awards_waiting_of,
    find_enrolment,
    find_passed_attempt,
    get_ground,
    people_waiting,
)
from college.certification.queries.held import (
    Held,
    certificates_for,
    certificates_of,
    codes_around,
    courses_certified,
    find_certificate,
    get_certificate,
    get_paper,
    is_secret,
    other_name,
    withdrawn_of,
)

__all__ = [
    "Ground",
    "Held",
    "Listed",
    "awards_waiting",
    "awards_waiting_of",
    "certificates_for",
    "certificates_of",
    "codes_around",
    "courses_certified",
    "find_certificate",
    "find_enrolment",
    "find_passed_attempt",
    "find_person_numbered",
    "get_certificate",
    "get_ground",
    "get_paper",
    "is_secret",
    "numbers_of",
    "other_name",
    "people_waiting",
    "search",
    "withdrawn_of",
]
