"""What a careful editor would flag in a whole course; one file per family."""

from college.courseware.manuscript import Manuscript


def check(manuscript: Manuscript, *, verbose: bool = False) -> None:
    """Notes every mistake that only shows once all files are read; `verbose` lists links to other sites."""
