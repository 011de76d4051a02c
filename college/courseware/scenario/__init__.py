"""Branching cases: what they say, the ways through them, and the way that somebody took."""

from college.courseware.scenario.drawing import Labels, chart
from college.courseware.scenario.graph import (
    MOST_SCENES,
    Graph,
    Path,
    Step,
    TooTangled,
    Way,
    best_path,
    first_is_always_best,
    graph_of,
    outcomes_of,
    possible,
)
from college.courseware.scenario.measures import CaseMeasures, Guess, Scored, measure_case
from college.courseware.scenario.pieces import pieces_of
from college.courseware.scenario.values import Case, Decision, Ending, Scene, address_of
from college.courseware.scenario.walk import (
    SCORER,
    Row,
    Share,
    Taken,
    Verdict,
    Walk,
    compare,
    straightened,
    walk,
)

__all__ = [
    "MOST_SCENES",
    "SCORER",
    "Case",
    "CaseMeasures",
    "Decision",
    "Ending",
    "Graph",
    "Guess",
    "Labels",
    "Path",
    "Row",
    "Scene",
    "Scored",
    "Share",
    "Step",
    "Taken",
    "TooTangled",
    "Verdict",
    "Walk",
    "Way",
    "address_of",
    "best_path",
    "chart",
    "compare",
    "first_is_always_best",
    "graph_of",
    "measure_case",
    "outcomes_of",
    "pieces_of",
    "possible",
    "straightened",
    "walk",
]
