"""A certificate's facts, code, states and decisions."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from college.certification import rules
from college.certification.rules import ALPHABET, Facts, Shown, State
from college.errors import Refused

RANDOM = bytes(range(200, 210))
CODE = rules.new_code(RANDOM)
DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def make_facts(**changes: object) -> Facts:
    told: dict[str, object] = {
        "code": CODE,
        "kind": "achievement",
        "language": "en",
        "name_latin": "Amélie O’Brien",
        "learner_number": "L-004-127",
        "course_id": "introduction",
        "course_title": ("en", "Trafficking in illicit goods"),
        "edition_number": 3,
        "edition_digest": "3f2a9c0e77b1d4ce" * 4,
        "learning_hours": "12",
        "outcomes": [("en", "Preserve evidence")],
        "score": 864,
        "pass_mark": 800,
        "exam_language": "en",
        "supervision": "unsupervised",
        "earned_on": DAY,
        "issued_on": DAY,
        "issuer_name": "Northern Customs Training College",
        "issuer_contact": "certificates@college.example",
        "verify_url": f"https://college.example/verify/{CODE}?s=secret",
        "verify_page": "https://college.example/verify/",
        "demo": False,
    }
    return Facts.model_validate(told | changes)


def test_facts_come_back_from_their_canonical_text() -> None:
    facts = make_facts(name_native="محمد", native_language="ar", valid_until=date(2028, 11, 23))
    assert rules.read_facts(rules.canonical(facts)) == facts


def test_the_canonical_text_is_sorted_without_spaces_and_its_sha256_is_the_digest() -> None:
    text = rules.canonical(make_facts())
    assert text.startswith('{"code":"')
    assert text.index('"code"') < text.index('"demo"') < text.index('"verify_url"')
    assert rules.digest(make_facts()) == hashlib.sha256(text.encode()).hexdigest()


def test_any_changed_fact_changes_the_digest() -> None:
    assert rules.digest(make_facts()) != rules.digest(make_facts(score=865))


def test_names_are_composed_and_lose_what_reorders_or_hides_letters() -> None:
    facts = make_facts(name_latin=" Ame\u0301lie\n\u202eO\u200b\x00’Brien\u2069 ")
    assert facts.name_latin == "Amélie O’Brien"


def test_persian_names_keep_their_joiners() -> None:
    assert make_facts(name_native="علی\u200cرضا", native_language="fa").name_native == "علی\u200cرضا"


@pytest.mark.parametrize(
    "changes",
    [
        {"score": None},
        {"supervision": None},
        {"score": 799},
        {"kind": "participation"},
        {"valid_until": date(2026, 11, 22)},
        {"name_native": "محمد"},
        {"name_latin": " \u200b "},
        {"rank": "Captain"},
    ],
)
def test_facts_that_contradict_each_other_are_no_facts(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make_facts(**changes)


def test_a_code_has_groups_of_four_and_a_check_character() -> None:
    assert [len(group) for group in CODE.split("-")] == [4, 4, 4, 4, 1]


def test_a_code_needs_eighty_bits() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        rules.new_code(b"short")


@given(st.binary(min_size=10, max_size=10))
def test_every_code_is_read_back(random: bytes) -> None:
    code = rules.new_code(random)
    assert rules.read_code(code) == code
    assert rules.read_code(code.lower().replace("-", " ")) == code


@given(st.binary(min_size=10, max_size=10), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(random: bytes, place: int, other: str) -> None:
    plain = rules.new_code(random).replace("-", "")
    wrong = plain[:place] + other + plain[place + 1 :]
    assert (rules.read_code(wrong) is None) == (wrong != plain)


@given(st.binary(min_size=10, max_size=10), st.integers(0, 16), st.integers(0, 16))
def test_two_exchanged_characters_are_always_noticed(random: bytes, one: int, two: int) -> None:
    plain = rules.new_code(random).replace("-", "")
    swapped = list(plain)
    swapped[one], swapped[two] = swapped[two], swapped[one]
    wrong = "".join(swapped)
    assert (rules.read_code(wrong) is None) == (wrong != plain)


def test_a_code_is_read_as_people_type_it() -> None:
    code = rules.new_code(bytes.fromhex("00443210c74254b635cf"))
    assert set(code) >= {"0", "1"}
    typed = code.replace("0", "o").replace("1", "l").replace("-", " — ")
    assert rules.read_code(f"\u200f{typed}\n") == code
    assert rules.read_code(code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == code
    assert rules.read_code(code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))) == code
    assert rules.read_code(code.replace("1", "I").replace("-", "")) == code


@pytest.mark.parametrize("typed", ["", "-", "U" * 17, CODE + "0", CODE[:-1], "<script>", "\ud800", "0" * 5000])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert rules.read_code(typed) is None


@given(st.text())
def test_reading_a_code_never_fails(typed: str) -> None:
    read = rules.read_code(typed)
    assert read is None or rules.read_code(read) == read


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 23), 24, date(2028, 11, 23)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_are_added_by_the_calendar(day: date, months: int, later: date) -> None:
    assert rules.add_months(day, months) == later


@pytest.mark.parametrize(
    ("state", "valid_until", "sealed", "shown"),
    [
        (State.CURRENT, None, False, Shown.CURRENT),
        (State.CURRENT, DAY, False, Shown.CURRENT),
        (State.CURRENT, date(2026, 11, 22), False, Shown.EXPIRED),
        (State.REPLACED, date(2026, 11, 22), False, Shown.REPLACED),
        (State.WITHDRAWN, date(2026, 11, 22), False, Shown.WITHDRAWN),
        (State.WITHDRAWN, None, True, Shown.SEALED),
        (State.CURRENT, None, True, Shown.SEALED),
    ],
)
def test_a_stranger_sees_one_of_five_states(state: State, valid_until: date | None, sealed: bool, shown: Shown) -> None:
    sealed_at = MOMENT if sealed else None
    assert rules.shown_state(state, valid_until=valid_until, sealed_at=sealed_at, today=DAY) is shown


def refusal(decision: rules.Decision) -> type[Refused] | None:
    assert bool(decision) == (decision.refusal is None)
    return type(decision.refusal) if decision.refusal else None


@pytest.mark.parametrize("may", [rules.may_withdraw, rules.may_replace])
def test_only_a_current_certificate_is_withdrawn_or_replaced_by_another_person_with_a_reason(
    may: Callable[..., rules.Decision],
) -> None:
    assert refusal(may(State.CURRENT, reason="Name misspelt", actor_id=1, holder_id=2)) is None
    assert refusal(may(State.CURRENT, reason="  ", actor_id=1, holder_id=2)) is rules.NeedsReason
    assert refusal(may(State.CURRENT, reason="Mine", actor_id=2, holder_id=2)) is rules.NotForYourself
    assert refusal(may(State.REPLACED, reason="Again", actor_id=1, holder_id=2)) is rules.NotCurrent
    assert refusal(may(State.WITHDRAWN, reason="Again", actor_id=1, holder_id=2)) is rules.NotCurrent


def test_a_refused_decision_raises_when_enforced() -> None:
    rules.may_seal(None).enforce()
    with pytest.raises(rules.AlreadySealed):
        rules.may_seal(MOMENT).enforce()


def test_nobody_issues_by_hand_for_himself_or_without_a_reason() -> None:
    assert refusal(rules.may_issue_by_hand(reason="Taught it", actor_id=1, holder_id=1)) is rules.NotForYourself
    assert refusal(rules.may_issue_by_hand(reason="", actor_id=1, holder_id=2)) is rules.NeedsReason
    assert refusal(rules.may_issue_by_hand(reason="Sat on paper", actor_id=1, holder_id=2)) is None


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://college.police.example", True),
        ("https://college.police.example:8443/verify/", True),
        ("http://college.police.example", False),
        ("https://localhost:8000", False),
        ("https://college.localhost", False),
        ("https://127.0.0.1", False),
        ("https://192.0.2.10", False),
        ("https://[::1]", False),
        ("https://[::1", False),
        ("https://college", False),
        ("", False),
    ],
)
def test_a_public_address_has_a_name_of_its_own(address: str, public: bool) -> None:
    assert rules.is_public_address(address) is public


def test_a_college_issues_only_with_issuer_and_address_but_a_demonstration_always() -> None:
    told = {"issuer_name": "College", "issuer_contact": "a@b.example", "address": "https://college.example"}
    assert refusal(rules.may_issue(**told, demo=False)) is None
    assert refusal(rules.may_issue(**told | {"issuer_contact": " "}, demo=False)) is rules.NeedsIssuer
    assert refusal(rules.may_issue(**told | {"address": "http://127.0.0.1:8000"}, demo=False)) is rules.NeedsAddress
    assert refusal(rules.may_issue(issuer_name="", issuer_contact="", address="", demo=True)) is None
