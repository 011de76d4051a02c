"""What a careful editor would flag in a whole course; one file per family."""

from college.courseware.checks import (
    access,
    cases,
    draws,
    handling,
    links,
    media,
    quality,
    questions,
    safety,
    structure,
    translations,
)
from college.courseware.manuscript import Manuscript


def check(manuscript: Manuscript, *, verbose: bool = False) -> None:
    """Notes every mistake that only shows once all files are read; `verbose` lists links to other sites."""
    structure.check(manuscript)
    questions.check(manuscript)
    drawn = draws.check(manuscript)
    shown = links.check(manuscript, drawn.exam, verbose=verbose)
    handling.check(manuscript, drawn)
    cases.check(manuscript, shown.files)
    quality.check(manuscript, practised=drawn.practice | shown.questions)
    translations.check(manuscript, examined=drawn.exam)
    media.check(manuscript, shown.files)
    access.check(manuscript)
    safety.check(manuscript)
