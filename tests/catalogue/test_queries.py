"""What the catalogue finds, for whom, and what it keeps in memory."""

from __future__ import annotations

import pytest
from flask import Flask

from college.accounts.rules import Role
from college.catalogue import queries, services
from college.catalogue.queries.kept import Kept
from college.catalogue.rules import STRANGER, Reader
from college.courseware.outline import Level, OrganisationKind, Visibility
from college.database import transaction
from college.errors import NotFound
from tests.catalogue.offered import CLOSED_PICTURE, NOW, PICTURE, address, make_course, publish

HIDDEN = make_course("secret", audience=(OrganisationKind.CUSTOMS,), visibility=Visibility.HIDDEN)
OFFICER = Reader(True, frozenset({Role.LEARNER}), frozenset({"customs"}))


def published(slug: str = "goods") -> queries.Published:
    found = queries.find_course(slug)
    assert found is not None
    return found


def test_a_course_is_found_with_what_its_current_edition_says(app: Flask) -> None:
    publish(make_course())
    publish(make_course(title="New words"))
    found = published()
    assert (found.number, found.published_at, found.course) == (2, NOW, make_course(title="New words"))
    assert queries.find_course("nothing") is None


def test_an_earlier_edition_is_still_found_by_its_id(app: Flask) -> None:
    first = publish(make_course()).id
    publish(make_course(title="New words"))
    assert queries.get_edition(first).course == make_course()
    with pytest.raises(NotFound):
        queries.get_edition(first + 1000)


def test_a_part_is_found_by_edition_kind_key_and_language(app: Flask) -> None:
    publish(make_course())
    digest = published().digest
    assert "<figure" in (queries.part(digest, "page", "first/start", "en") or "")
    assert queries.part(digest, "page", "first/start", "en") == queries.part(digest, "page", "first/start", "en")
    assert queries.part(digest, "page", "first/start", "ar") is None
    assert queries.part("0" * 64, "page", "first/start", "en") is None


def test_a_hidden_course_cannot_be_told_from_one_that_never_was(app: Flask) -> None:
    publish(HIDDEN)
    assert queries.offers(STRANGER) == []
    for slug in ("secret", "never"):
        with pytest.raises(NotFound):
            queries.get_course_for(slug, STRANGER)
    assert [offer.slug for offer in queries.offers(OFFICER)] == ["secret"]
    assert queries.get_course_for("secret", OFFICER).closed is None


def test_courses_are_offered_easy_ones_first_with_the_rule_that_closes_them(app: Flask) -> None:
    publish(make_course("deep", title="Deep", level=Level.ADVANCED, requires=("goods",)))
    publish(make_course())
    found = queries.offers(OFFICER)
    assert [offer.slug for offer in found] == ["goods", "deep"]
    assert found[0].closed is None
    assert found[1].closed is not None
    assert found[0].languages == (("en", 100), ("ar", 35))
    holder = Reader(True, frozenset({Role.LEARNER}), held=frozenset({"goods"}))
    assert queries.get_course_for("deep", holder).closed is None
    closed = queries.get_course_for("deep", OFFICER).closed
    assert closed is not None and "“%(title)s”" in str(closed) and "Goods" in str(closed)


def test_a_hidden_course_that_is_required_is_named_to_nobody_who_may_not_see_it(app: Flask) -> None:
    publish(make_course("secret", title="Undercover", audience=HIDDEN.audience, visibility=Visibility.HIDDEN))
    publish(make_course("deep", requires=("secret",)))
    stranger = queries.get_course_for("deep", STRANGER).closed
    officer = queries.get_course_for("deep", OFFICER).closed
    assert "Undercover" not in str(stranger) and "secret" not in str(stranger)
    assert "Undercover" not in str(queries.offers(STRANGER)[0].closed)
    assert "Undercover" in str(officer)


def test_media_are_found_by_the_short_digest_and_name_of_their_address(app: Flask) -> None:
    publish(make_course())
    offer = queries.get_course_for("goods", OFFICER)
    digest = queries.find_medium(offer, OFFICER, address(PICTURE), "parcel.gif")
    assert digest is not None
    blob = queries.media(digest)
    assert blob is not None
    assert (blob.type, blob.bytes) == ("image/gif", PICTURE)
    assert queries.find_medium(offer, OFFICER, address(PICTURE), "seal.gif") is None
    assert queries.find_medium(offer, OFFICER, "", "parcel.gif") is None
    assert queries.media("0" * 64) is None


def test_the_pictures_of_an_earlier_edition_are_still_there_for_those_who_read_it(app: Flask) -> None:
    publish(make_course())
    publish(
        make_course(title="No picture", media=(), modules=(make_course().modules[0].model_copy(update={"pages": ()}),))
    )
    offer = queries.get_course_for("goods", OFFICER)
    assert queries.find_medium(offer, OFFICER, address(PICTURE), "parcel.gif") is not None
    assert queries.find_medium(offer, STRANGER, address(PICTURE), "parcel.gif") is None, "open once, and no more"


def test_only_pictures_of_the_open_module_are_open(app: Flask) -> None:
    def open_to_all(content: bytes, name: str) -> bool:
        return queries.find_medium(queries.get_course_for("goods"), STRANGER, address(content), name) is not None

    publish(make_course())
    assert open_to_all(PICTURE, "parcel.gif")
    assert not open_to_all(CLOSED_PICTURE, "seal.gif")
    for closed in (make_course(open_module=False), make_course(audience=HIDDEN.audience)):
        publish(closed)
        assert not open_to_all(PICTURE, "parcel.gif")


def test_the_sources_of_an_edition_are_what_was_written(app: Flask) -> None:
    edition = publish(make_course()).id
    assert queries.sources(edition) == {"course.yaml": "id: goods\r\n"}


def test_a_course_is_held_while_it_is_changed(app: Flask) -> None:
    publish(make_course())
    with transaction():
        assert services.lock_course(published().course_id).slug == "goods"


def test_what_was_not_asked_for_the_longest_is_dropped_first() -> None:
    kept = Kept(10)
    kept.keep("a", "A", 4)
    kept.keep("b", "B", 4)
    assert kept.find("a") == "A"
    kept.keep("c", "C", 4)
    assert (kept.find("a"), kept.find("b"), kept.find("c")) == ("A", None, "C")
    assert kept.size == 8


def test_what_is_larger_than_all_room_is_not_kept() -> None:
    kept = Kept(10)
    kept.keep("a", "A", 11)
    assert kept.find("a") is None
    assert kept.size == 0


def test_what_is_kept_anew_weighs_once() -> None:
    kept = Kept(10)
    kept.keep("a", "A", 4)
    kept.keep("a", "B", 6)
    assert (kept.find("a"), kept.size) == ("B", 6)
