"""The catalogue's pages as strangers, officers and staff see them."""

from __future__ import annotations

from typing import Any

import pytest

from college.accounts.rules import Role
from college.courseware.outline import Course, Level, OrganisationKind, Visibility
from tests.browser_like import Client
from tests.catalogue.offered import CLOSED_PICTURE, PICTURE, address, make_course, publish
from tests.factories import make_person, sign_in

OPEN_MEDIA = f"/courses/goods/media/{address(PICTURE)}/parcel.gif"
CLOSED_MEDIA = f"/courses/goods/media/{address(CLOSED_PICTURE)}/seal.gif"
CUSTOMS = (OrganisationKind.CUSTOMS,)


def offer(client: Client, course: Course) -> None:
    # In a context of its own: what a request keeps for its duration must not outlive it in the test's.
    with client.flask.application.app_context():
        publish(course)


def enter(client: Client, **person: Any) -> None:
    with client.flask.application.app_context():
        person_id = make_person(**person)
    sign_in(client, person_id)


def test_a_stranger_sees_what_is_on_offer(client: Client) -> None:
    offer(client, make_course())
    page = client.get("/courses/").get_data(as_text=True)
    assert "Goods" in page
    assert "Introductory" in page
    assert "35%" in page
    assert "The first module can be read without an account." in page


def test_a_college_without_courses_says_so(client: Client) -> None:
    assert "There are no courses yet." in client.get("/courses/").get_data(as_text=True)


def test_words_that_are_not_translated_say_their_language(client: Client) -> None:
    offer(client, make_course())
    page = client.get("/courses/?lang=ar").get_data(as_text=True)
    assert "بضائع" in page
    assert '<span lang="en" dir="ltr">About goods</span>' in page


def test_the_filters_stand_in_the_address(client: Client) -> None:
    offer(client, make_course())
    offer(client, make_course("deep", title="Deep waters", level=Level.ADVANCED, audience=CUSTOMS))
    assert "Deep waters" not in client.get("/courses/?level=introductory").get_data(as_text=True)
    assert "Deep waters" in client.get("/courses/?level=advanced&language=ar&audience=customs").get_data(as_text=True)
    everyone = client.get("/courses/?audience=police").get_data(as_text=True)
    assert "Goods" in everyone and "Deep waters" not in everyone
    assert "No course fits" in client.get("/courses/?level=specialised").get_data(as_text=True)


@pytest.mark.parametrize("query", ["level=x", "language=%27--", "audience=customs%0d%0a", "level=&language=zz"])
def test_a_filter_that_does_not_exist_is_a_mistake_on_the_form(client: Client, query: str) -> None:
    offer(client, make_course())
    answer = client.get(f"/courses/?{query}")
    assert answer.status_code == 422
    assert "Not a valid choice" in answer.get_data(as_text=True)


def test_a_closed_course_says_which_rule_closes_it(client: Client) -> None:
    offer(client, make_course(audience=CUSTOMS))
    assert "This course is for people from: customs." in client.get("/courses/").get_data(as_text=True)
    enter(client, organisation_kind="customs")
    assert "This course is for people from" not in client.get("/courses/").get_data(as_text=True)


def test_a_hidden_course_answers_as_an_unknown_one_does(client: Client) -> None:
    offer(client, make_course(visibility=Visibility.HIDDEN, audience=CUSTOMS))
    assert "Goods" not in client.get("/courses/").get_data(as_text=True)
    for rest in ("glossary", f"media/{address(PICTURE)}/parcel.gif"):
        hidden, unknown = client.get(f"/courses/goods/{rest}"), client.get(f"/courses/never/{rest}")
        assert hidden.status_code == unknown.status_code == 404
        assert hidden.get_data(as_text=True).replace("goods", "never") == unknown.get_data(as_text=True)
    enter(client, organisation_kind="customs")
    assert "Goods" in client.get("/courses/").get_data(as_text=True)
    assert client.get("/courses/goods/glossary").status_code == 200


def test_the_glossary_of_an_open_course_can_be_read_by_anybody_and_in_what_language_it_has(client: Client) -> None:
    offer(client, make_course())
    page = client.get("/courses/goods/glossary?lang=ar").get_data(as_text=True)
    assert '<dt id="term-mark">Trade mark</dt>' in page
    assert '<div class="reading" lang="en" dir="ltr">' in page


def test_the_glossary_of_a_closed_course_leads_to_the_page_that_says_why(client: Client) -> None:
    for closed in (make_course(open_module=False), make_course(audience=CUSTOMS)):
        offer(client, closed)
        answer = client.get("/courses/goods/glossary")
        assert (answer.status_code, answer.location) == (303, "/courses/goods/")
    enter(client, organisation_kind="private")
    assert client.get("/courses/goods/glossary").status_code == 303


def test_the_pictures_of_a_course_for_some_are_closed_to_others_in_its_first_module_too(client: Client) -> None:
    offer(client, make_course(audience=CUSTOMS))
    assert client.get(OPEN_MEDIA).status_code == 404
    enter(client, organisation_kind="customs")
    assert client.get(OPEN_MEDIA).status_code == 200


def test_the_front_page_promises_an_open_module_only_where_there_is_one(client: Client) -> None:
    promise = "The first module may be read without an account."
    offer(client, make_course(audience=CUSTOMS))
    assert promise not in client.get("/").get_data(as_text=True)
    offer(client, make_course())
    assert promise in client.get("/").get_data(as_text=True)


def test_a_course_without_terms_has_no_glossary(client: Client) -> None:
    offer(client, make_course(glossary=()))
    assert client.get("/courses/goods/glossary").status_code == 404


def test_a_picture_of_the_open_module_is_for_everybody_and_may_be_kept(client: Client) -> None:
    offer(client, make_course())
    answer = client.get(OPEN_MEDIA)
    assert (answer.status_code, answer.data, answer.content_type) == (200, PICTURE, "image/gif")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    again = client.get(OPEN_MEDIA, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_part_of_a_film_can_be_asked_for(client: Client) -> None:
    offer(client, make_course())
    answer = client.get(OPEN_MEDIA, headers={"Range": "bytes=0-5"})
    assert (answer.status_code, answer.data) == (206, b"GIF89a")


def test_other_pictures_are_for_those_who_may_read_the_course(client: Client) -> None:
    offer(client, make_course(audience=CUSTOMS))
    assert client.get(CLOSED_MEDIA).status_code == 404
    enter(client, organisation_kind="private")
    assert client.get(CLOSED_MEDIA).status_code == 404
    enter(client, organisation_kind="customs")
    answer = client.get(CLOSED_MEDIA)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, max-age=3600")


def test_whoever_waits_for_approval_may_not_read_yet(client: Client) -> None:
    offer(client, make_course())
    enter(client, state="registered")
    assert client.get(CLOSED_MEDIA).status_code == 404


def test_staff_see_every_picture(client: Client) -> None:
    offer(client, make_course(audience=CUSTOMS, visibility=Visibility.HIDDEN))
    enter(client, roles=(Role.REVIEWER,), organisation_kind=None)
    assert client.get(CLOSED_MEDIA).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/courses/goods/media/000000000000/parcel.gif", f"/courses/goods/media/{address(PICTURE)}/other.gif",
     "/courses/goods/media/%25/parcel.gif", f"/courses/goods/media/{address(PICTURE)}/course.yaml",
     f"/courses/never/media/{address(PICTURE)}/parcel.gif", "/courses/%F0%9F%98%80/glossary"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    offer(client, make_course())
    assert client.get(path).status_code == 404
