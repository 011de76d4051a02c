"""What makes a question easier, harder or less fair than it looks."""

import re
from collections import Counter
from collections.abc import Collection

from college.courseware.manuscript import Manuscript, WrittenBank, WrittenQuestion
from college.courseware.mistakes import Mistakes

ALIKE = 80  # percent of the words of two questions together
LONGEST_PARTNER = 60  # characters
_WORD = re.compile(r"\w+")
_ABOVE = re.compile(
    r"\b(?:all|none|both|neither)\s+of\s+(?:the\s+above|these|them)\b|\btoutes ces réponses\b"
    r"|\baucune de ces réponses\b"
    r"|\btodas las anteriores\b|\bninguna de las anteriores\b|\btodas as anteriores\b|\bnenhuma das anteriores\b"
    r"|كل ما سبق|جميع ما سبق|لا شيء مما سبق",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:which|what|who|where|when)\b[^.?!]{0,200}\b(not|except|never|(?<!at )least|isn't|aren't)\b|\b(EXCEPT|NOT)\b",
    re.IGNORECASE,
)
_LONGER = 8, 5  # a right choice is much longer from 8/5 of the longest wrong one on
_TELLING = 40  # characters; among short choices lengths do not tell
_MANY = 10  # single choices of a bank from which a pattern shows


def check(manuscript: Manuscript, *, practised: Collection[str]) -> None:
    """`practised` are the questions whose feedback learners see."""
    mistakes = manuscript.mistakes
    for bank in manuscript.banks.values():
        for question in bank.questions:
            _wording(question, mistakes)
            _choices(question, mistakes)
            _partners(question, mistakes)
            if question.id in practised:
                _feedback(question, mistakes)
        _pattern(bank, mistakes)
    _alike([question for bank in manuscript.banks.values() for question in bank.questions], mistakes)


def _wording(question: WrittenQuestion, mistakes: Mistakes) -> None:
    negation = _NEGATION.search(question.ask)
    if negation:
        mistakes.add("negation", question.path, question.place, wrong=negation[1] or negation[2])
    for choice in question.choices:
        if above := _ABOVE.search(choice.words):
            mistakes.add("of-the-above", question.path, choice.place, wrong=above[0])


def _choices(question: WrittenQuestion, mistakes: Mistakes) -> None:
    if not question.choices:
        return
    if len(question.choices) == 2:
        mistakes.add("few-choices", question.path, question.place)
    right = [choice for choice in question.choices if choice.ticked]
    wrong = [len(choice.words) for choice in question.choices if not choice.ticked]
    if len(right) == 1 and wrong and len(right[0].words) >= _TELLING:
        more, less = _LONGER
        if len(right[0].words) * less >= max(wrong) * more:
            mistakes.add("longest-right", question.path, right[0].place)


def _feedback(question: WrittenQuestion, mistakes: Mistakes) -> None:
    choice = next((each for each in question.choices if not each.ticked and each.feedback is None), None)
    if choice:
        mistakes.add("feedback-missing", question.path, choice.place)
    placed = [*question.items, *question.pairs]
    if placed and question.explanation is None and not all(each.feedback for each in placed):
        mistakes.add("feedback-missing/explanation", question.path, question.place)


def _partners(question: WrittenQuestion, mistakes: Mistakes) -> None:
    """What is chosen from a list is cut where a telephone's screen ends."""
    for each in (*((pair.partner, pair.place) for pair in question.pairs),
                 *((other.words, other.place) for other in question.distractors)):  # fmt: skip
        if len(each[0]) > LONGEST_PARTNER:
            mistakes.add("partner-long", question.path, each[1], count=len(each[0]), limit=LONGEST_PARTNER)


def _pattern(bank: WrittenBank, mistakes: Mistakes) -> None:
    """Where the longest choice is right far more often than chance would have it."""
    single = [each for each in bank.questions if sum(choice.ticked for choice in each.choices) == 1]
    longest = [each for each in single if _right_is_longest(each)]
    if len(single) >= _MANY and len(longest) * 5 > len(single) * 3:
        place = longest[0].place
        mistakes.add("longest-right/bank", bank.path, place, count=len(longest), total=len(single))


def _right_is_longest(question: WrittenQuestion) -> bool:
    lengths = [len(choice.words) for choice in question.choices]
    right = next(len(choice.words) for choice in question.choices if choice.ticked)
    return right == max(lengths) and lengths.count(right) == 1


def _alike(questions: list[WrittenQuestion], mistakes: Mistakes) -> None:
    """Pairs that share most words. Only questions that share a rare word are compared (prefix filtering:
    two sets that are alike to ALIKE percent share one of the rarest words of each)."""
    sets = [frozenset(_WORD.findall(question.words.casefold())) for question in questions]
    frequency = Counter(word for words in sets for word in words)
    known: dict[str, list[int]] = {}
    for number, words in enumerate(sets):
        ordered = sorted(words, key=lambda word: (frequency[word], word))
        rarest = ordered[: len(words) - -(-ALIKE * len(words) // 100) + 1]
        candidates = {other for word in rarest for other in known.get(word, ())}
        for other in sorted(candidates):
            if len(words & sets[other]) * 100 >= ALIKE * len(words | sets[other]):
                twin, place = questions[other], questions[number].place
                mistakes.add("near-duplicate", questions[number].path, place, id=twin.id, path=twin.path)
                break
        else:
            for word in rarest:
                known.setdefault(word, []).append(number)
