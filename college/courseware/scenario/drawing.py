"""The map of a case as SVG: a box for each scene, an arrow for each choice; attributes only, no style and no script."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from college.courseware.scenario.graph import Graph, graph_of
from college.courseware.scenario.layers import Arrow, Layout, Spot, laid_out
from college.courseware.scenario.values import Case, Ending
from college.courseware.texts import direction_of

BOX, BEND, HEIGHT = 190, 30, 84
BESIDE, BETWEEN, MARGIN, LANE = 36, 96, 28, 14
LINE, LETTERS, MOST_LINES = 18, 24, 3
INK, PAPER, QUIET = "#13203a", "#ffffff", "#56667f"
TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11"'
    f' markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z" fill="{INK}"/></marker></defs>'
)
FILLS = {"start": "#e3edfb", Ending.PASSED: "#e2f3e9", Ending.FAILED: "#fdeaea", "": "#f1f4f9"}


@dataclass(frozen=True)
class Labels:
    """What the map says beside titles, in the language of its reader."""

    start: str = "Start"
    passed: str = "Good end"
    failed: str = "Bad end"
    unreached: str = "Never reached"


def chart(case: Case, titles: Mapping[str, str], heading: str, *, language: str, labels: Labels | None = None) -> str:
    """The SVG; `titles` are those of the scenes by id, `heading` is what is said to those who cannot see it."""
    return _Chart(case, titles, labels or Labels()).drawn(heading, language)


@dataclass(frozen=True)
class _Place:
    """The middle of a box, or of a bend, and its width."""

    x: float
    y: float
    width: int


class _Chart:
    def __init__(self, case: Case, titles: Mapping[str, str], labels: Labels) -> None:
        self.case, self.titles, self.labels = case, titles, labels
        self.graph: Graph = graph_of(case)
        self.layout: Layout = laid_out(self.graph)
        self.numbers = {scene.id: number for number, scene in enumerate(case.scenes, start=1)}
        self.lanes = [arrow for arrow in self.layout.arrows if arrow.leads_back]
        widths = [self._width(layer) for layer in self.layout.layers]
        self.inner = max(widths, default=BOX)
        self.width = self.inner + 2 * MARGIN + LANE * (len(self.lanes) + 1)
        self.height = 2 * MARGIN + len(widths) * (HEIGHT + BETWEEN) - BETWEEN // 2
        self.places = dict(self._placed(widths))
        self.ranks = self._ranked()

    def drawn(self, heading: str, language: str) -> str:
        scenes = "".join(self._box(scene.id) for scene in self.case.scenes)
        arrows = "".join(self._arrow(arrow) for arrow in self.layout.arrows)
        scores = "".join(self._score(arrow) for arrow in self.layout.arrows)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}"'
            f' height="{self.height}" role="img" font-family="system-ui, sans-serif" font-size="14"'
            f' xml:lang="{escape(language)}" direction="{direction_of(language)}">'
            f"<title>{escape(heading)}</title>{TIP}"
            f'<rect width="{self.width}" height="{self.height}" fill="{PAPER}"/>{arrows}{scores}{scenes}</svg>\n'
        )

    def _width(self, layer: Sequence[Spot]) -> int:
        return sum((BEND if spot.is_bend else BOX) + BESIDE for spot in layer) - BESIDE

    def _placed(self, widths: Sequence[int]) -> Iterator[tuple[Spot, _Place]]:
        for number, layer in enumerate(self.layout.layers):
            x = MARGIN + (self.inner - widths[number]) / 2
            for spot in layer:
                width = BEND if spot.is_bend else BOX
                yield spot, _Place(x + width / 2, MARGIN + HEIGHT / 2 + number * (HEIGHT + BETWEEN), width)
                x += width + BESIDE

    def _kind(self, scene: str) -> tuple[Ending | str, str]:
        """How a scene is drawn, and the words for it."""
        end = self.graph.ends.get(scene)
        if end is not None:
            kind: Ending | str = end
            words = self.labels.passed if end is Ending.PASSED else self.labels.failed
        else:
            kind, words = ("start", self.labels.start) if scene == self.graph.start else ("", "")
        unreached = self.labels.unreached if scene not in self.graph.reached else ""
        return kind, " · ".join(each for each in (words, unreached) if each)

    def _box(self, scene: str) -> str:
        place = self.places[Spot(scene)]
        kind, words = self._kind(scene)
        title = f"{self.numbers[scene]}. {self.titles[scene]}"
        lines = textwrap.wrap(title, LETTERS, max_lines=MOST_LINES, placeholder=" …")
        top = place.y - (len(lines) + bool(words) - 1) * LINE / 2 + 5
        text = "".join(self._text(place.x, top + n * LINE, line) for n, line in enumerate(lines))
        if words:
            text += self._text(place.x, top + len(lines) * LINE, words, bold=True)
        return f"<g>{self._outline(place, kind, scene)}{text}</g>"

    def _outline(self, place: _Place, kind: Ending | str, scene: str) -> str:
        """Good ends are round with a second line, bad ends have their corners cut; both also say so in words."""
        left, top = place.x - BOX / 2, place.y - HEIGHT / 2
        dashes = ' stroke-dasharray="6 4"' if scene not in self.graph.reached else ""
        look = f'fill="{FILLS[kind]}" stroke="{INK}" stroke-width="{3 if kind == "start" else 2}"{dashes}'
        if kind is Ending.FAILED:
            right, bottom, cut = left + BOX, top + HEIGHT, 18
            corners = (
                (left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut),
                (right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut),
            )  # fmt: skip
            return f'<polygon points="{" ".join(f"{x:g},{y:g}" for x, y in corners)}" {look}/>'
        box = f'<rect x="{left:g}" y="{top:g}" width="{BOX}" height="{HEIGHT}" rx="{30 if kind else 4}" {look}/>'
        if kind is Ending.PASSED:
            box += (
                f'<rect x="{left + 5:g}" y="{top + 5:g}" width="{BOX - 10}" height="{HEIGHT - 10}" rx="26"'
                f' fill="none" stroke="{INK}"/>'
            )
        return box

    def _text(self, x: float, y: float, words: str, *, bold: bool = False) -> str:
        weight = ' font-weight="700"' if bold else ""
        return f'<text x="{x:g}" y="{y:g}" text-anchor="middle" fill="{INK}"{weight}>{escape(words)}</text>'

    def _ranked(self) -> dict[Arrow, int]:
        """Of the arrows that leave a box, which stands where: those that lead further left stand further left."""
        leaving: dict[str, list[Arrow]] = {}
        for arrow in sorted(self.layout.arrows, key=lambda each: (each.leads_back, self._aim(each), each.choice)):
            leaving.setdefault(arrow.scene, []).append(arrow)
        return {arrow: rank for arrows in leaving.values() for rank, arrow in enumerate(arrows)}

    def _aim(self, arrow: Arrow) -> float:
        """Where an arrow goes first."""
        return self.places[arrow.bends[0] if arrow.bends else Spot(arrow.target)].x

    def _port(self, arrow: Arrow) -> tuple[float, float]:
        """Where an arrow leaves its box."""
        source = self.places[Spot(arrow.scene)]
        share = (self.ranks[arrow] + 1) / (len(self.graph.ways[arrow.scene]) + 1)
        return source.x - BOX / 2 + BOX * share, source.y + HEIGHT / 2

    def _arrow(self, arrow: Arrow) -> str:
        target = self.places[Spot(arrow.target)]
        x, y = self._port(arrow)
        path = self._back(x, y, target, arrow) if arrow.leads_back else self._down(x, y, target, arrow)
        color, width = (INK, 2.2) if self.graph.ways[arrow.scene][arrow.choice].score else (QUIET, 1.4)
        return f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{width}" marker-end="url(#tip)"/>'

    def _score(self, arrow: Arrow) -> str:
        """The number of the choice within its scene, and what it scores, on the side that its arrow turns away from."""
        x, y = self._port(arrow)
        score = self.graph.ways[arrow.scene][arrow.choice].score
        label = f"{arrow.choice + 1} ({f'+{score}' if score else '0'})"
        turns_right = arrow.leads_back or self._aim(arrow) > x
        side, anchor = (-4, "end") if turns_right else (4, "start")
        return (
            f'<text x="{x + side:g}" y="{y + 15 + 14 * (self.ranks[arrow] % 2):g}" text-anchor="{anchor}"'
            f' direction="ltr" font-size="12" fill="{INK}" stroke="{PAPER}" stroke-width="3" paint-order="stroke">'
            f"{label}</text>"
        )

    def _down(self, x: float, y: float, target: _Place, arrow: Arrow) -> str:
        """Through the bends, upright wherever it meets a layer."""
        path = f"M{x:g} {y:g}"
        through = [self.places[bend] for bend in arrow.bends]
        stops = [(each.x, each.y - HEIGHT / 2, each.y + HEIGHT / 2) for each in through]
        entry = self._entry(target, through[-1].x if through else x)
        for to_x, top, bottom in [*stops, (entry, target.y - HEIGHT / 2, 0.0)]:
            half = (top - y) / 2
            path += f"C{x:g} {y + half:g} {to_x:g} {top - half:g} {to_x:g} {top:g}"
            if bottom:
                path += f"V{bottom:g}"
            x, y = to_x, bottom
        return path

    def _entry(self, target: _Place, x: float) -> float:
        """Where an arrow meets the top of a box: a little towards where it comes from."""
        return target.x + max(-BOX / 3, min(BOX / 3, (x - target.x) / 4))

    def _back(self, x: float, y: float, target: _Place, arrow: Arrow) -> str:
        """Around all boxes, in a lane of its own at the end of the map."""
        number = self.lanes.index(arrow)
        lane = MARGIN + self.inner + LANE * (number + 1)
        down, up = y + 34 + 5 * (number % 8), target.y - HEIGHT / 2 - 12 - 3 * (number % 5)
        return f"M{x:g} {y:g}V{down:g}H{lane:g}V{up:g}H{target.x + BOX / 3:g}V{target.y - HEIGHT / 2:g}"
