"""Publishing is whole or not at all, once for each content, in order."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from college.audit.models import Ledger
from college.catalogue import models, services
from college.courseware.edition import Edition, Part
from college.courseware.outline import Visibility
from college.database import db, transaction
from tests.catalogue.offered import MEDIA, NOW, edition_of, make_course, publish
from tests.factories import make_person


def count(table: type[models.Model]) -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def current(slug: str = "goods") -> models.Edition:
    db.session.remove()
    query = select(models.Edition).join(models.Course, models.Course.current_edition_id == models.Edition.id)
    return db.session.scalars(query.where(models.Course.slug == slug)).one()


def test_a_published_edition_is_current_and_holds_all_its_parts(app: Flask) -> None:
    edition = edition_of(make_course())
    publish(make_course())
    assert (current().digest, current().number) == (edition.digest, 1)
    assert count(models.EditionPart) == len(edition.parts)
    assert count(models.MediaBlob) == len(MEDIA)


def test_the_same_content_is_published_once(app: Flask) -> None:
    first = publish(make_course()).id
    assert publish(make_course(), change="material").id == first
    assert count(models.Edition) == 1
    assert count(Ledger) == 1


def test_editions_of_a_course_are_numbered_in_turn_and_share_their_media(app: Flask) -> None:
    publish(make_course())
    publish(make_course("other"))
    publish(make_course(title="Goods and works"), change="recertify")
    assert (current().number, current().change) == (2, "recertify")
    assert current("other").number == 1
    assert count(models.MediaBlob) == len(MEDIA)


def test_going_back_to_an_earlier_content_makes_that_edition_current_again(app: Flask) -> None:
    first = publish(make_course()).id
    publish(make_course(title="Other words"))
    assert publish(make_course()).id == first
    assert current().id == first
    actions = list(db.session.scalars(select(Ledger.action).order_by(Ledger.position)))
    assert actions == ["edition.published", "edition.published", "edition.restored"]


def test_the_visibility_of_a_course_is_that_of_its_current_edition(app: Flask) -> None:
    publish(make_course())
    publish(make_course(visibility=Visibility.HIDDEN))
    db.session.remove()
    assert db.session.scalars(select(models.Course.visibility)).one() == "hidden"


def test_an_edition_that_fails_half_way_leaves_nothing(app: Flask) -> None:
    whole = edition_of(make_course())
    broken = replace(whole, parts=(*whole.parts, Part("no such kind", "x", "", "")))
    with pytest.raises(Exception, match="kind"), transaction():
        services.publish(broken, by_id=None, change="wording", now=NOW)
    assert (count(models.Course), count(models.Edition), count(models.EditionPart), count(Ledger)) == (0, 0, 0, 0)


def test_nobody_reviews_what_he_publishes(app: Flask) -> None:
    person = make_person()
    with pytest.raises(services.ReviewedByAuthor), transaction():
        services.publish(edition_of(make_course()), by_id=person, change="wording", reviewed_by_id=person, now=NOW)


def test_who_published_and_who_reviewed_is_kept(app: Flask) -> None:
    author, reviewer = make_person(), make_person()
    with transaction():
        services.publish(edition_of(make_course()), by_id=author, change="wording", reviewed_by_id=reviewer, now=NOW)
    assert (current().by_id, current().reviewed_by_id) == (author, reviewer)


def test_a_course_that_is_edited_in_the_college_is_not_overwritten_from_a_folder(app: Flask) -> None:
    with transaction() as session:
        session.add(models.Course(slug="goods", owner="site"))
    with pytest.raises(services.OwnedBySite):
        publish(make_course())


def test_publishing_the_same_at_the_same_time_makes_one_edition_and_different_ones_two_numbers(app: Flask) -> None:
    courses = [make_course(), make_course(), make_course(), make_course(title="Other"), make_course(title="Third")]
    editions = [edition_of(course) for course in courses]
    begin = threading.Barrier(len(editions))
    failures: list[BaseException] = []

    def race(edition: Edition) -> None:
        begin.wait()
        try:
            with app.app_context(), transaction():
                services.publish(edition, by_id=None, change="wording", now=NOW)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=race, args=(edition,)) for edition in editions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    db.session.remove()
    assert sorted(db.session.scalars(select(models.Edition.number))) == [1, 2, 3]
    assert count(models.Course) == 1
