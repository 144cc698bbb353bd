"""A name that is written with what it lies in: 兵庫県神戸市; Kobe, Hyogo; 大连市金州区."""

from __future__ import annotations

import re
from typing import Final

_UPPER: Final = "省県县府都道州盟區区市"
_LOWER: Final = "市県县区區町村郡旗州镇乡"
_TOGETHER: Final = re.compile(rf"(?P<around>..+?[{_UPPER}])(?P<name>[^{_UPPER}].*[{_LOWER}])")
_COMMA: Final = re.compile(r"(?P<name>[^,，、]+)[,，、]\s*(?P<around>[^,，、]+)(?:[,，、].*)?")


def part(text: str) -> tuple[str, str] | None:
    """Part a name from that of what it lies in, the nearest; None if it is written alone."""
    found = _TOGETHER.fullmatch(text.strip()) or _COMMA.fullmatch(text.strip())
    return (found["name"].strip(), found["around"].strip()) if found else None
