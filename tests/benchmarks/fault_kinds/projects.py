"""Faults of projects."""

from fault_kinds.rows import Results, Row, concept, text, thing, typed


def project_without_affiliation(row: Row) -> Results:
    row["affiliation"] = ""
    yield from row.breaks("affiliation", "", "MinCount")


def affiliation_that_is_not_there(row: Row) -> Results:
    row["affiliation"] = "aff99999999"
    yield from row.breaks("affiliation", thing("affiliation/aff99999999"), "Class")


def field_that_is_no_code(row: Row) -> Results:
    row["field"] = "mining"
    yield from row.breaks("field", concept("mining"), "In")


def project_that_ends_as_it_starts(row: Row) -> Results:
    row.update(start="1999-09-09", end="1999-09-09")
    yield from row.breaks("start", typed("1999-09-09", "date"), "LessThan")


def project_without_end(row: Row) -> Results:
    row["end"] = ""
    yield from row.breaks("end", "", "MinCount")


def start_that_does_not_exist(row: Row) -> Results:
    row["start"] = "2001-13-01"
    yield from row.breaks("start", text("2001-13-01"), "Datatype", "LessThan")


def amount_of_nothing(row: Row) -> Results:
    row.update(amount_usd="0", amount_public_usd="", amount_private_usd="")
    yield from row.breaks("amount", text("0"), "Datatype", "MinExclusive", "MaxInclusive")


def amount_too_large(row: Row) -> Results:
    row.update(amount_usd="9000001", amount_public_usd="9000000", amount_private_usd="1")
    yield from row.breaks("amount", typed("9000001", "integer"), "MaxInclusive")


def amount_that_is_not_the_sum(row: Row) -> Results:
    row.update(amount_usd="1100", amount_public_usd="500", amount_private_usd="500")
    yield row.breaks_whole("amount", typed("1100", "integer"), "SPARQL")


def project_without_title(row: Row) -> Results:
    row["title_en"] = ""
    yield from row.breaks("title", "", "MinCount")


def two_titles_in_a_language(row: Row) -> Results:
    row["title_other"] = "Another title"
    yield from row.breaks("title", "", "UniqueLang")


def open_neither_true_nor_false(row: Row) -> Results:
    row["open"] = "perhaps"
    yield from row.breaks("open", text("perhaps"), "Datatype")
