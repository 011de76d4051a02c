"""What learners do with attempts, and what is done for them; every story holds the enrolment while it runs."""

from college.assessment.services.adjusting import AmountOutOfRange, NotForOneself, NotYours, ReasonMissing, adjust
from college.assessment.services.answering import (
    AlreadyAnswered,
    AlreadySubmitted,
    NoSuchQuestion,
    QuestionPassed,
    Saved,
    TimeIsUp,
    flag,
    save,
    unflag,
)
from college.assessment.services.beginning import (
    AlreadyPassed,
    ExamNotOpenYet,
    LanguageNotOffered,
    NameNotConfirmed,
    NoAttemptsLeft,
    RulesNotAccepted,
    TooSoon,
    begin,
    begin_practice,
    refusal,
)
from college.assessment.services.playing import (
    Heard,
    NothingOffered,
    begin_case,
    decide,
)
from college.assessment.services.submitting import AnswersChanged, TimeNotUp, expire, submit

__all__ = [
    "AlreadyAnswered",
    "AlreadyPassed",
    "AlreadySubmitted",
    "AmountOutOfRange",
    "AnswersChanged",
    "ExamNotOpenYet",
    "Heard",
    "LanguageNotOffered",
    "NameNotConfirmed",
    "NoAttemptsLeft",
    "NoSuchQuestion",
    "NotForOneself",
    "NotYours",
    "NothingOffered",
    "QuestionPassed",
    "ReasonMissing",
    "RulesNotAccepted",
    "Saved",
    "TimeIsUp",
    "TimeNotUp",
    "TooSoon",
    "adjust",
    "begin",
    "begin_case",
    "begin_practice",
    "decide",
    "expire",
    "flag",
    "refusal",
    "save",
    "submit",
    "unflag",
]
