"""The words of a certificate, with its facts put in; the PDF and the verify page say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from babel import Locale

from college.certification.rules import Facts, Kind, Supervision
from college.courseware.texts import Said, day_in_words
from college.errors import N_

Translate = Callable[[str], str]

DEMONSTRATION = N_("DEMONSTRATION")

_TITLES = {
    Kind.ACHIEVEMENT: N_("Certificate of achievement"),
    Kind.PARTICIPATION: N_("Certificate of participation"),
}
_OPENINGS = {Kind.ACHIEVEMENT: N_("This certifies that"), Kind.PARTICIPATION: N_("This confirms that")}
_DEEDS = {
    Kind.ACHIEVEMENT: N_("has passed the examination of the course"),
    Kind.PARTICIPATION: N_("has taken part in the course"),
}
_EARNED = {Kind.ACHIEVEMENT: N_("Passed on"), Kind.PARTICIPATION: N_("Completed on")}
_LIMITS = {
    Kind.ACHIEVEMENT: N_("It records a course and its examination. It confers no title, rank or authority."),
    Kind.PARTICIPATION: N_("It records participation, not an examination. It confers no title, rank or authority."),
}
_SUPERVISIONS = {
    Supervision.UNSUPERVISED: N_("online, unsupervised"),
    Supervision.SUPERVISED: N_("supervised sitting"),
}
_SECOND_PERSON = {True: N_("confirmed"), False: N_("no second person")}


@dataclass(frozen=True)
class Row:
    label: str
    value: Said


@dataclass(frozen=True)
class Wording:
    """Everything a certificate prints, in reading order."""

    issuer: Said
    title: Said
    demonstration: Said | None
    opening: Said
    name: Said
    native_name: Said | None
    deed: Said
    course: Said
    course_source: Said | None
    rows: tuple[Row, ...]
    outcomes_title: Said
    outcomes: tuple[Said, ...]
    verify_title: Said
    verify: Said
    compare: Said
    verify_page: Said
    code_label: Said
    code: Said
    contact: Said
    limits: Said


def wording(facts: Facts, words: Translate) -> Wording:
    """What the certificate says; `words` translates into the certificate's language."""

    def own(text: str) -> Said:
        return Said(facts.language, words(text))

    return Wording(
        issuer=plain(facts.issuer_name),
        title=own(_TITLES[facts.kind]),
        demonstration=own(N_("Demonstration: this is not a certificate of any kind")) if facts.demo else None,
        opening=own(_OPENINGS[facts.kind]),
        name=plain(facts.name_latin),
        native_name=_native(facts),
        deed=own(_DEEDS[facts.kind]),
        course=facts.course_title,
        course_source=facts.course_title_source,
        rows=rows(facts, words),
        outcomes_title=own(N_("What the course teaches")),
        outcomes=facts.outcomes,
        verify_title=own(N_("Is it genuine?")),
        verify=own(N_("Scan the square, or type the code and the day of issue at the address below.")),
        compare=own(N_("Every line of this page must be the same there.")),
        verify_page=plain(facts.verify_page),
        code_label=own(N_("Certificate code")),
        code=plain(facts.code),
        contact=plain(facts.issuer_contact),
        limits=own(_LIMITS[facts.kind]),
    )


def rows(facts: Facts, words: Translate) -> tuple[Row, ...]:
    """The facts that stand in the table, in order; what does not apply is left out."""
    language = facts.language
    told = (
        (_EARNED[facts.kind], Said(language, day_in_words(facts.earned_on, language))),
        (N_("Issued on"), Said(language, day_in_words(facts.issued_on, language))),
        (N_("Valid until"), facts.valid_until and Said(language, day_in_words(facts.valid_until, language))),
        (N_("Learner number"), plain(facts.learner_number)),
        *_exam(facts, words),
        (N_("Learning hours (nominal)"), plain(facts.learning_hours)),
        (N_("Endorsed by"), facts.endorsed_by and plain(facts.endorsed_by)),
        (N_("Second person"), _second_person(facts, words)),
        (N_("Replaces certificate"), facts.replaces and plain(facts.replaces)),
        (N_("Course"), plain(facts.course_id)),
        (N_("Edition"), plain(str(facts.edition_number))),
        (N_("Edition fingerprint"), plain(facts.edition_digest[:16])),
    )
    return tuple(Row(words(label), value) for label, value in told if isinstance(value, Said))


def _exam(facts: Facts, words: Translate) -> tuple[tuple[str, Said], ...]:
    if facts.score is None or facts.pass_mark is None or facts.exam_language is None or facts.supervision is None:
        return ()
    language = facts.language
    return (
        (N_("Score"), plain(percent(facts.score))),
        (N_("Pass mark"), plain(percent(facts.pass_mark))),
        (N_("Examination"), Said(language, words(_SUPERVISIONS[facts.supervision]))),
        (N_("Examination language"), Said(language, language_in_words(facts.exam_language, language))),
    )


def _second_person(facts: Facts, words: Translate) -> Said | None:
    if facts.second_person is None:
        return None
    return Said(facts.language, words(_SECOND_PERSON[facts.second_person]))


def _native(facts: Facts) -> Said | None:
    if facts.name_native is None or facts.native_language is None:
        return None
    return Said(facts.native_language, facts.name_native)


def plain(text: str) -> Said:
    """Words in no language that needs naming: names, numbers and addresses."""
    return Said("", text)


def percent(thousandths: int) -> str:
    """86.4% for 864; whole where it is whole, and never rounded."""
    whole, rest = divmod(thousandths, 10)
    return f"{whole}.{rest}%" if rest else f"{whole}%"


def language_in_words(language: str, in_language: str) -> str:
    locale = Locale.parse(language, sep="-")
    return locale.get_display_name(Locale.parse(in_language, sep="-")) or language
