"""Questions that cannot be asked as they are written."""

from college.courseware.amounts import is_id, whole
from college.courseware.checks import structure
from college.courseware.lines import refers_to_note
from college.courseware.manuscript import Manuscript, WrittenPair, WrittenQuestion
from college.courseware.mistakes import Mistakes

MOST = 20  # items or rows of one question
FEWEST = 3  # items to put in order, or pairs to match


def check(manuscript: Manuscript) -> None:
    pages = structure.pages(manuscript)
    for bank in manuscript.banks.values():
        for question in bank.questions:
            _choices(question, manuscript.mistakes)
            _count(question, manuscript.mistakes)
            _ids(question, manuscript.mistakes)
            _attributes(question, manuscript.mistakes)
            _outcome(question, manuscript)
            _pages(question, pages, manuscript.mistakes)
        translated = (question for questions in bank.translated.values() for question in questions.values())
        for question in (*bank.questions, *translated):
            _notes(question, manuscript.mistakes)


def _choices(question: WrittenQuestion, mistakes: Mistakes) -> None:
    if not question.choices:
        return
    ticks = sum(choice.ticked for choice in question.choices)
    if len(question.choices) == 1:
        mistakes.add("one-choice", question.path, question.choices[0].place)
    elif ticks == 0:
        mistakes.add("no-tick", question.path, question.place)
    elif ticks == len(question.choices):
        mistakes.add("all-ticked", question.path, question.place)


def _count(question: WrittenQuestion, mistakes: Mistakes) -> None:
    """Of two things, the place of one says that of the other."""
    if question.items and len(question.items) < FEWEST:
        mistakes.add("too-few-items", question.path, question.place, count=len(question.items))
    if question.columns and len(question.pairs) < FEWEST:
        mistakes.add("too-few-pairs", question.path, question.place, count=len(question.pairs))
    rows = len(question.items) + len(question.pairs) + len(question.distractors)
    if rows > MOST:
        mistakes.add("too-many-items", question.path, question.place, count=rows, limit=MOST)


def _notes(question: WrittenQuestion, mistakes: Mistakes) -> None:
    for each in question.named:
        partner = each.partner if isinstance(each, WrittenPair) else None
        if any(map(refers_to_note, (each.words, partner, each.feedback))):
            mistakes.add("footnote-place", question.path, each.place)


def _ids(question: WrittenQuestion, mistakes: Mistakes) -> None:
    for each in question.named:
        if each.id is None:
            mistakes.add("id-missing", question.path, each.place)
        elif not is_id(each.id):
            mistakes.add("bad-id", question.path, each.id_place, wrong=each.id[:60])


def _attributes(question: WrittenQuestion, mistakes: Mistakes) -> None:
    points = question.attribute("points")
    if points is not None and not 1 <= (whole(points) or 0) <= 100:
        mistakes.add("bad-points", question.path, question.at("points"), wrong=points[:20])
    if question.attribute("choose") not in (None, "many"):
        mistakes.add("bad-choose", question.path, question.at("choose"))
    void = question.attribute("void")
    if void not in (None, "full-marks", "drop"):
        mistakes.add("bad-void", question.path, question.at("void"), wrong=str(void)[:20])


def _outcome(question: WrittenQuestion, manuscript: Manuscript) -> None:
    outcome = question.attribute("outcome")
    if outcome is not None:
        structure.unknown_outcome(manuscript, question.path, question.at("outcome"), outcome)
    elif manuscript.head and manuscript.head.outcomes:
        manuscript.mistakes.add("no-outcome", question.path, question.place)


def _pages(question: WrittenQuestion, pages: set[str], mistakes: Mistakes) -> None:
    for page in (question.attribute("pages") or "").split():
        place = question.at("pages")
        if page.count("/") != 1:
            mistakes.add("bad-page-name", question.path, place, wrong=page[:80])
        elif pages and page not in pages:
            mistakes.add_guess("unknown-page", question.path, place, page[:80], pages)
