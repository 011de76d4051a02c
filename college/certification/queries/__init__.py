"""Looking up awards, certificates and their papers."""

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
)

__all__ = [
    "Held",
    "certificates_for",
    "certificates_of",
    "codes_around",
    "courses_certified",
    "find_certificate",
    "get_certificate",
    "get_paper",
    "is_secret",
]
