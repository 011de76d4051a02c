"""The map of a case for those who look after the course: drawn, and as a table that says the same."""

from __future__ import annotations

from flask import Response, render_template

from college.accounts.access import me, only
from college.accounts.rules import Role
from college.courseware import scenario
from college.courseware.outline import Course
from college.courseware.scenario import Case, Labels
from college.errors import N_, NotFound
from college.learning import queries
from college.learning.views.area import blueprint
from college.web import locale

MAY_SEE = (Role.INSTRUCTOR, Role.REVIEWER, Role.ADMINISTRATOR)
LABELS = Labels(N_("Start"), N_("Good end"), N_("Bad end"), N_("Never reached"))


@blueprint.get("/courses/<course>/cases/<case>/map")
@only(*MAY_SEE)
def case_map(course: str, case: str) -> str:
    """Every scene with what leads where, what it scores, and what is never reached."""
    value, found = _get_case(course, case)
    graph, language = scenario.graph_of(found), locale.language()
    return render_template(
        "learning/case_map.html",
        course=value,
        case=found,
        say_in=lambda text: value.say(text, language),
        graph=graph,
        numbers={scene.id: number for number, scene in enumerate(found.scenes, start=1)},
        best=scenario.best_path(graph),
        outcomes={outcome.id: outcome for outcome in value.outcomes},
        possible={outcome: scenario.possible(graph, outcome) for outcome in scenario.outcomes_of(graph)},
        labels=LABELS,
    )


@blueprint.get("/courses/<course>/cases/<case>/map.svg")
@only(*MAY_SEE)
def case_drawing(course: str, case: str) -> Response:
    value, found = _get_case(course, case)
    language = locale.language()
    titles = {scene.id: value.say(scene.title, language).words for scene in found.scenes}
    labels = Labels(*(locale.say(words) for words in (LABELS.start, LABELS.passed, LABELS.failed, LABELS.unreached)))
    drawing = scenario.chart(found, titles, value.say(found.title, language).words, language=language, labels=labels)
    return Response(drawing, mimetype="image/svg+xml", headers={"Cache-Control": "private, no-cache"})


def _get_case(course: str, case: str) -> tuple[Course, Case]:
    value = queries.get_place(course, me()).published.course
    found = value.cases_by_id.get(case)
    if found is None:
        raise NotFound(f"case {case}")
    return value, found
