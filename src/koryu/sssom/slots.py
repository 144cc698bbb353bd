"""The slots of a mapping that the program understands: their columns, how each is read and how written.

Source: https://mapping-commons.github.io/sssom/Mapping/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from koryu.namespaces import OWL
from koryu.sssom.curies import Curies
from koryu.sssom.mappings import JUSTIFICATIONS, PREDICATES, Mapping

NOT: Final = "Not"  # the one modifier of a predicate that there is
_SAME_AS: Final = f"{OWL}sameAs"
_SCORE: Final = re.compile(r"0(?:\.[0-9]+)?|1(?:\.0+)?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PREDICATES: Final = "skos:exactMatch, skos:closeMatch, skos:broadMatch"


@dataclass(frozen=True)
class Slot:
    """A slot: its column, the field of ``Mapping`` that holds it, and its two ways.

    ``read`` raises a ValueError that says what is wrong and the mend, ``write`` one where no prefix fits.
    """

    column: str
    field: str
    read: Callable[[str, Curies], object]
    write: Callable[[object, Curies], str]
    is_required: bool = False


def _read_iri(text: str, curies: Curies) -> str:
    return curies.expand(text)


def _read_predicate(text: str, curies: Curies) -> str:
    full = curies.expand(text)
    if full == _SAME_AS:
        raise ValueError(
            f"is not allowed: whatever is said of the one would be said of the other; write {_PREDICATES}"
        )
    if full not in PREDICATES:
        raise ValueError(f"is not allowed; write {_PREDICATES}")
    return full


def _read_justification(text: str, curies: Curies) -> str:
    full = curies.expand(text)
    if full not in JUSTIFICATIONS:
        names = ", ".join(f"semapv:{each.rpartition('/')[2]}" for each in JUSTIFICATIONS)
        raise ValueError(f"is no justification; write {names}")
    return full


def _read_modifier(text: str, _: Curies) -> bool:
    if text != NOT:
        raise ValueError(f"is no modifier; write {NOT}, or nothing")
    return True


def _read_score(text: str, _: Curies) -> float:
    if not _SCORE.fullmatch(text):
        raise ValueError("is no confidence; write a number from 0 to 1, such as 0.95")
    return float(text)


def _read_date(text: str, _: Curies) -> date:
    try:
        return date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        raise ValueError("is not a date; write a day that exists as YYYY-MM-DD, such as 2026-11-26") from None


def _read_text(text: str, _: Curies) -> str:
    return text


def _write_iri(value: object, curies: Curies) -> str:
    curie = curies.contract(str(value))
    if curie is None:
        raise ValueError(f"no prefix of the curie_map fits {value}; add one")
    return curie


def _write_text(value: object, _: Curies) -> str:
    return " ".join(str(value).split())  # one mapping, one line


def _write_modifier(value: object, _: Curies) -> str:
    return NOT if value else ""


def _write_score(value: object, _: Curies) -> str:
    return f"{value:.4f}".rstrip("0").removesuffix(".")


def _text(column: str, field: str) -> Slot:
    return Slot(column, field, _read_text, _write_text)


# In the order of the specification, which is that of the columns of a new file
SLOTS: Final = (
    Slot("subject_id", "subject", _read_iri, _write_iri, is_required=True),
    _text("subject_label", "subject_label"),
    Slot("predicate_id", "predicate", _read_predicate, _write_iri, is_required=True),
    Slot("predicate_modifier", "is_negative", _read_modifier, _write_modifier),
    Slot("object_id", "object", _read_iri, _write_iri, is_required=True),
    _text("object_label", "object_label"),
    Slot("mapping_justification", "justification", _read_justification, _write_iri, is_required=True),
    Slot("author_id", "author", _read_iri, _write_iri),
    _text("author_label", "author_label"),
    Slot("reviewer_id", "reviewer", _read_iri, _write_iri),
    _text("reviewer_label", "reviewer_label"),
    _text("object_source_version", "object_source_version"),
    _text("mapping_tool", "tool"),
    _text("mapping_tool_version", "tool_version"),
    Slot("mapping_date", "date", _read_date, _write_text),
    Slot("confidence", "confidence", _read_score, _write_score),
    _text("comment", "comment"),
)
COLUMNS: Final = tuple(slot.column for slot in SLOTS)
# https://mapping-commons.github.io/sssom/spec-model/#propagation-of-mapping-set-slots
PROPAGATED: Final = ("object_source_version", "mapping_tool", "mapping_tool_version", "mapping_date")


def cells_of(mapping: Mapping, curies: Curies) -> dict[str, str]:
    """Write a mapping as the cells of its row, by column.

    Raises:
        ValueError: An IRI has no prefix.
    """
    values = {slot: getattr(mapping, slot.field) for slot in SLOTS}
    return {
        slot.column: "" if value in (None, "") else slot.write(value, curies)
        for slot, value in values.items()
    }


def mapping_of(cells: dict[str, str], curies: Curies) -> Mapping:
    """Read a mapping from cells that were written by ``cells_of``."""
    fields: dict[str, Any] = {
        slot.field: slot.read(text, curies) for slot in SLOTS if (text := cells[slot.column])
    }
    return Mapping(**fields)
