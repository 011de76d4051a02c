"""What the catalogue asks: which courses to show, and what to look for in them."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, SearchField, SelectField
from wtforms.validators import Length

from college.catalogue import rules
from college.catalogue.queries import Offer
from college.courseware.finding import LONGEST_QUESTION
from college.web.locale import language_name


class CourseFilter(Form):
    """Travels in the address, so that a filtered list can be sent to a colleague."""

    level = SelectField(_l("Level"), default="")
    language = SelectField(_l("Language"), default="")
    audience = SelectField(_l("For people from"), default="")

    def __init__(self, given: MultiDict[str, str], offers: Iterable[Offer]) -> None:
        super().__init__(given)
        languages = sorted({language for offer in offers for language, _ in offer.languages})
        anything = ("", _l("All"))
        self.level.choices = [anything, *((level, _l(words)) for level, words in rules.LEVELS.items())]
        self.language.choices = [anything, *((language, language_name(language)) for language in languages)]
        self.audience.choices = [anything, *((kind, _l(words)) for kind, words in rules.KINDS.items())]

    def keeps(self, offer: Offer) -> bool:
        """A course for everyone is also one for people from there."""
        course = offer.course
        return (
            (not self.level.data or course.level == self.level.data)
            and (not self.language.data or self.language.data in dict(offer.languages))
            and (not self.audience.data or not course.audience or self.audience.data in course.audience)
        )


class SearchForm(Form):
    """Travels in the address too."""

    q = SearchField(
        _l("Search the courses"),
        [
            Length(
                max=LONGEST_QUESTION,
                message=_l("This is too long: at most %(longest)d characters.", longest=LONGEST_QUESTION),
            )
        ],
    )
