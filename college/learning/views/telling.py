"""The texts of a case as its reader is told them, each with the language that it turned out to be in."""

from __future__ import annotations

import json
from dataclasses import dataclass

from college.assessment.queries import Begun
from college.catalogue import queries as catalogue
from college.catalogue.queries import Published
from college.courseware import scenario
from college.courseware.edition import case_key
from college.courseware.outline import Course
from college.courseware.scenario import Case, Decision, Row, Scene, Taken, Verdict, Walk
from college.courseware.texts import Said, Text
from college.errors import N_

VERDICTS = {
    Verdict.SAME: (N_("As on the best way"), "done"),
    Verdict.BETTER_CHOICE: (N_("Another choice was better here"), "waiting"),
    Verdict.OFF_THE_WAY: (N_("The best way does not come here"), "waiting"),
    Verdict.TAKEN_BACK: (N_("You came back and decided anew: this does not count"), "neutral"),
    Verdict.MISSED: (N_("You did not come here"), "neutral"),
}


@dataclass(frozen=True)
class Telling:
    """A case of one edition, read in one language."""

    digest: str
    course: Course
    case: Case
    language: str

    @classmethod
    def of(cls, source: Begun | Published, case: Case, language: str) -> Telling:
        return cls(source.digest, source.course, case, language)

    def say(self, text: Text) -> Said:
        return self.course.say(text, self.language)

    def briefing(self) -> Said | None:
        return self._part("page", "") if self.case.briefing else None

    def body(self, scene: Scene) -> Said:
        return self._part("page", scene.id)

    def offered(self, scene: Scene) -> list[Said]:
        """The choices in the author's order; pages name them by their places."""
        language, words = self._pieces("question", scene)
        return [Said(language, words[each.id]) for each in scene.decisions]

    def words(self, scene: Scene, decision: Decision) -> Said:
        language, words = self._pieces("question", scene)
        return Said(language, words[decision.id])

    def consequence(self, taken: Taken) -> Said | None:
        return self.follows(taken.scene, taken.decision)

    def follows(self, scene: Scene, decision: Decision) -> Said | None:
        language, words = self._pieces("feedback", scene)
        return Said(language, words[decision.id]) if decision.id in words else None

    @property
    def is_stale(self) -> bool:
        return self.language in self.case.stale

    @property
    def is_translated(self) -> bool:
        return self.language in self.case.title.root

    def _pieces(self, kind: str, scene: Scene) -> tuple[str, dict[str, str]]:
        said = self._part(kind, scene.id)
        words: dict[str, str] = json.loads(said.words)
        return said.language, words

    def _part(self, kind: str, scene: str) -> Said:
        key = case_key(self.case.id, scene)
        for language in (self.language, self.course.language):
            body = catalogue.part(self.digest, kind, key, language)
            if body is not None:
                return Said(language, body)
        raise LookupError(f"edition {self.digest} has no {kind} {key}")


def rows(walk: Walk) -> list[tuple[Row, str, str]]:
    """The comparison, each row with its verdict in words and its tone."""
    return [(row, *VERDICTS[row.verdict]) for row in scenario.compare(walk)]
