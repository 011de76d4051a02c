"""The values of questions, in every language in which they are written."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from college.courseware.manuscript import Manuscript, WrittenBank, WrittenItem, WrittenQuestion
from college.courseware.outline import Choice, Item, Pair, Question, QuestionKind, Void
from college.courseware.questions import typed
from college.courseware.texts import Text

Others = Mapping[str, WrittenQuestion]


def text(language: str, source: str, others: Mapping[str, str | None]) -> Text:
    """`source` in the course's `language`, and in others where there are words."""
    return Text({language: source, **{other: words for other, words in others.items() if words}})


def questions(manuscript: Manuscript) -> Iterator[Question]:
    """Every question of every bank, in the author's order."""
    for bank in manuscript.banks.values():
        for source in bank.questions:
            others = {
                language: translated[source.id]
                for language, translated in bank.translated.items()
                if source.id in translated
            }
            ready = tuple(each for each in others if _is_ready(source, others[each], each, bank, manuscript))
            yield _question(source, others, manuscript.language, (manuscript.language, *ready))


def kind_of(source: WrittenQuestion) -> QuestionKind:
    if source.answers:
        return typed.kind_of(source.answers)
    if source.items:
        return QuestionKind.ORDER
    if source.pairs:
        return QuestionKind.MATCH
    several = sum(choice.ticked for choice in source.choices) > 1 or source.attribute("choose") == "many"
    return QuestionKind.MANY if several else QuestionKind.ONE


def tags_of(source: WrittenQuestion) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in (source.attribute("tags") or "").split(",") if tag.strip())


def _question(source: WrittenQuestion, others: Others, language: str, ready: tuple[str, ...]) -> Question:
    def part(take: Callable[[WrittenQuestion], str | None]) -> Text | None:
        words = take(source)
        return text(language, words, {other: take(each) for other, each in others.items()}) if words else None

    void = source.attribute("void")
    answers = {language: source.answers, **{other: each.answers for other, each in others.items()}}
    return Question(
        id=source.id,
        bank=source.path,
        kind=kind_of(source),
        ask=text(language, source.ask, {other: each.ask for other, each in others.items()}),
        stem=part(lambda each: each.stem),
        hint=part(lambda each: each.hint),
        choices=tuple(_choices(source, others, language)),
        items=tuple(_items(source, others, language, lambda each: each.items)),
        columns=tuple(_columns(source, others, language)),
        pairs=tuple(_pairs(source, others, language)),
        distractors=tuple(_items(source, others, language, lambda each: each.distractors)),
        accepted=typed.accepted(source.answers, answers) if source.answers else (),
        explanation=part(lambda each: each.explanation),
        outcome=source.attribute("outcome"),
        points=int(source.attribute("points") or 1),
        level=source.attribute("level"),
        tags=tags_of(source),
        void=Void(void) if void else None,
        pages=tuple((source.attribute("pages") or "").split()),
        ready=ready,
    )


def _choices(source: WrittenQuestion, others: Others, language: str) -> Iterator[Choice]:
    items = _items(source, others, language, lambda each: each.choices)
    for written, item in zip(source.choices, items, strict=True):
        yield Choice(id=item.id, words=item.words, right=written.ticked, feedback=item.feedback)


def _items(
    source: WrittenQuestion, others: Others, language: str, take: Callable[[WrittenQuestion], Sequence[WrittenItem]]
) -> Iterator[Item]:
    """What `take` takes of the source, with the words of those languages that have them all."""
    for at, mine in enumerate(take(source)):
        theirs = {other: take(each)[at] for other, each in others.items() if take(each)}
        assert mine.id is not None, "an item without an id is an error, and this is read without errors"
        feedback = None
        if mine.feedback:
            feedback = text(language, mine.feedback, {other: each.feedback for other, each in theirs.items()})
        words = text(language, mine.words, {other: each.words for other, each in theirs.items()})
        yield Item(id=mine.id, words=words, feedback=feedback)


def _columns(source: WrittenQuestion, others: Others, language: str) -> Iterator[Text]:
    for at, name in enumerate(source.columns):
        yield text(language, name, {other: each.columns[at] for other, each in others.items() if each.columns})


def _pairs(source: WrittenQuestion, others: Others, language: str) -> Iterator[Pair]:
    items = _items(source, others, language, lambda each: each.pairs)
    for at, item in enumerate(items):
        partners = {other: each.pairs[at].partner for other, each in others.items() if each.pairs}
        partner = text(language, source.pairs[at].partner, partners)
        yield Pair(id=item.id, words=item.words, partner=partner, feedback=item.feedback)


def _is_ready(
    source: WrittenQuestion, translated: WrittenQuestion, language: str, bank: WrittenBank, manuscript: Manuscript
) -> bool:
    """Whether the question may be examined in `language`: complete, current and reviewed."""
    head = bank.translations.get(language)
    whole = manuscript.course.translations.get(language)
    if head is None or head.stale:
        return False
    reviewed = head.head.reviewed_by or (whole.head.reviewed_by if whole else None)
    return bool(reviewed) and is_complete(source, translated)


def is_complete(source: WrittenQuestion, translated: WrittenQuestion) -> bool:
    """Whether every part of the source is there; numbers need no translation."""
    wanted = [source.stem, source.hint, source.explanation]
    found = [translated.stem, translated.hint, translated.explanation]
    if any(mine and not theirs for mine, theirs in zip(wanted, found, strict=True)):
        return False
    if source.answers and not translated.answers:
        return typed.kind_of(source.answers) is QuestionKind.NUMBER
    if len(source.named) != len(translated.named):
        return False
    pairs = zip(source.named, translated.named, strict=True)
    return not any(mine.feedback and not theirs.feedback for mine, theirs in pairs)
