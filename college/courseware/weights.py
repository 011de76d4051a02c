"""How much of the line a text takes with all that it shows."""

import re
import zlib
from collections.abc import Iterable, Sequence

from college.courseware.media import is_played
from college.courseware.outline import Medium

_SHOWN = re.compile(r"/media/([0-9a-f]{12})/")


def weight_of(fragments: Sequence[str], media: Iterable[Medium]) -> dict[str, int]:
    """Bytes of `fragments`, compressed as when sent, with their pictures; and of what loads only when it is played."""
    shown = {short for fragment in fragments for short in _SHOWN.findall(fragment)}
    found = {medium.sha256: medium for medium in media if medium.sha256[:12] in shown}.values()
    pictures = sum(medium.size for medium in found if medium.type.startswith("image/"))
    played = sum(medium.size for medium in found if is_played(medium.type))
    words = sum(len(zlib.compress(fragment.encode())) for fragment in fragments)
    return {"read": words + pictures, "played": played}
