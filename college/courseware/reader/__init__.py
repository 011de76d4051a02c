"""Files to a course, with every mistake at its file, line and column; the one parser for all doors."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from college.courseware import checks, files
from college.courseware.mistakes import Mistake, Mistakes
from college.courseware.outline import Course
from college.courseware.reader.build import course_of
from college.courseware.reader.gather import gather


@dataclass(frozen=True)
class Reading:
    """`course` is None as soon as one mistake is an error."""

    course: Course | None
    mistakes: tuple[Mistake, ...]


def read(folder: Path, *, verbose: bool = False) -> Reading:
    """Reads the course in `folder`; `verbose` lists links that lead out of the college as well."""
    mistakes = Mistakes()
    return _read(files.load(folder, mistakes), mistakes, verbose)


def read_files(contents: Mapping[str, bytes], *, verbose: bool = False) -> Reading:
    """Reads a course from its files by path, such as course.yaml and modules/010-crime.md."""
    return _read(contents, Mistakes(), verbose)


def _read(contents: Mapping[str, bytes], mistakes: Mistakes, verbose: bool) -> Reading:
    manuscript = gather(files.sorted_out(contents, mistakes), mistakes)
    checks.check(manuscript, verbose=verbose)
    course = None if mistakes.serious else course_of(manuscript)
    return Reading(course, mistakes.sorted())
