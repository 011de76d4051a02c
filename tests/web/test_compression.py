"""Texts with holes unpack to what was meant, whatever fills the holes."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as some

from college.web.compression import PackedText
from tests.browser_like import Client

HOLE = "\u2063"
WORDS = some.text(alphabet=some.characters(exclude_categories=("Cs",), exclude_characters=HOLE), max_size=300)


@given(some.lists(WORDS, min_size=1, max_size=5), WORDS)
def test_a_packed_text_unpacks_with_its_holes_filled(pieces: list[str], words: str) -> None:
    packed = PackedText(HOLE.join(pieces), HOLE)
    assert gzip.decompress(packed.filled(words)).decode() == words.join(pieces)


def test_one_packing_serves_many_readers() -> None:
    packed = PackedText(f"<p>{'the same for all ' * 100}{HOLE}</p>", HOLE)
    for words in ("", "amina", "b" * 65535):
        assert gzip.decompress(packed.filled(words)).decode() == f"<p>{'the same for all ' * 100}{words}</p>"
    assert len(packed.filled("amina")) < 120


def test_packed_pages_say_on_what_they_hang(client: Client) -> None:
    for path in ("/", "/courses/", "/sign-in"):
        answer = client.flask.get(path, headers={"Accept-Encoding": "br;q=1.0, gzip;q=0.8"})
        assert answer.headers["Content-Encoding"] == "gzip", path
        assert {"Accept-Encoding", "Cookie"} <= set(answer.headers["Vary"].split(", ")), path


def test_only_who_asks_for_it_is_sent_gzip(client: Client) -> None:
    for asked in ("", "br", "gzip;q=0", "identity"):
        answer = client.get("/sign-in", headers={"Accept-Encoding": asked})
        assert "Content-Encoding" not in answer.headers, asked
        assert "Accept-Encoding" in answer.headers["Vary"]
